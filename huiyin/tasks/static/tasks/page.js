// Cards on pages of tasks show the reader's own buttons, and what one comes for opens by its address. Without it everything stands open by a tap.
import { dressCards, keepTime } from "./task-card.js";

const page = document.querySelector(".column");
if (page) {
  dressCards(page);
  keepTime(page);
  page.addEventListener("redrawn", (event) => dressCards(event.target.parentElement));
}

function openNamed() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  if (named.matches("details")) named.open = true;
  named.scrollIntoView({ block: "start" });
  named.querySelector("textarea, select, input:not([type=hidden])")?.focus({ preventScroll: true });
}
addEventListener("hashchange", openNamed);
openNamed();
