// What of a task's card differs by reader: which buttons are mine, and how much time is left now. Without it a card leads to its page.
import { say } from "../web/js/words.js";

const me = document.documentElement.dataset.me;

/** Makes cards the reader's own view of them. Takes what they lie in. */
export function dressCards(within) {
  for (const card of within.querySelectorAll(".card.task-card[data-task]")) {
    const mine = (name) => (card.dataset[name] ?? "").split(" ").includes(me);
    for (const act of card.querySelectorAll(".acts > [data-for]")) {
      const shown = act.dataset.in.split(" ").includes(card.dataset.state) && act.dataset.for.split(" ").some(mine);
      act.classList.toggle("shown", shown);
    }
    tick(card);
  }
}

/** Says how much time is left, as of now. */
function tick(card) {
  const chip = card.querySelector("[data-light]"), deadline = Date.parse(card.dataset.deadline ?? "");
  if (!chip || !deadline || !["issued", "acknowledged", "underway", "returned"].includes(card.dataset.state)) return;
  const left = deadline - Date.now(), words = span(Math.abs(left));
  const now = left > 0 ? say("task_left", { span: words }) : say("task_overdue", { span: words });
  if (chip.textContent !== now) chip.textContent = now;
  if (left <= 0 && !chip.classList.contains("late")) {
    chip.classList.remove("calm", "near");
    chip.classList.add("late");
    card.classList.remove("light-calm", "light-near");
    card.classList.add("light-late");
  }
}

function span(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
  if (days >= 2) return say("span_days", { n: days });
  if (hours >= 24) return say("span_hours", { n: hours });
  return hours ? say("span_hours_minutes", { hours, minutes: minutes % 60 }) : say("span_minutes", { n: minutes });
}

/** Keeps the cards on a page at the present minute. */
export function keepTime(within) {
  setInterval(() => { for (const card of within.querySelectorAll(".card.task-card[data-deadline]")) tick(card); }, 20_000);
}
