// Adds at the door: six digits go off by themselves, and "send again" counts down. Without it both are buttons to press.

for (const field of document.querySelectorAll("[data-six]")) {
  let sent = false;
  field.addEventListener("input", () => {
    const digits = field.value.normalize("NFKC").replace(/\D/g, "");
    if (digits.length !== 6 || sent) return;
    sent = true; // a second event must not spend a second try on the same code
    field.value = digits;
    field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit();
  });
  field.form.addEventListener("submit", (event) => {
    if (field.form.dataset.sent) event.preventDefault();
    field.form.dataset.sent = "yes";
  });
  // Coming back by the browser's "back" shows the page as it was left: let it be used again.
  addEventListener("pageshow", () => { sent = false; delete field.form.dataset.sent; });
}

for (const button of document.querySelectorAll("button[data-wait]")) {
  const label = button.textContent.trim();
  const until = Date.now() + Number(button.dataset.wait) * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${label} (${left})` : label;
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}
