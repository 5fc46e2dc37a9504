// Shows what is on its way under the conversation: sending, waiting for the network, refused and why. Without it there is nothing on its way.
import { say } from "../web/js/words.js";
import { canSend, isNewOnly, onOutbox, retry, takeOut, waiting } from "./outbox.js";
import * as scroll from "./scroll.js";

const talk = document.getElementById("talk");
const group = talk?.dataset.group;
let place = null, giveBack = () => {};

/** Begins. `edit(message)`: puts a message back where it was written. */
export function begin({ edit }) {
  giveBack = edit;
  onOutbox((what, whose) => { if (what !== "refused" && (!whose || whose === group)) draw(); });
  draw();
}

/** Makes the place where they stand, under the messages. */
export function makePlace() {
  place = document.createElement("div");
  place.id = "outbox";
  place.className = "talk outbox";
  talk.after(place);
}

function draw() {
  const messages = waiting(group), keys = new Set(messages.map((one) => one.key));
  for (const old of [...place.children]) if (!keys.has(old.dataset.key)) old.remove();
  let grew = false;
  for (const message of messages) {
    let one = [...place.children].find((old) => old.dataset.key === message.key);
    if (!one) {
      one = bubble(message);
      place.append(one);
      grew = true;
    }
    state(one, message);
  }
  if (grew) scroll.toEnd();
}

function bubble(message) {
  const one = make("article", "msg mine unsent");
  one.dataset.key = message.key;
  one.tabIndex = -1;
  const sheet = make("div", "bubble"), { body, shown } = message;
  if (body.urgent_reason) sheet.append(make("p", "urgent-mark", `${say("urgent")} ${body.urgent_reason}`));
  if (shown.quote) sheet.append(make("p", "quote", shown.quote));
  if (body.text) sheet.append(make("p", "", body.text));
  if (body.uploads?.length) sheet.append(make("small", "", say("files_in_message", { n: body.uploads.length })));
  if (body.place) sheet.append(make("small", "", body.place.name || say("place_in_message")));
  one.append(sheet, make("div", "seen"));
  return one;
}

function state(one, message) {
  const line = one.querySelector(".seen"), words = message.refused ?? say(canSend() ? "sending" : "waiting");
  one.classList.toggle("refused", Boolean(message.refused));
  if (line.dataset.words === words) return;
  line.dataset.words = words;
  line.replaceChildren(make("span", "", message.refused ? `${say("not_sent")}: ${words}` : words));
  if (!message.refused) return;
  line.setAttribute("role", "alert");
  for (const [name, run] of [
    [isNewOnly(message) ? "send_as_new" : "again", () => retry(group, message.key)],
    ["edit", () => { const back = takeOut(group, message.key); if (back) giveBack(back); }],
    ["delete", () => takeOut(group, message.key)],
  ]) {
    const button = make("button", "btn sm", say(name));
    button.type = "button";
    button.addEventListener("click", run);
    line.append(" ", button);
  }
}

function make(tag, look, words = "") {
  const made = document.createElement(tag);
  if (look) made.className = look;
  if (words) made.textContent = words;
  return made;
}
