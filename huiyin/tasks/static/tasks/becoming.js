// Above the composer: what the words typed so far would become as a task, read by the server; two taps change the deadline. Without it the
// form at …/tasks/new issues tasks.
import { onWords, intercept } from "../groups/composer.js";
import { ask } from "../web/js/net.js";
import { say } from "../web/js/words.js";
import { talk } from "../groups/stream.js";

const WAIT_MS = 250;
const group = talk.dataset.group;
let room, line, read = null, off = false, chosen = null, timer = 0, turn = 0, sheetOpen = false;

/** Begins. */
export function begin() {
  room = document.getElementById("reading");
  if (!room) return;
  line = document.createElement("div");
  line.className = "becomes";
  line.hidden = true;
  room.append(line);
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
  const found = await ask(`/groups/${group}/tasks/sentence`, { method: "POST", body: { text } }).catch(() => null);
  if (mine !== turn) return;
  if (!found?.lead || !found.readings.length) return forget();
  if (read?.readings.map((r) => r.at).join() !== found.readings.map((r) => r.at).join()) chosen = null; // other words, another deadline
  read = found;
  draw();
}

function forget() {
  turn += 1;
  if (!read) return;
  read = null;
  off = false;
  chosen = null;
  draw();
}

const deadline = () => chosen ?? read?.readings.find((r) => r.chosen) ?? null;

function draw() {
  line.hidden = !read;
  document.querySelector("#composer .send")?.classList.toggle("red", Boolean(read) && !off); // somebody in charge asks for something
  line.replaceChildren();
  if (read) {
    line.toggleAttribute("data-off", off);
    const toggle = chip(off ? "" : "late", say(off ? "stays_message" : "becomes_task"), () => { off = !off; draw(); });
    toggle.classList.add("toggle");
    toggle.setAttribute("aria-pressed", String(!off));
    const at = deadline();
    line.append(toggle, chip("calm", `${read.lead.name}${read.lead.post ? ` · ${read.lead.post}` : ""}${read.helpers.length ? ` +${read.helpers.length}` : ""}`));
    line.append(chip(at ? "near" : "late", at ? `${say("due")} ${at.says}${at.provisional ? " ?" : ""} ✎` : say("which_deadline"), () => { sheetOpen = !sheetOpen; draw(); }, "deadline"));
    if (at?.words) line.append(words("span", "chip", say("read_from", { words: at.words })));
    if (sheetOpen && !off) line.append(sheet());
    const rungs = read.ladder.map((rung) => `${rung.post} ${rung.person || say("vacant")}`.trim());
    if (!off) line.append(words("span", "line", rungs.length ? `${say("ladder")} ${rungs.join(" → ")}` : say("no_ladder")));
    const more = document.createElement("a");
    Object.assign(more, { className: "chip", href: formAddress(), textContent: say("more_fields") });
    line.append(more);
  }
  room.dispatchEvent(new Event("reading"));
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
  sheetOpen = false;
  draw();
}

/** The moment as a field shows it: the county's own clock, whatever the device's. */
const local = (at) => (at ? at.slice(0, 16) : "");

function formAddress() {
  const text = document.getElementById("say")?.value ?? "";
  return `/groups/${group}/tasks/new?${new URLSearchParams({ text: text.slice(0, 1500) })}`;
}

/** Called when the message is sent: gives what makes it a task, null where it stays a message, false where it must wait for a deadline. */
function taken() {
  if (!read || off) return null;
  const at = deadline();
  if (!at) {
    sheetOpen = true;
    draw();
    return false;
  }
  const task = {
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
