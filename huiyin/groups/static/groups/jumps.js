// Ways through a conversation: to the newest, to the first unread, to where I was named, to what a quote answers, photos large.
// Without it these are links that load the page at that message.
import { view } from "../web/js/dialogs.js";
import { tell } from "../web/js/net.js";
import { say } from "../web/js/words.js";
import * as scroll from "./scroll.js";
import { atNewest, newestNumber, onChange, show, talk, toNewest } from "./stream.js";

const button = document.createElement("button");
let left = 0; // the newest message when the end was last in sight

/** Goes to where the page should open, and makes the ways. */
export function begin() {
  open();
  Object.assign(button, { type: "button", className: "jump", hidden: true });
  button.addEventListener("click", () => toNewest().catch(() => {}));
  talk.closest(".pane").querySelector(".foot").append(button);
  onChange(offer);
  scroll.view().addEventListener("scroll", offer, { passive: true });
  left = newestNumber();
  offer();
  document.addEventListener("click", onClick);
  const unread = document.querySelector("[data-jump-unread]"), line = talk.querySelector(".new-line");
  if (unread && line) offerUnread(unread, line);
}

/** The page opens at what its address names, else where the reading stopped, else at the end. */
function open() {
  const asked = new URLSearchParams(location.search), line = talk.querySelector(".new-line");
  const day = asked.get("on"), around = asked.get("around") ?? /^#m(\d+)$/.exec(location.hash)?.[1];
  if (day) [...talk.querySelectorAll(".day")].find((one) => one.dataset.day >= day)?.scrollIntoView({ block: "start" });
  else if (around) show(around).catch(tell);
  else if (location.hash === "#new" || !atNewest()) line?.scrollIntoView({ block: "start" });
  else scroll.toEnd();
}

function offer() {
  const there = atNewest() && scroll.atEnd();
  if (there) left = newestNumber();
  button.hidden = there;
  const more = newestNumber() - left;
  const words = more > 0 ? say("new_messages", { n: more }) : say("to_newest");
  if (button.textContent !== words) button.textContent = words;
}

function offerUnread(link, line) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    scroll.leaveEnd();
    line.scrollIntoView({ block: "start" });
    link.remove();
  });
  new IntersectionObserver(([seen], watch) => {
    if (seen.isIntersecting) { link.remove(); watch.disconnect(); } else link.hidden = seen.boundingClientRect.top > seen.rootBounds.top;
  }, { root: scroll.view() }).observe(line);
}

function onClick(event) {
  const jump = event.target.closest?.("[data-jump]"), photo = event.target.closest?.("[data-photo]");
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (jump) {
    event.preventDefault();
    jump.closest("details")?.removeAttribute("open");
    if (jump.matches(".jump-unread")) jump.remove();
    show(jump.dataset.jump).then((found) => found?.focus({ preventScroll: true }), tell);
  } else if (photo && talk.contains(photo)) {
    event.preventDefault();
    const all = [...photo.closest(".photos").querySelectorAll("[data-photo]")];
    view(all.map((one) => ({ src: one.href, alt: one.querySelector("img")?.alt })), all.indexOf(photo));
  }
}

for (const field of document.querySelectorAll("[data-date-jump]")) {
  field.addEventListener("change", () => { if (field.value && field.checkValidity()) location.assign(`${location.pathname}?on=${field.value}`); });
}
