// Adds to the pages around conversations: lists that narrow while one types, printing, and a word of what was done that goes by itself. Without it: search buttons, the browser's print, a word that stays.

const said = document.querySelector("[data-done]");
if (said) {
  // The address must not say it again when the page is loaded anew or sent to somebody.
  const here = new URL(location.href);
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
  setTimeout(() => said.remove(), 6000);
}

for (const field of document.querySelectorAll("[data-narrows]")) {
  const lines = document.getElementById(field.dataset.narrows)?.querySelectorAll("[data-name]") ?? [];
  const narrow = () => {
    const words = field.value.trim().toLowerCase();
    for (const line of lines) line.hidden = words !== "" && !line.dataset.name.includes(words);
  };
  field.addEventListener("input", narrow);
  // With the list narrowed already a search would only lose what was ticked.
  if (lines.length) field.form.addEventListener("submit", (event) => event.preventDefault());
}

// A button that needs something ticked says so by being pale until then.
for (const button of document.querySelectorAll("[data-needs]")) {
  const form = button.form;
  const words = button.lastChild.textContent.trim();
  const look = () => {
    const n = form.querySelectorAll(`input[name="${button.dataset.needs}"]:checked`).length;
    button.disabled = n === 0;
    button.lastChild.textContent = n ? `${words} (${n})` : words;
  };
  form.addEventListener("change", look);
  addEventListener("pageshow", look);
  look();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});
