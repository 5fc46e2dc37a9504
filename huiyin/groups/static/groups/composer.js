// Writing: grows with the words, Enter sends on a desk, drafts stay, what is refused comes back. Without it the form is sent as it is.
import { onNetwork } from "../web/js/net.js";
import { say } from "../web/js/words.js";
import * as attachments from "./attachments.js";
import * as extras from "./extras.js";
import * as mentions from "./mentions.js";
import { onOutbox, put } from "./outbox.js";
import { toNewest } from "./stream.js";

const COUNT_FROM = 500; // characters before the limit at which the counter appears
const form = document.getElementById("composer");
const field = form?.elements.text;
const group = form?.dataset.group;
const most = Number(form?.dataset.max ?? 5000);
const draftName = `huiyin:draft:${document.documentElement.dataset.me}:${group}`;
const room = document.getElementById("reading");
const button = form?.querySelector("button.send");
const finePointer = matchMedia("(pointer: fine)");
let counter, complaint, saving = 0;
const listeners = new Set(), interceptors = new Set();

/** Calls back with the words whenever they change. */
export const onWords = (call) => { listeners.add(call); if (field?.value) call(field.value); };
/** Asks when a message is sent what else its words are: null for nothing, an object kept with it as `task`, a list of
 * { text, task } where its parts are said one after another, false to hold it back. */
export const intercept = (call) => interceptors.add(call);

/** Begins, where the person may post. */
export function begin() {
  if (!form) return;
  counter = line("small", "counter");
  complaint = line("p", "notice late");
  complaint.setAttribute("role", "alert");
  attachments.begin(form, room, changed);
  extras.begin(form, room, changed);
  mentions.begin(field, room, document.getElementById("talk").dataset.mentions);
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); send(); }, true);
  field.addEventListener("input", () => { complain(""); changed(); });
  field.addEventListener("keydown", onKey);
  document.addEventListener("keydown", toField, true); // before a message takes Enter for its menu
  room.addEventListener("reading", showRoom);
  addEventListener("pagehide", saveDraft);
  onNetwork(changed);
  onOutbox((what, whose, message, refusal) => what === "refused" && whose === group && giveBack(message, refusal.words));
  restoreDraft();
  changed();
}

/** Answers a message: its number, and what is shown of it. */
export function answer(n, name, excerpt) {
  extras.answer({ n, name, excerpt });
  changed();
  field.focus();
}

/** Puts a message back where it was written. Gives false when other words stand there. */
export function giveBack(message, words = "") {
  if (!form?.isConnected || field.value.trim() || attachments.some() || extras.some()) return false;
  field.value = message.body.text ?? "";
  extras.restore({ reply: message.shown.reply, urgent: message.body.urgent_reason, place: message.body.place });
  attachments.restore(message.shown.files ?? []);
  changed();
  complain(words);
  field.focus();
  return true;
}

/** Takes the composer away: the person may not write here any more. */
export function end() {
  saveDraft();
  form?.remove();
  room?.remove();
}

/** Ctrl+Enter (⌘ on a Mac) leads to the words from anywhere on the page: browsers and screen readers leave it free, and no letter is taken. */
function toField(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  event.preventDefault();
  event.stopPropagation();
  field.focus();
}

function onKey(event) {
  if (mentions.takesKey(event)) return;
  if (event.key === "Escape" && extras.dropReply()) return changed();
  // While an input method composes, Enter chooses characters; Safari says so only by 229.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !finePointer.matches) return;
  event.preventDefault();
  send();
}

async function send() {
  const text = field.value.replace(/\s+$/, "");
  if (!sendable()) return;
  const length = [...text].length;
  if (length > most) return complain(say("too_long", { n: length, most }));
  let task = null;
  for (const asked of interceptors) task ??= asked(text);
  if (task === false) return;
  const extra = extras.take(), files = attachments.take();
  const parts = Array.isArray(task) ? task : [{ text, task }];
  field.value = "";
  complain("");
  changed();
  saveDraft();
  for (const [n, part] of parts.entries()) putOne(part, extra, n === 0 ? files : []); // files go with the first
  field.focus();
  await toNewest().catch(() => {}); // without network one stays where one reads; what waits stands below
}

/** Puts one message on its way, with what goes with it. */
function putOne({ text, task }, { reply, urgent, place }, files) {
  const body = { text };
  if (task) body.task = task;
  if (reply) body.reply_to = reply.n;
  if (urgent) body.urgent_reason = urgent;
  if (place) body.place = place;
  if (files.length) body.uploads = files.map((one) => one.key);
  const named = mentions.chosenIn(text);
  if (named.length) body.mentions = named;
  put(group, body, { reply, files, quote: reply ? `${reply.name}: ${reply.excerpt}` : "" });
}

function sendable() {
  return (field.value.trim() || attachments.some() || extras.hasPlace()) && attachments.ready();
}

/** Something of the message changed: the field's height, the counter, the button, the draft. */
function changed() {
  if (!CSS.supports("field-sizing", "content")) {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }
  const length = [...field.value].length;
  counter.hidden = length <= most - COUNT_FROM;
  counter.textContent = counter.hidden ? "" : say("letters", { n: length, most });
  counter.classList.toggle("over", length > most);
  button.disabled = !sendable();
  for (const call of listeners) call(field.value);
  showRoom();
  clearTimeout(saving);
  saving = setTimeout(saveDraft, 300);
}

function complain(words) {
  complaint.textContent = words;
  complaint.hidden = !words;
  for (const old of room.querySelectorAll(".notice")) if (old !== complaint) old.remove(); // what the page was refused with
  showRoom();
}

function showRoom() {
  room.hidden = ![...room.children].some((one) => !one.hidden);
}

function line(tag, look) {
  const made = document.createElement(tag);
  made.className = look;
  made.hidden = true;
  room.append(made);
  return made;
}

function saveDraft() {
  clearTimeout(saving);
  const draft = { text: field.value, ...extras.kept(), files: attachments.kept() };
  try {
    if (draft.text || draft.reply || draft.urgent || draft.place || draft.files.length) localStorage.setItem(draftName, JSON.stringify(draft));
    else localStorage.removeItem(draftName);
  } catch { /* the device's storage is full: the words are still in the field */ }
}

function restoreDraft() {
  let draft = null;
  try {
    draft = JSON.parse(localStorage.getItem(draftName) ?? "null");
  } catch { /* not ours */ }
  if (!draft) return;
  if (!field.value) field.value = draft.text ?? "";
  extras.restore(draft);
  attachments.restore(draft.files ?? []);
}

