// Keeps the number on the bell up to date while a page is open. Without it the number is as it was when the page was loaded.
import { address } from "./addresses.js";
import { onNetwork } from "../web/js/net.js";

let asking = 0;

/** Asks how many are unread, once for what comes together. */
export function refresh() {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    try {
      const answer = await fetch(address("notices-count"), { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
      if (answer.ok && !answer.redirected) {
        const { unread, waiting } = await answer.json();
        show(unread);
        show(waiting, "[data-waiting-total]");
      }
    } catch { /* no network: asked again when it is back */ }
  }, 200);
}

function show(n, where = "[data-notices-total]") {
  for (const badge of document.querySelectorAll(where)) badge.textContent = n ? (n > 99 ? "99+" : n) : "";
}

/** Who looks at a page has read what they were told of what it is about. */
async function seen() {
  const { noticesOf: stream, noticesKind: kind = "" } = document.querySelector("[data-notices-of]")?.dataset ?? {};
  if (!stream || !document.querySelector("[data-notices-total]:not(:empty)")) return;
  try {
    const answer = await fetch(address("notices-seen"), {
      method: "POST", credentials: "same-origin", body: new URLSearchParams({ stream, kind }),
      headers: { Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf"]')?.content ?? "" },
    });
    if (answer.ok && !answer.redirected) show((await answer.json()).unread);
  } catch { /* no network: it stays unread */ }
}

seen();
document.addEventListener("live:notices", () => { refresh(); if (!document.hidden) seen(); });
onNetwork((up) => { if (up) refresh(); });
addEventListener("pageshow", (event) => { if (event.persisted) refresh(); });
