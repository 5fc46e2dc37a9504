// A message many screens tall shows its beginning, and the rest by a tap. Without it all of it stands there.
import { say } from "../web/js/words.js";

const LETTERS = 700, LINES = 20; // more than this is folded to twelve lines (talk.css)

/** Folds a message that is long, unless it was opened before or is folded already. */
export function fold(article) {
  if (article.matches(".folded, .unfolded")) return;
  const words = article.querySelector(":scope > .bubble > p:not(.quote, .urgent-mark)")?.textContent ?? "";
  if (words.length <= LETTERS && words.split("\n", LINES + 1).length <= LINES) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "unfold" });
  button.addEventListener("click", () => {
    show(article, button, words, article.matches(".unfolded"));
    if (article.getBoundingClientRect().top < article.closest(".scroll").getBoundingClientRect().top) article.scrollIntoView({ block: "start" });
  });
  show(article, button, words, true);
  article.querySelector(":scope > .bubble").after(button);
}

function show(article, button, words, folded) {
  article.classList.toggle("folded", folded);
  article.classList.toggle("unfolded", !folded);
  button.setAttribute("aria-expanded", String(!folded));
  button.textContent = folded ? say("unfold", { n: [...words].length }) : say("fold");
}
