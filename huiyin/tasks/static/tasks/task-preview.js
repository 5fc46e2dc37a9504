// Above the composer: what the words typed so far would become as a task, read by the server; two taps change the deadline. One line that
// opens where room is dear (a phone with its keyboard), all of it where there is room. Its parts stand in tasks/task-preview.html; without
// it the form at …/tasks/new issues tasks.
import { address } from "./addresses.js";
import { onWords, intercept } from "../groups/composer.js";
import { ask } from "../web/js/net.js";
import { say } from "../web/js/words.js";
import { talk } from "../groups/stream.js";

const WAIT_MS = 250;
const group = talk.dataset.group;
const roomy = matchMedia("(min-width: 700px) and (min-height: 600px)"); // there tasks.css leaves the line out

/** The element: reads what is typed, shows it, and says what is sent. It tells its room with a "reading" event that it grew or shrank. */
class TaskPreview extends HTMLElement {
  read = []; // what it would become: one task, or one for each of several people, as { found, chosen, often }
  readOf = ""; // the words that were read
  off = false; // it stays a message
  opened = null; // { one, name }: the choice that is open
  timer = 0;
  turn = 0;

  connectedCallback() {
    if (this.line) return;
    this.append(copied("task-preview"));
    this.line = this.firstElementChild;
    this.parts = partsOf(this.line);
    this.parts.toggle.addEventListener("click", () => { this.off = !this.off; this.draw(); });
    this.reasons = Object.assign(document.createElement("p"), { className: "chip", hidden: true }); // why it is no task
    this.reasons.setAttribute("role", "status");
    this.append(this.reasons);
    this.hidden = true;
    roomy.addEventListener("change", () => { this.line.open = roomy.matches; });
    onWords((text) => this.changed(text));
    intercept((text) => this.taken(text));
  }

  changed(text) {
    clearTimeout(this.timer);
    if (!/[@＠]/.test(text)) return this.forget();
    this.timer = setTimeout(() => this.look(text), WAIT_MS);
  }

  async look(text) {
    const mine = ++this.turn;
    const found = await ask(address("task-sentence", group), { method: "POST", body: { text } }).catch(() => null);
    if (mine !== this.turn) return;
    if (!found?.task) {
      this.forget();
      return this.why(found?.why_not);
    }
    this.why("");
    if (!this.read.length) this.line.open = roomy.matches;
    this.readOf = text.trimEnd();
    this.read = (found.parts.length ? found.parts : [found]).map((one, n) => again(one, this.read[n]));
    this.draw();
  }

  /** Why what names somebody and a day becomes no task: a word above the composer. */
  why(reason) {
    if (!reason && this.reasons.hidden) return;
    this.reasons.hidden = !reason;
    this.reasons.textContent = reason ? say(`no_task_${reason}`) : "";
    this.tell();
  }

  forget() {
    this.turn += 1;
    this.why("");
    if (!this.read.length) return;
    Object.assign(this, { read: [], off: false, opened: null });
    this.draw();
  }

  get tasks() {
    return this.read.filter((one) => one.found.task);
  }

  draw() {
    const { tasks, off, line, parts } = this, there = this.read.length > 0, many = tasks.length > 1;
    line.hidden = !there;
    document.querySelector("#composer .send")?.classList.toggle("red", there && !off); // somebody in charge asks for something
    for (const old of line.querySelectorAll(".task-preview-one")) old.remove();
    if (there) {
      const words = off ? say("stays_message") : many ? say("becomes_tasks", { n: tasks.length }) : say("becomes_task");
      line.toggleAttribute("data-off", off);
      line.firstElementChild.textContent = off ? words : [words, ...tasks.map(summary)].join(" · ");
      parts.toggle.textContent = words;
      parts.toggle.classList.toggle("late", !off);
      parts.toggle.setAttribute("aria-pressed", String(!off));
      for (const one of tasks) parts.more.before(this.drawn(one, many));
      parts.more.hidden = many; // the form takes one at a time
      if (!many) parts.more.href = formAddress();
    }
    this.tell();
  }

  tell() {
    this.hidden = this.line.hidden && this.reasons.hidden;
    this.parentElement.dispatchEvent(new Event("reading"));
  }

  /** One task: who, how often or by when, read from which words, which ladder. */
  drawn(one, many) {
    const { found } = one, at = deadline(one), repeats = rhythm(one), row = copied("task-preview-one").firstElementChild, parts = partsOf(row);
    const { lead, helpers } = found, from = repeats?.said || at?.words, asked = this.opened?.one === one && !this.off ? this.opened.name : "";
    const rungs = found.ladder.map((rung) => `${rung.post} ${rung.person || say("vacant")}`.trim());
    row.classList.toggle("alone", !many);
    fill(parts.lead, `${lead.name}${lead.post ? ` · ${lead.post}` : ""}${helpers.length ? ` +${helpers.length}` : ""}`);
    fill(parts.title, many ? found.title : "");
    fill(parts.often, found.repeats ? oftenWords(repeats) : "", repeats === undefined ? "late" : "near");
    fill(parts.first, repeats ? `${say("first_due")} ${repeats.first_says}` : "");
    fill(parts.deadline, repeats === null ? deadlineWords(at) : "", at ? "near" : "late");
    fill(parts.from, from ? say("read_from", { words: from }) : "");
    fill(parts.ladder, this.off ? "" : rungs.length ? `${say("ladder")} ${rungs.join(" → ")}` : say("no_ladder"));
    parts.often.addEventListener("click", () => this.open(one, "often"));
    parts.deadline.addEventListener("click", () => this.open(one, "deadline"));
    parts.choice.hidden = !asked;
    if (asked) this.choose(one, asked, parts);
    return row;
  }

  /** The choice of how often (what was said, what else is likely, or once only), or of deadlines: what else was read, and any moment. */
  choose(one, name, { choices, moment }) {
    const offered = name === "often"
      ? [...one.found.repeats.choices, null].map((it) => [it === rhythm(one), it ? it.says : say("once_only"), () => { one.often = it; }])
      : one.found.readings.filter((it) => it.at).map((it) => [it === deadline(one), `${it.says} “${it.words}”`, () => { one.chosen = it; }]);
    for (const [chosen, words, pick] of offered) {
      const made = Object.assign(document.createElement("button"), { type: "button", className: chosen ? "chip near" : "chip", textContent: words });
      made.addEventListener("click", () => this.picked(pick));
      choices.append(made);
    }
    moment.hidden = name !== "deadline";
    moment.value = deadline(one)?.at?.slice(0, 16) ?? ""; // the county's own clock, whatever the device's
    moment.setAttribute("aria-label", `${one.found.lead.name}: ${say("due")}`);
    moment.addEventListener("change", () => {
      const { value } = moment;
      if (value) this.picked(() => { one.chosen = { at: value, says: value.replace("T", " "), words: "" }; });
    });
  }

  picked(pick) {
    pick();
    this.opened = null;
    this.draw();
  }

  open(one, name) {
    this.opened = this.opened?.one === one && this.opened.name === name ? null : { one, name };
    this.draw();
  }

  /** Called when the message is sent: gives what makes it a task, or a list of { text, task } where it is several, each said for itself;
   * null where it stays a message, false where it must wait for a deadline. */
  taken(text) {
    if (!this.read.length || this.off) return null;
    const more = text.startsWith(this.readOf) ? text.slice(this.readOf.length) : null; // typed since, and sent before it was read
    if (this.read.length > 1 && more === null) {
      this.look(text);
      return false;
    }
    const open = this.tasks.find((one) => rhythm(one) === undefined || (!deadline(one) && !rhythm(one)));
    if (open) {
      this.opened = { one: open, name: rhythm(open) === undefined ? "often" : "deadline" };
      this.line.open = true; // what must be chosen is not left behind a line
      this.draw();
      return false;
    }
    const told = this.read.map((one) => ({ text: one.found.text, task: one.found.task ? asTask(one) : null }));
    this.forget();
    if (told.length === 1) return told[0].task;
    told.at(-1).text += more;
    return told;
  }
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

/** How often: what was picked, or what was said; null for once, undefined where it is still to be asked. */
function rhythm({ found, often }) {
  if (!found.repeats) return null;
  return often === undefined && found.repeats.sure ? found.repeats.choices[0] : often;
}

const deadline = ({ found, chosen }) => chosen ?? found.readings.find((r) => r.chosen) ?? null;
const oftenWords = (often) => (often ? `${say("repeats", { often: often.says })} ✎` : say(often === null ? "once_only" : "how_often"));
const deadlineWords = (at) => (at ? `${say("due")} ${at.says}${at.provisional ? " ?" : ""} ✎` : say("which_deadline"));

/** A task in a few words: who, by when. */
function summary(one) {
  const often = rhythm(one);
  const when = often ? often.says : often === undefined ? say("how_often") : deadline(one)?.says ?? say("which_deadline");
  return `${one.found.lead.name} · ${when}`;
}

function asTask(one) {
  const { found } = one, often = rhythm(one), at = deadline(one);
  const task = { lead: found.lead.value, helpers: found.helpers.map((helper) => helper.value), title: found.title };
  if (often) return { ...task, repeats: { rhythm: often.rhythm, at: often.at, ahead: often.ahead, said: often.said } };
  return { ...task, deadline: at.at, deadline_words: at.words ?? "", provisional: Boolean(at.provisional) };
}

function formAddress() {
  const text = document.getElementById("say")?.value ?? "";
  return `${address("task-new", group)}?${new URLSearchParams({ text: text.slice(0, 1500) })}`;
}

const copied = (template) => document.getElementById(template).content.cloneNode(true);
const partsOf = (piece) => Object.fromEntries([...piece.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));

/** Puts words into a part, which is not shown without any. */
function fill(part, words, look = "") {
  part.textContent = words;
  part.hidden = !words;
  if (look) part.classList.add(look);
}

customElements.define("task-preview", TaskPreview);
