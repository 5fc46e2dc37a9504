// Tasks in a conversation: cards as their reader sees them, drawn anew when they change; sentences that would become tasks. Without it cards
// lead to their pages, and a form issues tasks.
import { address } from "./addresses.js";
import { addItem } from "../groups/message-menu.js";
import { onChange, talk } from "../groups/stream.js";
import * as scroll from "../groups/scroll.js";
import { dressCards, keepTime } from "./task-card.js";
import "./task-preview.js";

const group = Number(talk.dataset.group);
const hear = (kind, call) => document.addEventListener(`live:${kind}`, (event) => call(event.detail));

dressCards(talk);
keepTime(talk);
onChange(() => dressCards(talk));
hear("task.shown", ({ g, n, task, html }) => {
  if (g !== group) return;
  const message = document.getElementById(`m${n}`), old = document.getElementById(`t${task}`);
  if (!message || !html) return;
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  scroll.keeping(() => (old ? old.replaceWith(fresh) : message.append(fresh)));
  dressCards(message);
});

if ("mayIssue" in talk.dataset) {
  document.getElementById("reading")?.append(document.createElement("task-preview"));
  addItem((message) => {
    if (message.querySelector(".card.task-card") || message.matches(".event")) return null;
    return ["make_task", () => location.assign(`${address("task-new", group)}?from=${message.dataset.n}`)];
  });
}
