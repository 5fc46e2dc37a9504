// What one can do with a message, and walking through messages by arrows. Without it one reads, writes and sees who has read.
import { address } from "./addresses.js";
import { confirm } from "../web/js/dialogs.js";
import { post, tell } from "../web/js/net.js";
import { toast } from "../web/js/toast.js";
import { say } from "../web/js/words.js";
import { answer } from "./composer.js";
import { articles, onChange, talk } from "./stream.js";

const LONG_PRESS_MS = 450, RECALL_MS = 2 * 60_000, STRAY_PX = 12;
const me = document.documentElement.dataset.me;
const url = (message, what) => address("message-mark", talk.dataset.group, message.dataset.n, what);
const dots = document.createElement("button");
const lastOf = (list) => list[list.length - 1];
const more = new Set();
let menu = null, about = null;

/** Adds to the menu: called with a message, gives [name of its words, what to do] or null. */
export const addItem = (call) => more.add(call);

/** Begins. */
export function begin() {
  Object.assign(dots, { type: "button", className: "dots", textContent: "…", tabIndex: -1 });
  dots.setAttribute("aria-label", say("message_menu"));
  dots.setAttribute("aria-haspopup", "menu");
  dots.addEventListener("click", (event) => { event.stopPropagation(); openAt(dots.closest(".msg"), dots.getBoundingClientRect()); });
  talk.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse" && !menu) carry(event.target.closest(".msg")); });
  talk.addEventListener("focusin", (event) => {
    const message = event.target.closest(".msg");
    if (event.target === message) { carry(message); rove(message); }
  });
  talk.addEventListener("keydown", onKey);
  talk.addEventListener("contextmenu", onContext);
  longPress();
  onChange(() => { if (!talk.querySelector('.msg[tabindex="0"]')) rove(lastOf(articles())); });
  rove(lastOf(articles()));
}

function carry(message) {
  if (message && !("recalled" in message.dataset) && dots.parentElement !== message) message.append(dots);
}

/** One message can be reached by Tab; arrows go on from there. */
function rove(message) {
  if (!message) return;
  for (const other of talk.querySelectorAll('.msg[tabindex="0"]')) other.tabIndex = -1;
  message.tabIndex = 0;
}

function onKey(event) {
  const message = event.target.closest(".msg");
  if (!message || event.target !== message) return;
  const all = articles(), at = all.indexOf(message);
  const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: lastOf(all) };
  if (event.key in to) {
    event.preventDefault();
    to[event.key]?.focus();
  } else if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    event.preventDefault();
    openAt(message, message.querySelector(".bubble").getBoundingClientRect());
  } else if (event.key === "Escape") document.getElementById("say")?.focus();
}

function onContext(event) {
  const message = event.target.closest(".msg");
  if (!message || event.target.closest("a, video") || String(getSelection())) return;
  if (matchMedia("(pointer: fine)").matches && event.button !== 2) return event.preventDefault(); // the keyboard's: it is open already
  event.preventDefault();
  openAt(message, { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY });
}

function longPress() {
  let timer = 0, from = null, held = false;
  const stop = () => clearTimeout(timer);
  talk.addEventListener("pointerdown", (event) => {
    const message = event.target.closest(".msg");
    held = false;
    if (event.pointerType === "mouse" || !message) return;
    from = event;
    timer = setTimeout(() => {
      held = true;
      navigator.vibrate?.(10);
      openAt(message, { left: from.clientX, right: from.clientX, top: from.clientY, bottom: from.clientY });
    }, LONG_PRESS_MS);
  });
  talk.addEventListener("pointermove", (event) => { if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STRAY_PX) stop(); });
  for (const name of ["pointerup", "pointercancel"]) talk.addEventListener(name, stop);
  // The finger that held does not also press the link or photo under it.
  talk.addEventListener("click", (event) => { if (held) { event.preventDefault(); event.stopPropagation(); held = false; } }, true);
}

function items(message) {
  const has = (name) => name in talk.dataset, mine = message.dataset.author === me;
  const text = message.querySelector(".bubble > p:not(.quote):not(.urgent-mark)")?.innerText ?? "";
  const list = [];
  if (has("mayPost")) list.push(["reply", () => reply(message)]);
  if (text && navigator.clipboard) list.push(["copy", async () => { await navigator.clipboard.writeText(text); toast(say("copied"), { key: "copied" }); }]);
  list.push(["forward", () => location.assign(url(message, "forward"))]);
  if (has("mayPin") || has("mayManage")) {
    const what = "pinned" in message.dataset ? "unpin" : "pin";
    list.push([what, () => act(message, what)]);
  }
  if (mine && Date.now() - Date.parse(message.dataset.at) < RECALL_MS) list.push(["recall", async () => { if (await confirm(say("recall_ask"), { yes: say("recall"), danger: true })) await act(message, "recall"); }, "warn"]);
  for (const call of more) {
    const item = call(message);
    if (item) list.push(item);
  }
  if (mine || has("mayManage")) list.push(["who_has_read", () => location.assign(url(message, "receipts"))]);
  return list;
}

async function act(message, what) {
  try {
    await post(url(message, what), new FormData());
  } catch (error) {
    tell(error);
  }
}

function reply(message) {
  const bubble = message.querySelector(".bubble").cloneNode(true);
  for (const quote of bubble.querySelectorAll(".quote, .urgent-mark")) quote.remove();
  const excerpt = bubble.textContent.trim().replace(/\s+/g, " ") || bubble.querySelector("img")?.alt || "…";
  answer(Number(message.dataset.n), message.querySelector(".who b").textContent, excerpt.slice(0, 60));
}

function openAt(message, box) {
  close(false);
  if (!message || "recalled" in message.dataset) return;
  about = message;
  menu = document.createElement("div");
  menu.className = "msg-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", say("message_menu"));
  for (const [name, run, look] of items(message)) {
    const item = document.createElement("button");
    Object.assign(item, { type: "button", className: `menu-item ${look ?? ""}`.trim(), textContent: say(name) });
    item.setAttribute("role", "menuitem");
    item.dataset.does = name;
    item.addEventListener("click", () => { close(name !== "reply"); run(); });
    menu.append(item);
  }
  (talk.closest(".pane") ?? document.body).append(menu);
  const size = menu.getBoundingClientRect(), gap = 6;
  const below = box.bottom + gap + size.height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - size.width - 8))}px`;
  menu.style.top = `${below ? box.bottom + gap : Math.max(8, box.top - gap - size.height)}px`;
  menu.addEventListener("keydown", walk);
  menu.firstChild.focus({ preventScroll: true });
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", closeQuietly);
}

function walk(event) {
  const all = [...menu.children], at = all.indexOf(document.activeElement);
  const to = { ArrowDown: all[(at + 1) % all.length], ArrowUp: all[(at - 1 + all.length) % all.length], Home: all[0], End: lastOf(all) }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (!to) return;
  else to.focus();
  event.preventDefault();
  event.stopPropagation();
}

const outside = (event) => { if (!menu?.contains(event.target)) close(false); };
const closeQuietly = () => close(false);

function close(back = true) {
  if (!menu) return;
  menu.remove();
  menu = null;
  document.removeEventListener("pointerdown", outside, true);
  removeEventListener("resize", closeQuietly);
  if (back && about?.isConnected) about.focus({ preventScroll: true });
}
