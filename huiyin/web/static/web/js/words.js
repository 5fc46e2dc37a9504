// The words scripts say, in the language of the page. Without this module pages still say everything themselves.
const place = document.getElementById("script-words");
const words = place ? JSON.parse(place.textContent || "{}") : {};

/** Gives the word of a name; {n} and the like are filled in from `facts`. A page adds its own with <script type="application/json" data-words>. */
export function say(name, facts = {}) {
  return String(words[name] ?? name).replace(/\{(\w+)\}/g, (all, key) => facts[key] ?? all);
}

for (const more of document.querySelectorAll("script[data-words]")) Object.assign(words, JSON.parse(more.textContent || "{}"));
