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
let room, line, told, body, read = null, off = false, chosen = null, timer = 0, turn = 0, sheetOpen = "";
let reasons = null; // the line that says why it is no task
let often; // undefined: as read; null: once only; else the rhythm that was picked

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
  if (read?.readings.map((r) => r.at).join() !== found.readings.map((r) => r.at).join()) chosen = null; // other words, another deadline
  if (read?.repeats?.words !== found.repeats?.words) often = undefined;
  if (!read) line.open = roomy.matches;
  read = found;
  draw();
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
  if (!read) return;
  read = null;
  off = false;
  chosen = null;
  often = undefined;
  sheetOpen = "";
  draw();
}

/** How often: what was picked, or what was said; null for once, undefined where it is still to be asked. */
function rhythm() {
  if (!read?.repeats) return null;
  return often === undefined && read.repeats.sure ? read.repeats.choices[0] : often;
}

const deadline = () => chosen ?? read?.readings.find((r) => r.chosen) ?? null;

function draw() {
  line.hidden = !read;
  document.querySelector("#composer .send")?.classList.toggle("red", Boolean(read) && !off); // somebody in charge asks for something
  body.replaceChildren();
  if (read) {
    line.toggleAttribute("data-off", off);
    const toggle = chip(off ? "" : "late", say(off ? "stays_message" : "becomes_task"), () => { off = !off; draw(); });
    toggle.classList.add("toggle");
    toggle.setAttribute("aria-pressed", String(!off));
    const at = deadline(), repeats = rhythm();
    told.textContent = summary(at, repeats);
    body.append(toggle, chip("calm", `${read.lead.name}${read.lead.post ? ` · ${read.lead.post}` : ""}${read.helpers.length ? ` +${read.helpers.length}` : ""}`));
    if (read.repeats) body.append(chip(repeats === undefined ? "late" : "near", repeats ? `${say("repeats", { often: repeats.says })} ✎` : say(repeats === null ? "once_only" : "how_often"), () => open("often"), "often"));
    if (repeats) body.append(words("span", "chip", `${say("first_due")} ${repeats.first_says}`));
    else if (repeats === null) body.append(chip(at ? "near" : "late", at ? `${say("due")} ${at.says}${at.provisional ? " ?" : ""} ✎` : say("which_deadline"), () => open("deadline"), "deadline"));
    const from = repeats?.said || at?.words;
    if (from) body.append(words("span", "chip", say("read_from", { words: from })));
    if (sheetOpen === "often" && !off) body.append(rhythms());
    if (sheetOpen === "deadline" && !off) body.append(sheet());
    const rungs = read.ladder.map((rung) => `${rung.post} ${rung.person || say("vacant")}`.trim());
    if (!off) body.append(words("span", "line", rungs.length ? `${say("ladder")} ${rungs.join(" → ")}` : say("no_ladder")));
    const more = document.createElement("a");
    Object.assign(more, { className: "chip", href: formAddress(), textContent: say("more_fields") });
    body.append(more);
  }
  room.dispatchEvent(new Event("reading"));
}

/** All of it in one line: what it becomes, who, by when. */
function summary(at, repeats) {
  if (off) return say("stays_message");
  const when = repeats ? repeats.says : repeats === undefined ? say("how_often") : at?.says ?? say("which_deadline");
  return [say("becomes_task"), read.lead.name, when].join(" · ");
}

function open(name) {
  sheetOpen = sheetOpen === name ? "" : name;
  draw();
}

/** The choice of how often: what was said, what else is likely, or once only. */
function rhythms() {
  const one = document.createElement("div"), chips = document.createElement("div");
  one.className = "deadline-sheet";
  chips.className = "chips";
  for (const choice of [...read.repeats.choices, null]) {
    chips.append(chip(choice === rhythm() ? "near" : "", choice ? choice.says : say("once_only"), () => { often = choice; sheetOpen = ""; draw(); }));
  }
  one.append(chips);
  return one;
}

/** The choice of deadlines: what else was read, and any moment. */
function sheet() {
  const one = document.createElement("div"), field = document.createElement("input"), chips = document.createElement("div");
  one.className = "deadline-sheet";
  chips.className = "chips";
  for (const reading of read.readings.filter((r) => r.at)) {
    chips.append(chip(reading === deadline() ? "near" : "", `${reading.says} “${reading.words}”`, () => pick(reading)));
  }
  Object.assign(field, { type: "datetime-local", value: local(deadline()?.at) });
  field.setAttribute("aria-label", say("due"));
  field.addEventListener("change", () => { if (field.value) pick({ at: field.value, says: field.value.replace("T", " "), words: "" }); });
  one.append(chips, field);
  return one;
}

function pick(reading) {
  chosen = reading;
  sheetOpen = "";
  draw();
}

/** The moment as a field shows it: the county's own clock, whatever the device's. */
const local = (at) => (at ? at.slice(0, 16) : "");

function formAddress() {
  const text = document.getElementById("say")?.value ?? "";
  return `${address("task-new", group)}?${new URLSearchParams({ text: text.slice(0, 1500) })}`;
}

/** Called when the message is sent: gives what makes it a task, null where it stays a message, false where it must wait for a deadline. */
function taken() {
  if (!read || off) return null;
  const at = deadline(), repeats = rhythm();
  if (repeats === undefined || (!at && !repeats)) {
    sheetOpen = repeats === undefined ? "often" : "deadline";
    line.open = true; // what must be chosen is not left behind a line
    draw();
    return false;
  }
  const task = repeats ? {
    lead: read.lead.value, helpers: read.helpers.map((one) => one.value), title: read.title,
    repeats: { rhythm: repeats.rhythm, at: repeats.at, ahead: repeats.ahead, said: repeats.said },
  } : {
    lead: read.lead.value, helpers: read.helpers.map((one) => one.value), title: read.title,
    deadline: at.at, deadline_words: at.words ?? "", provisional: Boolean(at.provisional),
  };
  forget();
  return task;
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
