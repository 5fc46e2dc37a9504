// The messages of a conversation as they come: in order, once each, more above and below on the way. Without it the page loads anew.
//
// Messages are numbered densely, so a gap is seen by its numbers. `first` and `last` are what lies on the page, `newest` is what the
// group has; where they differ the page shows history, and what arrives is counted and not inserted.
import { address } from "./addresses.js";
import { say } from "../web/js/words.js";
import { dress, drawDays } from "./dress.js";
import * as scroll from "./scroll.js";

const MOST = 300; // messages on the page; beyond it those on the far side go
export const talk = document.getElementById("talk");
const group = talk?.dataset.group;
const at = (name) => Number(talk?.dataset[name] ?? 0);

let first = at("firstPage"), last = at("lastPage"), newest = at("last");
let loading = Promise.resolve(); // one fragment at a time
let silence = 0;
const changed = new Set();

/** Calls back after messages came, went or changed. */
export const onChange = (call) => changed.add(call);
/** Whether the newest message lies on the page. */
export const atNewest = () => last >= newest;
export const newestNumber = () => newest;
export const article = (n) => document.getElementById(`m${n}`);
export const articles = () => [...talk.querySelectorAll(":scope > .msg")];

/** Takes a message that was just posted: its number and its HTML. One that lies there already stays as it is. */
export function arrive(n, html) {
  if (n <= last) return;
  const wasThere = atNewest(), next = n === last + 1;
  newest = Math.max(newest, n);
  if (wasThere && next) {
    const fresh = parse(html);
    for (const node of fresh.children) node.classList.add("arrived");
    last = n;
    if (!first) first = n;
    place(fresh, "end");
  } else if (wasThere) closeGap(); // some are missing between: ask for them all
  else settled();
}

/** Draws a message anew: recalled, pinned, given a card. */
export function redraw(n, html) {
  const old = article(n), fresh = parse(html).firstElementChild;
  if (!old || !fresh || Number(old.dataset.n) !== n) return;
  if (face(old) === face(fresh)) return;
  if (old.matches(".unfolded")) fresh.classList.add("unfolded");
  dress(fresh);
  const focused = old.contains(document.activeElement);
  scroll.keeping(() => old.replaceWith(fresh));
  if (focused) fresh.focus({ preventScroll: true });
  settled();
}

/** What there is to see of a message; what was set on it for this reader does not count. */
function face(one) {
  const text = (part) => one.querySelector(part)?.innerHTML.replace(/ class="at[^"]*"/g, "");
  return `${text(".who")}${text(".bubble")}${text(":scope > .card")}`;
}

/** Loads what lies above. */
export const older = () => load(() => ({ before: first }), () => first > 1, ({ nodes, from }) => {
  if (from < first) { first = from; place(nodes, "start"); }
});

/** Loads what lies below. */
export const newer = () => load(() => ({ after: last }), () => true, ({ nodes, to }) => {
  if (to > last) { last = to; newest = Math.max(newest, to); place(nodes, "end"); }
});

async function closeGap() {
  while (!atNewest() && (await newer()));
}

/** Asks for everything after the last message, and for those on the screen, which may have been recalled meanwhile. */
export async function catchUp() {
  if (atNewest()) {
    while (await newer()); // until there is nothing after the last one
  }
  const seen = scroll.firstVisible(articles());
  if (!seen) return;
  const { nodes } = await fragment({ around: seen.dataset.n });
  for (const node of nodes.querySelectorAll(".msg")) redraw(Number(node.dataset.n), node.outerHTML);
}

/** Shows message n; loads what lies around it when it is not on the page. Gives its element, or null. */
export async function show(n, { mark = true } = {}) {
  if (!article(n)) await restart({ around: n });
  const found = article(n);
  if (!found) return null;
  scroll.leaveEnd();
  found.scrollIntoView({ block: "center" });
  if (mark) {
    found.classList.remove("found");
    requestAnimationFrame(() => found.classList.add("found"));
  }
  return found;
}

/** Goes to the newest message. `anew`: loads it again although it seems to be there. */
export async function toNewest(anew = false) {
  if (anew || !atNewest()) await restart({});
  scroll.toEnd();
}

/** Begins anew elsewhere. In the same row as all loads, so that none of them puts its messages into another place's. */
function restart(where) {
  const work = loading.then(async () => {
    const { nodes, from, to, after } = await fragment(where);
    hush();
    talk.replaceChildren(nodes);
    first = from;
    last = to;
    newest = Math.max(newest, after ? to + 1 : to);
    finish();
    if (!after) closeGap(); // something may have been said while this was on its way
  });
  loading = work.catch(() => {});
  return work;
}

/** One load after the other: each asks for what is missing when its turn comes. Gives whether there was something. */
function load(where, sensible, put) {
  const work = loading.then(async () => {
    if (!sensible()) return false;
    const found = await fragment(where());
    put(found);
    return found.to >= found.from;
  }).catch(() => false); // no network: asked again when it is back or when the edge is reached again
  loading = work;
  return work;
}

async function fragment(where) {
  const url = `${address("group-messages", group)}?${new URLSearchParams(where)}`;
  const answer = await fetch(url, { headers: { "X-Fragment": "1", Accept: "text/html" }, credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(`fragment ${answer.status}`);
  const told = (name) => Number(answer.headers.get(name));
  const nodes = parse(await answer.text());
  for (const line of nodes.querySelectorAll(".new-line")) line.remove();
  return { nodes, from: told("X-First"), to: told("X-Last"), before: Boolean(told("X-Before")), after: Boolean(told("X-After")) };
}

/** Puts messages at one end, keeps the view where it is, and lets those at the far end go. */
function place(nodes, where) {
  for (const node of nodes.querySelectorAll(".msg")) if (article(node.dataset.n)) node.remove();
  talk.querySelector(":scope > .empty")?.remove();
  const stays = where === "end" && scroll.atEnd();
  if (where === "start" || nodes.childElementCount > 5) hush();
  scroll.keeping(() => {
    if (where === "start") talk.prepend(nodes); else talk.append(nodes);
    trim(where);
    finish(false);
  });
  if (stays) scroll.toEnd();
  settled();
}

/** History that is loaded is not read out; only what is said now is. */
function hush() {
  talk.setAttribute("aria-live", "off");
  clearTimeout(silence);
  silence = setTimeout(() => talk.setAttribute("aria-live", "polite"), 1_000);
}

function trim(where) {
  const all = articles(), over = all.length - MOST;
  if (over <= 0) return;
  const going = where === "start" ? all.slice(-over) : all.slice(0, over);
  for (const node of going) node.remove();
  const left = articles();
  first = Number(left[0].dataset.n);
  last = Number(left[left.length - 1].dataset.n);
}

function finish(tell = true) {
  for (const one of articles()) dress(one);
  drawDays(talk);
  if (tell) settled();
}

function settled() {
  for (const call of changed) call();
}

function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content;
}

/** Begins: dresses what the server rendered and loads more at the edges. */
export function begin() {
  finish();
  for (const link of document.querySelectorAll("[data-older], [data-newer]")) link.remove();
  scroll.begin(talk, { older, newer: () => (atNewest() ? false : newer()), more: () => ({ above: first > 1, below: !atNewest() }) });
  talk.setAttribute("aria-label", talk.getAttribute("aria-label") ?? say("conversation"));
}
