// Suggests names in a field that asks for a person. Without it one types the whole name or number.
import { address } from "./addresses.js";
let count = 0;
for (const field of document.querySelectorAll("[data-suggest=person]")) {
  const list = document.createElement("datalist");
  list.id = `suggested-people-${count += 1}`;
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting = 0;
  const look = async () => {
    const words = field.value.trim();
    if (!words) return;
    const answer = await fetch(`${address("people-suggest")}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { people } = await answer.json();
    list.replaceChildren(...people.map(({ name, post }) => Object.assign(document.createElement("option"), { value: post ? `${name} · ${post}` : name })));
  };
  field.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(look, 200);
  });
}
