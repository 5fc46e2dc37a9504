// Keeps the list of groups, the number in the tab and the title up to date, and tells of messages while nobody looks. Without it
// the list is as it was when it was loaded.
import { address } from "./addresses.js";
import { say } from "../web/js/words.js";
import { holds } from "./live.js";
import { onOutbox, waiting } from "./outbox.js";

const REFRESH_MS = 400;
const root = document.documentElement, me = Number(root.dataset.me);
const here = document.getElementById("talk")?.dataset.group ?? ""; // the conversation that is open
const drafts = `huiyin:draft:${root.dataset.me ?? ""}:`; // composer.js writes them
const title = document.title;
const rows = () => document.querySelector(".rows[data-groups]");
const row = (group) => rows()?.querySelector(`.row[data-group="${Number(group)}"]`);
let refreshing = 0;

/** Begins. */
export function begin() {
  if (!rows()) return;
  for (const one of all()) if (one.dataset.stream) holds(one.dataset.stream, one.dataset.seq);
  const hear = (kind, call) => document.addEventListener(`live:${kind}`, ({ detail }) => call(detail));
  hear("message.posted", arrived);
  for (const kind of ["recalled", "erased"]) hear(`message.${kind}`, refresh);
  for (const kind of ["group.entered", "group.exited", "group.renamed", "group.archived", "group.reopened", "reset"]) hear(kind, refresh);
  hear("behind", refresh);
  document.addEventListener("live:joined", () => {
    if (all().some((one) => !one.dataset.stream)) refresh(); // what came between the page and the connection is not known
  }, { once: true });
  hear("mine:read", ({ g, n }) => wasRead(g, n));
  addEventListener("pageshow", (event) => { if (event.persisted) { markAll(); refresh(); } });
  onOutbox((what, group) => { if (what === "changed" && group) markWaiting(group); });
  addEventListener("storage", ({ key }) => { if (key?.startsWith(drafts)) markWaiting(key.slice(drafts.length)); }); // written in another tab
  markAll();
  total();
}

function all() {
  return [...(rows()?.querySelectorAll(".row[data-group]") ?? [])];
}

function arrived(data) {
  const one = row(data.g);
  if (!one) return refresh();
  if (Number(one.dataset.n ?? 0) >= data.n) return;
  one.dataset.n = data.n;
  const line = one.querySelector("p"), named = (data.everyone || data.mentions?.includes(me)) && data.by !== me;
  const mark = named || one.querySelector(".at-you") ? atYou() : null;
  line.replaceChildren(...(mark ? [mark, " "] : []), data.preview ?? "");
  time(one, data.at);
  if (data.by === me) setUnread(one, 0);
  else setUnread(one, Number(one.dataset.unread) + 1);
  rise(one);
  markWaiting(data.g);
  total();
  notify(one, data, named);
}

/** The person has read up to n, here or in another tab: what waits is what came after it. */
function wasRead(group, n) {
  const one = row(group);
  if (!one) return;
  const last = Number(one.dataset.n ?? 0);
  if (last > n) setUnread(one, last - n);
  else if (last) setUnread(one, 0);
  else refresh();
  if (Number(one.dataset.unread) === 0) one.querySelector(".at-you")?.remove();
  total();
}

function setUnread(one, n) {
  one.dataset.unread = n;
  const count = one.querySelector(".count.n");
  if (!n) return count.replaceChildren();
  const words = document.createElement("span");
  words.className = "out-of-sight";
  words.textContent = `${say("unread")} `;
  count.replaceChildren(words, n > 99 ? "99+" : String(n));
}

function atYou() {
  const mark = document.createElement("span");
  mark.className = "at-you";
  mark.textContent = say("names_you");
  return mark;
}

function time(one, moment) {
  let shown = one.querySelector("time");
  if (!shown) {
    shown = document.createElement("time");
    one.querySelector("p").before(shown);
  }
  shown.dateTime = moment;
  const timeZone = rows().dataset.zone; // the county's, as everywhere on the page, whatever this device is set to
  shown.textContent = new Intl.DateTimeFormat(root.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(new Date(moment));
}

/** The group that spoke last stands first; the focus stays where it is. */
function rise(one) {
  const first = all()[0];
  if (!first || first === one) return;
  const focused = document.activeElement;
  first.before(one);
  if (one.contains(focused)) focused.focus({ preventScroll: true });
}

function markAll() {
  for (const one of all()) markWaiting(one.dataset.group);
}

/** What of mine waits in a group: words not sent yet, or else a draft. Where one is writing, the field itself shows it. */
function markWaiting(group) {
  const one = row(group), mark = one?.querySelector(".unsent"), words = waits(String(group));
  if (!one || (mark?.textContent ?? "") === words) return;
  mark?.remove();
  if (!words) return;
  const made = document.createElement("span");
  made.className = "unsent";
  made.textContent = words;
  one.querySelector("p").prepend(made);
}

function waits(group) {
  if (waiting(group).length) return `${say("unsent")} `;
  return group !== here && localStorage.getItem(drafts + group) !== null ? `${say("draft")} ` : "";
}

function total() {
  const n = all().reduce((sum, one) => ("muted" in one.dataset ? sum : sum + Number(one.dataset.unread)), 0);
  for (const badge of document.querySelectorAll("[data-unread-total]")) badge.textContent = n ? (n > 99 ? "99+" : n) : "";
  document.title = n ? `(${n > 99 ? "99+" : n}) ${title}` : title;
}

/** Asks for the whole list: a group came or went, or something of it was missed. */
function refresh() {
  clearTimeout(refreshing);
  refreshing = setTimeout(async () => {
    try {
      const answer = await fetch(location.pathname === address("messages") ? location.href : address("messages"), { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".rows[data-groups]");
      const old = rows();
      if (!fresh || !old) return;
      const focused = old.contains(document.activeElement) ? document.activeElement.dataset.group : "", top = old.scrollTop;
      old.replaceChildren(...fresh.childNodes);
      old.scrollTop = top;
      row(here)?.setAttribute("aria-current", "true");
      if (focused) row(focused)?.focus({ preventScroll: true });
      markAll();
      total();
    } catch { /* no network: the connection says so, and asks again */ }
  }, REFRESH_MS);
}

function notify(one, data, named) {
  if (!document.hidden || data.by === me || data.quiet || ("muted" in one.dataset && !named)) return;
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    const note = new Notification(one.querySelector("b").textContent, { body: data.preview, tag: `group-${data.g}`, silent: true });
    note.addEventListener("click", () => { focus(); location.assign(`${address("group", data.g)}#m${data.n}`); });
  } catch { /* phones show notices only from the worker; push does it there */ }
}
