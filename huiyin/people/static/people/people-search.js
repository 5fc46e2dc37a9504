// Finds people and units while one types. Without it the field is a plain form: Enter shows what was found.
for (const form of document.querySelectorAll("[data-people-search]")) {
  const field = form.querySelector("input[name=q]");
  const found = form.parentElement.querySelector("[data-people-found]");
  let waiting = 0;
  let asked = null;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const to = new URL(form.action);
    to.search = new URLSearchParams({ q: field.value.trim(), part: "found" });
    try {
      const answer = await fetch(to, { signal: asked.signal, headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) found.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") form.dataset.offline = "";
    }
  };
  field.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(look, 180);
  });
  field.addEventListener("compositionend", () => { waiting = setTimeout(look, 60); });
}
