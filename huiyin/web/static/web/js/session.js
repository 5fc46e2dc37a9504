// Says some minutes before it happens that one will be signed out here, and keeps one signed in by one tap. Without it the door brings back to where one was.
import { address } from "./addresses.js";
import { ask, post } from "./net.js";
import { say } from "./words.js";

const BEFORE_MS = 10 * 60_000; // time to read, decide and finish a sentence
const AT_LEAST_MS = 6 * 3600_000; // a device's clock may be wrong by days: the server is asked now and then all the same
const bar = document.getElementById("session-end");
let timer = 0, due = 0, closed = false;

if (bar) {
  const until = Number(document.documentElement.dataset.until) * 1000;
  due = until - BEFORE_MS;
  wait();
  // A device that slept does not count the hours it slept.
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() >= due) look(); });
  part("stay").addEventListener("click", stay);
  part("close").addEventListener("click", () => { closed = true; bar.hidden = true; });
}

function part(name) {
  return bar.querySelector(`[data-session-${name}]`);
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(1000, Math.min(due - Date.now(), AT_LEAST_MS)));
}

/** Asks how long the session lasts still; asking does not make it last longer. */
async function look() {
  try {
    told(await ask(bar.dataset.session));
  } catch (error) {
    if (error.status === 401) return over();
    due = Date.now() + 60_000; // no network: in a minute again
    wait();
  }
}

function told({ idle_seconds, whole_seconds }) {
  const whole = whole_seconds <= idle_seconds, left = Math.min(idle_seconds, whole_seconds) * 1000;
  if (left > BEFORE_MS) {
    bar.hidden = true;
    closed = false;
    due = Date.now() + left - BEFORE_MS;
  } else {
    if (!closed) show(whole ? "ends_whole" : "ends_idle", { stay: !whole, close: whole }, Date.now() + left);
    due = Date.now() + left + 1000; // then it is over, unless another page of this browser was used meanwhile
  }
  wait();
}

function show(words, parts, at = 0) {
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  for (const name of ["stay", "door", "close"]) part(name).hidden = !parts[name];
  bar.hidden = false; // first shown, then filled: a region that is born with its words is often not read aloud
  const text = say(words, { time }), line = bar.querySelector("span");
  if (line.textContent !== text) line.textContent = text;
}

function over() {
  clearTimeout(timer);
  part("door").href = `${address("sign_in")}?next=${encodeURIComponent(location.pathname + location.search)}`;
  show("signed_out", { door: true });
}

async function stay() {
  try {
    told(await post(bar.dataset.session, {}));
    const { toast } = await import("./toast.js");
    toast(say("stays"), { key: "session" });
  } catch (error) {
    if (error.status === 401) over();
    else look();
  }
}
