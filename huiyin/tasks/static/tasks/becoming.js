// Above the composer: what the words typed so far would become as a task, read by the server; two taps change the deadline. One line that
// opens where room is dear (a phone with its keyboard), all of it where there is room. Without it the form at …/tasks/new issues tasks.
import { address } from "../web/js/addresses.js";
import { onWords, intercept } from "../groups/composer.js";
import { ask } from "../web/js/net.js";
import { say } from "../web/js/words.js";
import { talk } from "../groups/stream.js";

const WAIT_MS = 250;
const group = talk.dataset.group;
const roomy = matchMedia("(min-width: 700px) and (min-height: 600px)"); // there tasks.css leaves the line out
let room, line, told, body, off = false, timer = 0, turn = 0;
let readOf = ""; // the words that were read
let read = []; // what it would become: one task, or one for each of several people, as { found, chosen, often }
let opened = null; // { one, name }: the choice that is open
let reasons = null; // the line that says why it is no task

/** Begins. */
export function begin() {
  room = document.getElementById("reading");
  if (!room) return;
  line = words("details", "becomes", "");
  told = words("summary", "", "");
  body = words("div", "becomes-body", "");
  line.append(told, body);
  line.hidden = true;
  room.append(line);
  roomy.addEventListener("change", () => { line.open = roomy.matches; });
  onWords(changed);
  intercept(taken);
}

function changed(text) {
  clearTimeout(timer);
  if (!/[@＠]/.test(text)) return forget();
  timer = setTimeout(() => look(text), WAIT_MS);
}

async function look(text) {
  const mine = ++turn;
  const found = await ask(address("task-sentence", group), { method: "POST", body: { text } }).catch(() => null);
  if (mine !== turn) return;
  if (!found?.task) {
    forget();
    return why(found?.why_not);
  }
  why("");
  if (!read.length) line.open = roomy.matches;
  readOf = text.trimEnd();
  read = (found.parts.length ? found.parts : [found]).map((one, n) => again(one, read[n]));
  draw();
}

/** What is read now, with what was chosen before as long as the words leave it standing. `often` undefined: as read; null: once only. */
function again(found, before) {
  const moments = (it) => it?.readings.map((r) => r.at).join();
  return {
    found,
    chosen: moments(before?.found) === moments(found) ? before.chosen : null, // other words, another deadline
    often: before && before.found.repeats?.words === found.repeats?.words ? before.often : undefined,
  };
}

/** Why what names somebody and a day becomes no task: a word above the composer. */
function why(reason) {
  if (!reason && !reasons) return;
  reasons ??= words("p", "chip", "");
  reasons.setAttribute("role", "status");
  if (!reasons.isConnected) room.append(reasons);
  reasons.hidden = !reason;
  reasons.textContent = reason ? say(`no_task_${reason}`) : "";
  room.dispatchEvent(new Event("reading"));
}

function forget() {
  turn += 1;
  why("");
  if (!read.length) return;
  read = [];
  off = false;
  opened = null;
  draw();
}

/** How often: what was picked, or what was said; null for once, undefined where it is still to be asked. */
function rhythm({ found, often }) {
  if (!found.repeats) return null;
  return often === undefined && found.repeats.sure ? found.repeats.choices[0] : often;
}

const deadline = ({ found, chosen }) => chosen ?? found.readings.find((r) => r.chosen) ?? null;
const tasks = () => read.filter((one) => one.found.task);

function draw() {
  line.hidden = !read.length;
  document.querySelector("#composer .send")?.classList.toggle("red", Boolean(read.length) && !off); // somebody in charge asks for something
  body.replaceChildren();
  if (read.length) {
    line.toggleAttribute("data-off", off);
    const several = tasks().length > 1 ? say("becomes_tasks", { n: tasks().length }) : say("becomes_task");
    const toggle = chip(off ? "" : "late", off ? say("stays_message") : several, () => { off = !off; draw(); });
    toggle.classList.add("toggle");
    toggle.setAttribute("aria-pressed", String(!off));
    told.textContent = off ? say("stays_message") : [several, ...tasks().map(summary)].join(" · ");
    body.append(toggle);
    for (const one of tasks()) drawOne(one);
    if (tasks().length > 1) return void room.dispatchEvent(new Event("reading")); // the form takes one at a time
    const more = document.createElement("a");
    Object.assign(more, { className: "chip", href: formAddress(), textContent: say("more_fields") });
    body.append(more);
  }
  room.dispatchEvent(new Event("reading"));
}

/** One task: who, how often or by when, read from which words, which ladder. */
function drawOne(one) {
  const { found } = one, at = deadline(one), repeats = rhythm(one), row = tasks().length > 1 ? words("div", "becomes-one", "") : body;
  if (row !== body) body.append(row);
  row.append(chip("calm", `${found.lead.name}${found.lead.post ? ` · ${found.lead.post}` : ""}${found.helpers.length ? ` +${found.helpers.length}` : ""}`));
  if (row !== body) row.append(words("span", "chip", found.title));
  if (found.repeats) row.append(chip(repeats === undefined ? "late" : "near", repeats ? `${say("repeats", { often: repeats.says })} ✎` : say(repeats === null ? "once_only" : "how_often"), () => open(one, "often"), "often"));
  if (repeats) row.append(words("span", "chip", `${say("first_due")} ${repeats.first_says}`));
  else if (repeats === null) row.append(chip(at ? "near" : "late", at ? `${say("due")} ${at.says}${at.provisional ? " ?" : ""} ✎` : say("which_deadline"), () => open(one, "deadline"), "deadline"));
  const from = repeats?.said || at?.words;
  if (from) row.append(words("span", "chip", say("read_from", { words: from })));
  if (opened?.one === one && opened.name === "often" && !off) row.append(rhythms(one));
  if (opened?.one === one && opened.name === "deadline" && !off) row.append(sheet(one));
  const rungs = found.ladder.map((rung) => `${rung.post} ${rung.person || say("vacant")}`.trim());
  if (!off) row.append(words("span", "line", rungs.length ? `${say("ladder")} ${rungs.join(" → ")}` : say("no_ladder")));
}

/** A task in a few words: who, by when. */
function summary(one) {
  const repeats = rhythm(one);
  const when = repeats ? repeats.says : repeats === undefined ? say("how_often") : deadline(one)?.says ?? say("which_deadline");
  return `${one.found.lead.name} · ${when}`;
}

function open(one, name) {
  opened = opened?.one === one && opened.name === name ? null : { one, name };
  draw();
}

/** The choice of how often: what was said, what else is likely, or once only. */
function rhythms(one) {
  const made = document.createElement("div"), chips = document.createElement("div");
  made.className = "deadline-sheet";
  chips.className = "chips";
  for (const choice of [...one.found.repeats.choices, null]) {
    chips.append(chip(choice === rhythm(one) ? "near" : "", choice ? choice.says : say("once_only"), () => { one.often = choice; opened = null; draw(); }));
  }
  made.append(chips);
  return made;
}

/** The choice of deadlines: what else was read, and any moment. */
function sheet(one) {
  const made = document.createElement("div"), field = document.createElement("input"), chips = document.createElement("div");
  made.className = "deadline-sheet";
  chips.className = "chips";
  for (const reading of one.found.readings.filter((r) => r.at)) {
    chips.append(chip(reading === deadline(one) ? "near" : "", `${reading.says} “${reading.words}”`, () => pick(one, reading)));
  }
  Object.assign(field, { type: "datetime-local", value: local(deadline(one)?.at) });
  field.setAttribute("aria-label", `${one.found.lead.name}: ${say("due")}`);
  field.addEventListener("change", () => { if (field.value) pick(one, { at: field.value, says: field.value.replace("T", " "), words: "" }); });
  made.append(chips, field);
  return made;
}

function pick(one, reading) {
  one.chosen = reading;
  opened = null;
  draw();
}

/** The moment as a field shows it: the county's own clock, whatever the device's. */
const local = (at) => (at ? at.slice(0, 16) : "");

function formAddress() {
  const text = document.getElementById("say")?.value ?? "";
  return `${address("task-new", group)}?${new URLSearchParams({ text: text.slice(0, 1500) })}`;
}

/** Called when the message is sent: gives what makes it a task, or a list of { text, task } where it is several, each said for itself;
 * null where it stays a message, false where it must wait for a deadline. */
function taken(text) {
  if (!read.length || off) return null;
  const more = text.startsWith(readOf) ? text.slice(readOf.length) : null; // typed since, and sent before it was read
  if (read.length > 1 && more === null) {
    look(text);
    return false;
  }
  const open = tasks().find((one) => rhythm(one) === undefined || (!deadline(one) && !rhythm(one)));
  if (open) {
    opened = { one: open, name: rhythm(open) === undefined ? "often" : "deadline" };
    line.open = true; // what must be chosen is not left behind a line
    draw();
    return false;
  }
  const told = read.map((one) => ({ text: one.found.text, task: one.found.task ? asTask(one) : null }));
  forget();
  if (told.length === 1) return told[0].task;
  told.at(-1).text += more;
  return told;
}

function asTask(one) {
  const { found } = one, repeats = rhythm(one), at = deadline(one);
  const task = { lead: found.lead.value, helpers: found.helpers.map((helper) => helper.value), title: found.title };
  if (repeats) return { ...task, repeats: { rhythm: repeats.rhythm, at: repeats.at, ahead: repeats.ahead, said: repeats.said } };
  return { ...task, deadline: at.at, deadline_words: at.words ?? "", provisional: Boolean(at.provisional) };
}

function chip(look, text, call, name = "") {
  const made = words(call ? "button" : "span", `chip ${look}`.trim(), text);
  if (name) made.dataset.chip = name;
  if (call) {
    made.type = "button";
    made.addEventListener("click", call);
  }
  return made;
}

function words(tag, look, text) {
  const made = document.createElement(tag);
  made.className = look;
  made.textContent = text;
  return made;
}
