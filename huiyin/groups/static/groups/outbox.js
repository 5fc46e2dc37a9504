// What was written and is not yet acknowledged: kept on this device, sent in order, once. Without it forms are sent as forms are.
//
// Each message has a key, so that one that was stored while its answer got lost is not stored twice. One group's messages go one
// after another, and only one tab sends them.
import { address } from "./addresses.js";
import { ask, onNetwork, online, tell } from "../web/js/net.js";

const FIRST_WAIT_MS = 1_000, LONGEST_WAIT_MS = 30_000;
const me = document.documentElement.dataset.me ?? "";
const prefix = `huiyin:outbox:${me}:`;
const listeners = new Set();
const pumping = new Set(); // groups
const wakers = new Set(); // what ends the waits between attempts

/** Calls back with (what, group, message, more) when something "changed", was "stored" (more: the answer) or "refused" (more: the refusal). */
export const onOutbox = (call) => listeners.add(call);

/** Gives what waits in a group, oldest first: [{key, at, body, shown, refused, refusal}]. */
export function waiting(group) {
  try {
    return JSON.parse(localStorage.getItem(prefix + group) ?? "[]");
  } catch {
    return [];
  }
}

/** Puts a message on its way. `body`: as the server takes it, without a key; `shown`: what the page needs to draw it. With `to`, a form's
 * address, it is no message but a form of some page (groups/decisions.js), in a queue of its own in a group's place. */
export function put(group, body, shown = {}, to = undefined) {
  const key = newKey();
  keep(group, [...waiting(group), { key, at: Date.now(), body: { ...body, key }, shown, to }]);
  pump(group);
  return key;
}

/** Takes a message away: it came to the group by another way, or the person does not want it any more. Gives it, or undefined. */
export function takeOut(group, key) {
  const all = waiting(group), found = all.find((one) => one.key === key);
  if (found) keep(group, all.filter((one) => one.key !== key));
  return found;
}

/** Whether something else came first under its key: sent as it is it would be refused for ever, so it is sent as a new one. */
export const isNewOnly = (message) => message.refusal === "key_used";

/** Tries a refused message again; where something else came under its key, as a new one with a key of its own. */
export function retry(group, key) {
  keep(group, waiting(group).map((one) => (one.key === key ? unrefused(one) : one)));
  pump(group);
}

function unrefused(message) {
  const key = isNewOnly(message) ? newKey() : message.key;
  return { ...message, key, body: { ...message.body, key }, refused: undefined, refusal: undefined };
}

/** Remembers why a message was refused, so that it is shown with the words and not tried again by itself. */
export function leaveRefused(group, message, words, code = message.refusal) {
  const all = waiting(group), refused = { ...message, refused: words, refusal: code };
  keep(group, all.some((one) => one.key === message.key) ? all.map((one) => (one.key === message.key ? refused : one)) : [...all, refused]);
}

/** Sends whatever still waits, in every group. */
export function pumpAll() {
  for (let i = 0; i < localStorage.length; i += 1) {
    const name = localStorage.key(i);
    if (name.startsWith(prefix)) pump(name.slice(prefix.length));
  }
}

async function pump(group) {
  group = String(group);
  if (pumping.has(group)) return;
  pumping.add(group);
  let wait = 0, failures = 0;
  try {
    while (waiting(group).some((one) => !one.refused)) {
      // The lock is given back between attempts: a tab that sleeps must not hold up one that is looked at.
      wait = navigator.locks ? await navigator.locks.request(`huiyin-outbox-${me}-${group}`, () => sendAll(group)) : await sendAll(group);
      failures = wait === null ? 0 : failures + 1;
      if (wait !== null) await pause(wait || Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS) * (0.5 + Math.random()));
    }
  } finally {
    pumping.delete(group);
  }
}

/** Sends one after another until one does not get through. Gives null when all went, else the wait the server asked for, or 0. */
async function sendAll(group) {
  for (;;) {
    const message = waiting(group).find((one) => !one.refused);
    if (!message) return null;
    try {
      const answer = await sendOne(group, message);
      takeOut(group, message.key);
      speak("stored", group, message, answer);
    } catch (error) {
      const seconds = error.facts?.wait_seconds;
      if (passes(error, seconds)) {
        if (error.status === 401) tell(error);
        speak("changed", group);
        return seconds ? seconds * 1_000 : 0;
      }
      takeOut(group, message.key);
      const takenBack = [...listeners].some((call) => call("refused", group, message, error));
      if (!takenBack) leaveRefused(group, message, error.words, error.code);
    }
  }
}

function sendOne(group, { to, body }) {
  if (to) return ask(to, { method: "POST", body: new URLSearchParams(body), headers: { "X-Fragment": "1" } });
  return ask(address(body.task ? "task-issue" : "group-messages", group), { method: "POST", body });
}

/** Whether it is worth trying again: no network, a server in trouble, signed out, too fast; a page too old to prove who asks. */
function passes(error, seconds) {
  return !error.status || error.code === "stale_page" || error.status >= 500 || [401, 408, 425].includes(error.status) || (error.status === 429 && Boolean(seconds));
}

function pause(milliseconds) {
  return new Promise((go) => {
    const done = () => { clearTimeout(timer); wakers.delete(done); go(); };
    const timer = setTimeout(done, milliseconds);
    wakers.add(done);
  });
}

function keep(group, messages) {
  try {
    if (messages.length) localStorage.setItem(prefix + group, JSON.stringify(messages));
    else localStorage.removeItem(prefix + group);
  } finally {
    speak("changed", group);
  }
}

function speak(what, group, message, more) {
  for (const call of listeners) call(what, String(group), message, more);
}

/** A key nobody else has. randomUUID is there only over https; a town's machine may be reached without. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a message would go out now. */
export const canSend = () => online;

onNetwork((there) => {
  if (there) {
    for (const wake of [...wakers]) wake();
    pumpAll();
  }
  speak("changed", "");
});
addEventListener("online", () => { for (const wake of [...wakers]) wake(); });
addEventListener("storage", (event) => {
  if (!event.key?.startsWith(prefix)) return;
  const group = event.key.slice(prefix.length);
  speak("changed", group);
  if (event.newValue) pump(group);
});
