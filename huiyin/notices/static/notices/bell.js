// Keeps the number on the bell up to date while a page is open. Without it the number is as it was when the page was loaded.
import { onNetwork } from "../web/js/net.js";

let asking = 0;

/** Asks how many are unread, once for what comes together. */
export function refresh() {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    try {
      const answer = await fetch("/me/notices/count", { headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store" });
      if (answer.ok && !answer.redirected) show((await answer.json()).unread);
    } catch { /* no network: asked again when it is back */ }
  }, 200);
}

function show(n) {
  for (const badge of document.querySelectorAll("[data-notices-total]")) badge.textContent = n ? (n > 99 ? "99+" : n) : "";
}

document.addEventListener("live:notices", refresh);
onNetwork((up) => { if (up) refresh(); });
addEventListener("pageshow", (event) => { if (event.persisted) refresh(); });
