// A picker of names after an @: by name, by pinyin, by post. Without it names are typed.
import { ask } from "../web/js/net.js";
import { say } from "../web/js/words.js";

const MOST = 8, LONGEST = 24;
const picked = new Map(); // label → person: which of two people of one name is meant
let people = null, asking = null;
let field, list, found = [], at = -1, from = -1;

/** Begins: `textarea` gets the picker, which opens in `room` (above the composer). `url` gives who may be named. */
export function begin(textarea, room, url) {
  field = textarea;
  list = document.createElement("ul");
  Object.assign(list, { className: "picker", id: "mention-picker", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say("people_to_name"));
  room.prepend(list);
  // A field of several lines may not be called a combobox; a text field that completes from a list may do all the rest of it.
  for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", list.id]]) field.setAttribute(name, value);
  field.addEventListener("input", () => look(url));
  field.addEventListener("click", () => look(url));
  field.addEventListener("blur", () => setTimeout(close, 150)); // a tap on a name takes the focus first
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(Number(option.dataset.at));
  });
}

/** Gives whether the picker took this key. Call it first in the field's keydown. */
export function takesKey(event) {
  if (list?.hidden !== false || event.isComposing) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark((at + step + found.length) % found.length);
  else if (event.key === "Enter" || event.key === "Tab") choose(at);
  else if (event.key === "Escape") close();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** Gives the choices that still stand in a text, as the server takes them: [{label, person}]. */
export function chosenIn(text) {
  return [...picked].filter(([label]) => text.includes(`@${label}`) || text.includes(`＠${label}`)).map(([label, person]) => ({ label, person }));
}

async function look(url) {
  const before = field.value.slice(0, field.selectionStart);
  const start = Math.max(before.lastIndexOf("@"), before.lastIndexOf("＠"));
  const typed = before.slice(start + 1);
  // The @ of a mail address is none; a name does not go over lines.
  if (start < 0 || typed.length > LONGEST || /[\n，。！？]/.test(typed) || /[\w.]/.test(before[start - 1] ?? "")) return close();
  from = start;
  if (!people) {
    asking ??= ask(url).catch(() => { asking = null; return null; });
    people = await asking;
    if (!people) return;
    return look(url); // something may have been typed meanwhile
  }
  if (typed.endsWith(" ") && people.some((one) => one.label === typed.trimEnd())) return close(); // it is complete
  found = rank(typed.trim().toLowerCase());
  draw();
}

/** Those that begin with it come before those that contain it. */
function rank(typed) {
  const sounds = typed.replace(/['\s]/g, "");
  const score = (one) => {
    const label = one.label.toLowerCase(), post = (one.about ?? "").toLowerCase(), keys = (one.keys ?? "").split(" ");
    if (label.startsWith(typed)) return 0;
    if (sounds && keys.some((key) => key && key.startsWith(sounds))) return 1;
    if (label.includes(typed)) return 2;
    if (post.includes(typed)) return 3;
    return 9;
  };
  return people.map((one) => [score(one), one]).filter(([s]) => s < 9).sort((a, b) => a[0] - b[0]).slice(0, MOST).map(([, one]) => one);
}

function draw() {
  if (!found.length) return close();
  list.replaceChildren(...found.map((one, n) => {
    const option = document.createElement("li");
    option.id = `mention-${n}`;
    option.dataset.at = n;
    option.setAttribute("role", "option");
    const name = document.createElement("b"), about = document.createElement("small");
    name.textContent = one.label;
    about.textContent = one.all ? say("everyone") : one.about ?? "";
    option.append(name, about);
    return option;
  }));
  list.hidden = false;
  list.dispatchEvent(new CustomEvent("reading", { bubbles: true }));
  mark(0);
}

function mark(n) {
  at = n;
  for (const [i, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(i === n));
  field.setAttribute("aria-activedescendant", `mention-${n}`);
  list.children[n]?.scrollIntoView({ block: "nearest" });
}

function choose(n) {
  const one = found[n];
  if (!one) return close();
  if (one.person) picked.set(one.label, one.person);
  field.setRangeText(`@${one.label} `, from, field.selectionStart, "end");
  close();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  if (!list || list.hidden) return;
  list.hidden = true;
  list.dispatchEvent(new CustomEvent("reading", { bubbles: true }));
  field.removeAttribute("aria-activedescendant");
}
