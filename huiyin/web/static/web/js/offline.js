// On the page for no network: loads what was asked for as soon as the server answers; what waits is sent from there. Without it one taps "Try again".
import { address } from "./addresses.js";

const FIRST_WAIT_MS = 3_000, LONGEST_WAIT_MS = 30_000;
let wait = FIRST_WAIT_MS, timer = 0;

/** Asks for what costs the server nothing; any answer of its own means that the way is free. */
async function look() {
  clearTimeout(timer);
  const answer = await fetch(address("healthz"), { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok) return location.reload();
  timer = setTimeout(look, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT_MS);
}

addEventListener("online", look);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
// The page may have been opened by its own address: then there is nothing else to load.
if (location.pathname !== address("offline")) timer = setTimeout(look, wait);
