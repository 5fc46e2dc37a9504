// What every page has: menus, dialogs, toasts, the notice of a lost network, the worker that keeps pages. Without it pages are read and sent as plain forms.
import { address } from "./addresses.js";
import "./dialogs.js";
import "./menu.js";
import "./prefs.js";
import "./session.js";
import "./sizes.js";
import { setOnline } from "./net.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-reload]")) location.reload();
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.copy || document.getElementById(button.dataset.copyFrom)?.value || "");
  toast(say("copied"), { key: "copied" });
});

// A button that was pressed says so, and is not pressed twice; a page taken back from the browser's memory is as it was.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  setTimeout(() => { for (const button of event.target.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true"); });
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const busy of document.querySelectorAll("button[aria-busy]")) busy.removeAttribute("aria-busy");
});

// Browsers before 2022 skip a layer of styles whole: they get the same styles without layers.
if (!window.CSSLayerBlockRule) {
  const plain = document.createElement("link");
  plain.rel = "stylesheet";
  plain.href = document.querySelector('meta[name="plain-look"]')?.content ?? "";
  document.head.append(plain);
}

if ("serviceWorker" in navigator) {
  const tellWorker = (message) => navigator.serviceWorker.ready.then((worker) => worker.active?.postMessage(message));
  navigator.serviceWorker.register(address("service-worker")).catch(() => {});
  // What was kept belongs to one person: another who signs in here, or nobody, finds nothing of it. The page for no network is everybody's.
  const { me, everybodys } = document.documentElement.dataset;
  if (everybodys === undefined) tellWorker({ whose: me ?? "" });
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data?.fromCache) setOnline(false);
  });
}
