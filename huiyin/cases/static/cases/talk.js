// Requests in a conversation: a message becomes one in one tap, and its card is drawn anew when it moves on. Without it a page with one
// button does the same, and the card is as it was when the page was opened.
import { address } from "./addresses.js";
import { post, tell } from "../web/js/net.js";
import { toast } from "../web/js/toast.js";
import { say } from "../web/js/words.js";
import { addItem } from "../groups/message-menu.js";
import { talk } from "../groups/stream.js";
import * as scroll from "../groups/scroll.js";

const group = Number(talk.dataset.group);
const me = document.documentElement.dataset.me;

document.addEventListener("live:case.shown", ({ detail: { g, case: pk, html } }) => {
  const old = document.getElementById(`c${pk}`);
  if (g !== group || !old || !html) return;
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  scroll.keeping(() => old.replaceWith(fresh));
});

addItem((message) => {
  if (message.querySelector(".case-card") || message.matches(".event")) return null;
  if (!("mayBringCases" in talk.dataset) && message.dataset.author !== me) return null;
  return ["make_case", () => bring(message)];
});

async function bring(message) {
  try {
    const told = await post(address("case-from-message", group, message.dataset.n), new FormData());
    if (told?.like) {
      location.assign(told.like); // something like it is published: that page offers it
      return;
    }
    toast(say("case_made"));
  } catch (error) {
    tell(error);
  }
}
