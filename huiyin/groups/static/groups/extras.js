// What stands above the words before they are sent: the quote one answers, the urgent mark, a place. Without it a message is words and files.
import { open } from "../web/js/dialogs.js";
import { say } from "../web/js/words.js";
import { toast } from "../web/js/toast.js";

let room, changed, reply = null, urgent = "", place = null;

/** Begins: `call` is told when something changed. */
export function begin(form, into, call) {
  [room, changed] = [into, call];
  form.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "urgent") askUrgent();
    if (act === "place") askPlace();
  });
}

export const some = () => Boolean(reply || urgent || place);
export const hasPlace = () => Boolean(place);
export const kept = () => ({ reply, urgent, place });

/** Sets the message that is answered: {n, name, excerpt}. */
export function answer(to) {
  reply = to;
  draw();
}

/** Lets go of the quote. Gives whether there was one. */
export function dropReply() {
  const had = Boolean(reply);
  reply = null;
  draw();
  return had;
}

/** Gives everything and forgets it: it is being sent. */
export function take() {
  const taken = kept();
  restore({});
  return taken;
}

/** Sets everything anew. */
export function restore(values) {
  reply = values.reply ?? null;
  urgent = values.urgent ?? "";
  place = values.place ?? null;
  draw();
}

function draw() {
  for (const old of room.querySelectorAll("[data-extra]")) old.remove();
  if (place) put("place", "chip", `${say("place_in_message")}: ${place.name || `${place.lat}, ${place.lon}`}`, () => { place = null; });
  if (urgent) put("urgent_mark", "chip late", `${say("urgent")}: ${urgent}`, () => { urgent = ""; });
  if (reply) put("quote", "quote", `${say("replying_to", { name: reply.name })} · ${reply.excerpt}`, () => { reply = null; });
}

function put(what, look, words, drop) {
  const line = document.createElement("div"), text = document.createElement("span"), button = document.createElement("button");
  line.className = "extra";
  line.dataset.extra = what;
  text.className = look;
  text.textContent = words;
  Object.assign(button, { type: "button", className: "btn-i", textContent: "✕" });
  button.setAttribute("aria-label", say("remove", { what: say(`the_${what}`) }));
  button.addEventListener("click", () => { drop(); draw(); changed(); });
  line.append(text, button);
  room.prepend(line);
}

async function askUrgent() {
  const reason = await asked({ title: "urgent_title", words: "urgent_words", label: "urgent_reason", yes: "urgent_mark", most: 80, value: urgent, needed: true });
  if (reason === null) return;
  urgent = reason;
  draw();
  changed();
}

async function askPlace() {
  if (!navigator.geolocation) return toast(say("place_failed"), { key: "place" });
  toast(say("place_searching"), { key: "place" });
  const options = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };
  const found = await new Promise((give) => navigator.geolocation.getCurrentPosition((at) => give(at.coords), () => give(null), options));
  if (!found) return toast(say("place_failed"), { key: "place" });
  document.querySelector('#toasts [data-key="place"]')?.remove();
  const name = await asked({ title: "place_title", words: "place_words", label: "place_name", yes: "place_add", most: 80, value: "" });
  if (name === null) return;
  place = { name, lat: Number(found.latitude.toFixed(6)), lon: Number(found.longitude.toFixed(6)) };
  draw();
  changed();
}

/** Asks for one line in a dialog. Gives it, or null. */
function asked({ title, words, label, yes, most, value, needed = false }) {
  const dialog = document.createElement("dialog"), form = document.createElement("form");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", say(title));
  form.method = "dialog";
  const head = document.createElement("h2"), why = document.createElement("p"), name = document.createElement("label"), field = document.createElement("input");
  head.textContent = say(title);
  why.textContent = say(words);
  name.textContent = say(label);
  Object.assign(field, { className: "input", maxLength: most, value, required: needed });
  name.append(field);
  const acts = document.createElement("div");
  acts.className = "acts";
  for (const [answer, text, look] of [["", say("cancel"), "btn"], ["yes", say(yes), "btn main"]]) {
    const button = document.createElement("button");
    Object.assign(button, { className: look, value: answer, textContent: text, formNoValidate: !answer, type: answer ? "submit" : "button" });
    if (!answer) button.addEventListener("click", () => dialog.close());
    acts.append(button);
  }
  form.append(head, why, name, acts);
  dialog.append(form);
  document.body.append(dialog);
  open(dialog);
  field.focus();
  return new Promise((give) => dialog.addEventListener("close", () => { give(dialog.returnValue === "yes" ? field.value.trim() : null); dialog.remove(); }));
}
