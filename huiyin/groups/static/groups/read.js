// Tells the server how far one has read, while the page is looked at. Without it a button says so ("I have read this").
import { address } from "./addresses.js";
import { ask, onNetwork } from "../web/js/net.js";
import { tellTabs } from "./live.js";
import * as scroll from "./scroll.js";
import { articles, onChange, talk } from "./stream.js";

const EVERY_MS = 1_000;
const group = Number(talk?.dataset.group);
const url = address("group-read", group);
let told = Number(talk?.dataset.read ?? 0), seen = told;
let timer = 0, lastTold = 0;

/** Begins to watch what is on the screen. */
export function begin() {
  const look = () => { if (!timer) timer = setTimeout(tell, Math.max(50, lastTold + EVERY_MS - Date.now())); };
  scroll.view().addEventListener("scroll", look, { passive: true });
  document.addEventListener("visibilitychange", look);
  onChange(look);
  onNetwork((there) => { if (there) look(); });
  addEventListener("pagehide", () => {
    measure();
    if (seen > told) fetch(url, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ n: seen }) }).catch(() => {});
  });
  look();
}

async function tell() {
  timer = 0;
  measure();
  if (seen <= told) return;
  const n = seen, before = told;
  lastTold = Date.now();
  told = n;
  try {
    await ask(url, { method: "POST", body: { n } });
    tellTabs("mine:read", { g: group, n });
  } catch {
    told = before; // told again with the next look, or when the network is back
  }
}

/** The last message whose end has been on the screen, while somebody was looking. */
function measure() {
  if (document.visibilityState !== "visible") return;
  const floor = scroll.view().getBoundingClientRect().bottom + 4;
  const all = articles();
  for (let i = all.length - 1; i >= 0; i -= 1) {
    const n = Number(all[i].dataset.n);
    if (n <= seen) return;
    if (all[i].getBoundingClientRect().bottom <= floor) { seen = n; return; }
  }
}
