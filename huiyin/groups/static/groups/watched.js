// Keeps figures on a page up to date (data-live="listing:3"). Without it they are as they were when the page was loaded.
//
// They come over the live connection. Where there is none (a stranger has none; a proxy that holds streams back), what bears
// data-live-every is asked for so often, in seconds, while somebody looks. data-live-from: the address of its HTML; without one the
// element is told "moved", and whoever drew it asks.
import { flows, start, watch } from "./live.js";

const MEMBER = "me" in document.documentElement.dataset;
const SPREAD_MS = 800; // a thousand pages that hear of the same do not ask in the same moment
const asked = new Map(); // topic → when it was last asked for
const pending = new Set();

const all = (topic = "") => [...document.querySelectorAll(topic ? `[data-live="${CSS.escape(topic)}"]` : "[data-live]")];

function put(element, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  if (!fresh || element.contains(document.activeElement) || element.outerHTML === fresh.outerHTML) return;
  element.replaceWith(document.adoptNode(fresh));
}

/** Asks how an element stands now. */
async function ask(element) {
  const from = element.dataset.liveFrom;
  if (!from) return element.dispatchEvent(new CustomEvent("moved"));
  try {
    const answer = await fetch(from, { headers: { Accept: "text/html", "X-Fragment": "1" }, credentials: "same-origin", cache: "no-cache" });
    if (answer.ok && !answer.redirected) put(element, await answer.text());
  } catch { /* the network is away: asked again in a while */ }
}

/** Something moved: who is only told that it did asks a little later, once for what comes together. */
function moved(topic) {
  if (pending.has(topic)) return;
  pending.add(topic);
  setTimeout(() => {
    pending.delete(topic);
    asked.set(topic, Date.now());
    all(topic).forEach(ask);
  }, Math.random() * SPREAD_MS);
}

document.addEventListener("live:watch", ({ detail: { t, html } }) => {
  if (html) all(t).forEach((element) => put(element, html));
  else if (all(t).some((element) => element.dataset.liveEvery)) moved(t);
});
document.addEventListener("live:here", () => new Set(all().filter((one) => one.dataset.liveEvery).map((one) => one.dataset.live)).forEach(moved));

setInterval(() => {
  if (document.hidden || flows()) return;
  for (const element of all()) {
    const every = Number(element.dataset.liveEvery ?? 0) * (MEMBER ? 1000 : 2000);
    const last = asked.get(element.dataset.live) ?? asked.set(element.dataset.live, Date.now()).get(element.dataset.live);
    if (every && Date.now() - last >= every) moved(element.dataset.live);
  }
}, 1000);

watch([...new Set(all().map((element) => element.dataset.live))]);
start();
