// Draws the list anew when something is told. Without it the list is as it was when it was loaded.
import { start } from "../groups/live.js";

const list = () => document.querySelector("[data-told]");

async function redraw() {
  if (list()?.dataset.page !== "1" || list().contains(document.activeElement)) return; // nothing moves under a finger
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin", cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[data-told]", ".bar"]) {
      const old = document.querySelector(part), now = fresh.querySelector(part);
      if (old && now) old.replaceWith(document.adoptNode(now));
    }
  } catch { /* no network: the page says so */ }
}

document.addEventListener("live:notices", redraw);
start();
