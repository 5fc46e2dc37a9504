// Offers published requests like what is being typed, below the words, before anything is sent. Without it they are offered on a page between.
import { address } from "./addresses.js";
import { post } from "../web/js/net.js";

const PAUSE = 900; // ms without a key
const LEAST = 4; // characters

// Who takes down a call has no hand for the mouse: the offers are joined by Alt and 1, 2, 3.
const number = (place) => {
  place.querySelectorAll("button[name=join]").forEach((button, at) => {
    button.accessKey = String(at + 1);
    button.title = `Alt+${at + 1}`;
  });
};

const form = document.querySelector("form[data-like]");
if (form) {
  const place = form.querySelector("[data-like-here]");
  const seen = form.querySelector("[name=offered]");
  let asked = "";
  let waiting = 0;
  let running = null;

  const look = async () => {
    const typed = new FormData();
    for (const name of ["text", "place", "topic"]) typed.append(name, form.elements[name]?.value ?? "");
    const all = [...typed.values()].join("\n");
    if (all === asked || form.elements.text.value.trim().length < LEAST) return;
    asked = all;
    running?.abort();
    running = new AbortController();
    try {
      const html = await post(address("case-like"), typed, { fragment: true, signal: running.signal });
      const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      place.replaceChildren(...(fresh ? [fresh] : []));
      if (form.hasAttribute("data-like-keys")) number(place);
      if (fresh) seen.value = [...new Set([...seen.value.split(","), ...fresh.dataset.offered.split(",")])].filter(Boolean).slice(-20).join(",");
    } catch {
      // It is only an offer: what fails here is offered on the page between.
    }
  };

  form.addEventListener("input", ({ target }) => {
    if (!["text", "place", "topic"].includes(target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  if (form.elements.text.value) look();
}
