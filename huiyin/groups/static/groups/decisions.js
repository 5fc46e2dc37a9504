// Decisions on the page of today, and on a task's page while the network is gone: kept on this device, sent in order, once; shown until they
// are. Without it forms are sent as forms are.
import { canSend, isNewOnly, onOutbox, pumpAll, put, retry, takeOut, waiting } from "./outbox.js";
import { say } from "../web/js/words.js";
import { toast } from "../web/js/toast.js";

const QUEUE = "decisions", NOT_SENT = ["csrfmiddlewaretoken", "confirm_to", "confirm_question", "key"];
const place = document.getElementById("decisions"), today = Boolean(document.querySelector(".today-page"));

// In the capture phase, after the dialog has asked what must be asked, and before the page says that the form is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-decision]") || !place || event.defaultPrevented || (!today && canSend())) return;
  event.preventDefault();
  const body = Object.fromEntries([...new FormData(form, event.submitter)].filter(([name, value]) => !NOT_SENT.includes(name) && typeof value === "string"));
  const to = new URL(form.action).pathname;
  put(QUEUE, body, { what: form.dataset.decision, task: form.dataset.task, words: body.words ?? "", href: form.dataset.href }, to);
  form.closest("details")?.removeAttribute("open");
  if (!canSend()) place.scrollIntoView({ block: "nearest" }); // else it is done at once, and one goes on where one is
}, true);

onOutbox((what, group, decision, answer) => {
  if (what === "stored" && group === QUEUE) stored(decision, answer);
  if (what === "changed" && (group === QUEUE || !group)) draw();
  return false;
});

function stored({ shown }, html) {
  toast(say("decision_sent", { what: shown.what }));
  const old = document.getElementById(`t${shown.task}`), fresh = new DOMParser().parseFromString(String(html), "text/html").body.firstElementChild;
  if (!today) return location.assign(shown.href ?? location.href);
  if (!old || !fresh) return;
  old.parentElement.querySelector(".clear")?.remove();
  old.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));
}

/** Shows what waits, and what could not be done: its words stay until the person lets them go. */
function draw() {
  if (!place) return;
  const all = waiting(QUEUE), decided = new Set(all.filter((one) => !one.refused).map((one) => one.shown.task));
  place.hidden = !all.length;
  place.querySelector(".card").replaceChildren(...all.map(line));
  for (const one of document.querySelectorAll(".to-clear[data-task]")) one.toggleAttribute("data-decided", decided.has(one.dataset.task));
}

function line(one) {
  const box = made("div", "decision"), link = made("a", "grow", one.shown.what), acts = made("div", "acts");
  link.href = one.shown.href ?? location.href;
  box.append(link, made("span", `chip ${one.refused ? "late" : "near"}`, say(one.refused ? "decision_refused" : "decision_waits")));
  if (one.shown.words) box.append(made("p", "step-words", one.shown.words));
  if (one.refused) {
    const why = made("p", "small", one.refused);
    why.setAttribute("role", "alert");
    box.append(why);
    acts.append(button(say(isNewOnly(one) ? "send_as_new" : "send_again"), () => retry(QUEUE, one.key)));
  }
  acts.append(button(say(one.refused ? "let_go" : "take_back"), () => takeOut(QUEUE, one.key)));
  box.append(acts);
  return box;
}

function button(text, call) {
  const one = made("button", "btn", text);
  one.type = "button";
  one.addEventListener("click", call);
  return one;
}

function made(tag, look, text = "") {
  const one = document.createElement(tag);
  one.className = look;
  one.textContent = text;
  return one;
}

draw();
pumpAll();
