// Says what has just happened, at the bottom and to screen readers. Without it the page that answers says it.
import { say } from "./words.js";

const STAY_MS = 6000;
const place = () => document.getElementById("toasts");

/** Shows words for a while. `action` {words, run}: one thing to do about it; such a toast stays until it is closed or done. */
export function toast(words, { action = null, key = "" } = {}) {
  const room = place();
  if (!room) return;
  if (key) for (const old of room.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) old.remove();
  const sheet = document.createElement("div");
  sheet.className = "toast";
  if (key) sheet.dataset.key = key;
  const text = document.createElement("span");
  text.textContent = words;
  sheet.append(text);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.words;
    button.addEventListener("click", () => { sheet.remove(); action.run(); });
    sheet.append(button);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = say("close");
  close.addEventListener("click", () => sheet.remove());
  if (action) sheet.append(close);
  room.append(sheet);
  if (!action) setTimeout(() => sheet.remove(), STAY_MS);
  return sheet;
}

// Toasts that came as fragments of the server go by themselves too.
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.matches?.("[data-toast]")) setTimeout(() => node.remove(), STAY_MS);
}).observe(place() ?? document.body, { childList: true });
