// Keeps the page up to date: one connection for all tabs of the browser. Without it pages are as they were when they were loaded.
//
// The tab that holds the lock holds the connection and tells the others what it hears; every tab keeps a cursor for every stream,
// so any of them can go on from where the last one stopped. What is heard becomes events on the document: "live:message.posted",
// "live:read" …; "live:behind" {s, from} says that a tab has missed something of a stream and must ask for it.
// What else a page shows it may watch ("moment:12"): "live:watch" {t: "moment:12", …} says how that stands, at once and after each change.
import { setOnline, tell } from "../web/js/net.js";
import { Broken, listen } from "./wire.js";

const FIRST_WAIT_MS = 1_000, LONGEST_WAIT_MS = 30_000, LEADER_PATIENCE_MS = 3_000, TOPICS_LIMIT = 60;
const me = document.documentElement.dataset.me ?? "";
const name = `huiyin-live-${me}`; // of one person: who signs in after them in another tab hears nothing of theirs
const known = new Map(); // stream → the last entry this tab knows of
const tabs = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;

const watched = new Set(); // topics of this tab
const topics = new Map(); // of all tabs, the latest asked for last → whether the present connection has it

let begun = false, leading = false, connected = false, signedOut = false, flowing = false;
let hangUp = null; // ends the present connection
let hurry = null; // ends the present wait
let again = false; // it is hung up only to call anew
let unanswered = 0; // the timer that runs while the leading tab owes an answer

/** Says what this page already holds of a stream: entries up to `seq`. Call it before `start`. */
export function holds(stream, seq) {
  known.set(Number(stream), Math.max(Number(seq), known.get(Number(stream)) ?? 0));
}

/** Hears of these too, beside conversations: "moment:12", "square". */
export function watch(names) {
  for (const name of names) if (watched.size < TOPICS_LIMIT) watched.add(name);
  if (names.length) askFor();
}

/** Whether news come by themselves now. */
export const flows = () => flowing;

/** Begins to listen. */
export function start() {
  if (!me || begun) return;
  begun = true;
  tabs?.addEventListener("message", (event) => fromTab(event.data));
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  addEventListener("online", () => hurry?.());
  addEventListener("offline", () => hangUp?.abort());
  if (!tabs || !navigator.locks) lead();
  else {
    queue();
    tabs.postMessage({ type: "who" });
  }
}

/** Tells this tab and the others something that no server needs to know: `kind` becomes "live:<kind>". */
export function tellTabs(kind, data) {
  tabs?.postMessage({ type: "said", kind, data });
  dispatch(kind, data);
}

/** Sees to it that the connection has this tab's topics. */
function askFor() {
  if (leading) want([...watched]);
  else if (watched.size) tabs?.postMessage({ type: "watch", topics: [...watched] });
}

/** The leading tab calls anew where its connection lacks a topic; what was missed in between comes first, as ever. */
function want(names) {
  const lacking = names.some((name) => !topics.get(name));
  for (const name of names) {
    const had = topics.get(name) ?? false;
    topics.delete(name);
    topics.set(name, had);
  }
  while (topics.size > TOPICS_LIMIT) topics.delete(topics.keys().next().value);
  if (lacking && hangUp) {
    again = true;
    hangUp.abort();
  }
}

function queue(options = {}) {
  const held = (lock) => lock && new Promise(() => lead());
  navigator.locks.request(name, options, held).catch(() => {
    // Another tab took the lock because this one had fallen asleep: it follows from now on.
    leading = false;
    hangUp?.abort();
    hurry?.();
    queue();
  });
}

/** A page that is looked at again asks what it missed; when nobody answers, the leading tab sleeps and this one takes its place. */
function look() {
  if (document.visibilityState !== "visible") return;
  if (leading) return hurry?.();
  if (!tabs) return;
  clearTimeout(unanswered);
  unanswered = setTimeout(() => { if (!leading) queue({ steal: true }); }, LEADER_PATIENCE_MS);
  tabs.postMessage({ type: "who" });
}

async function lead() {
  leading = true;
  clearTimeout(unanswered);
  let wait = FIRST_WAIT_MS;
  for (const name of watched) topics.set(name, false);
  while (leading) {
    hangUp = new AbortController();
    again = false;
    for (const name of topics.keys()) topics.set(name, true);
    let answered = false;
    const opened = () => { wait = FIRST_WAIT_MS; answered = true; signedOut = false; };
    try {
      await listen(cursors(), { signal: hangUp.signal, topics: [...topics.keys()], heard, opened });
    } catch (error) {
      connected = false;
      if (again || !leading) {
        hangUp = null;
        if (!leading) return;
        continue;
      }
      if (error instanceof Broken) judge(error, answered);
    }
    hangUp = null;
    // The waits are spread, or two thousand browsers would knock at the same moment after a restart.
    await pause(signedOut ? Infinity : wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

/** A connection that had been open may only have met a restart: the network is called gone when the next attempt fails. */
function judge(error, answered) {
  if (error.status === 401) {
    signedOut = true;
    tell(error);
  } else if (!answered) network(false);
}

function pause(milliseconds) {
  return new Promise((go) => {
    const timer = milliseconds === Infinity ? 0 : setTimeout(go, milliseconds);
    hurry = () => { clearTimeout(timer); go(); };
  }).finally(() => { hurry = null; });
}

/** An event from the server. */
function heard({ id, kind, data }) {
  if (!connected) {
    connected = true;
    network(true);
  }
  if (kind === "bye") {
    signedOut = data.why === "signed-out";
    if (signedOut) tell({ status: 401 });
    return;
  }
  const told = { type: "event", kind, data, vector: kind === "at" ? id : "" };
  tabs?.postMessage(told);
  take(told);
}

/** An event, heard by this tab or told by the leading one. What was heard before is dropped. */
function take({ kind, data, vector }) {
  if (kind === "at") return compare(vector, true);
  if (data.q !== undefined) {
    const last = known.get(data.s);
    if (last >= data.q) return;
    known.set(data.s, data.q);
    if (last !== undefined && last + 1 !== data.q) dispatch("behind", { s: data.s, from: last });
  }
  dispatch(kind, data);
}

/** Takes the cursors of the connection: where this tab's lie before them it has missed something. `whole`: there are no others. */
function compare(vector, whole) {
  const streams = new Set();
  for (const part of vector.split(",")) {
    const [stream, seq] = part.split(":").map(Number);
    if (!stream) continue;
    streams.add(stream);
    const last = known.get(stream);
    known.set(stream, Math.max(seq, last ?? 0));
    if (last !== undefined && last < seq) dispatch("behind", { s: stream, from: last });
  }
  if (whole) for (const stream of known.keys()) if (!streams.has(stream)) known.delete(stream);
  dispatch("joined", { streams: whole ? streams : null });
}

function cursors() {
  return [...known].map(([stream, seq]) => `${stream}:${seq}`).join(",");
}

function fromTab(told) {
  if (told.type === "who" && leading) tabs.postMessage({ type: "here", up: connected, vector: cursors() });
  else if (told.type === "said") dispatch(told.kind, told.data);
  else if (told.type === "watch" && leading) want(told.topics);
  else if (!leading && told.type === "here") {
    clearTimeout(unanswered);
    setOnline(flowing = told.up);
    if (told.up) compare(told.vector, false);
    askFor();
    dispatch("here", {});
  } else if (!leading && told.type === "net") setOnline(flowing = told.up);
  else if (!leading && told.type === "event") take(told);
}

/** The network came or went, as the connection knows. */
function network(up) {
  flowing = up;
  setOnline(up);
  tabs?.postMessage({ type: "net", up });
}

function dispatch(kind, data) {
  document.dispatchEvent(new CustomEvent(`live:${kind}`, { detail: data }));
}
