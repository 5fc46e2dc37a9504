// Asks before something that cannot be undone ({% confirms %}, or data-confirm), and opens dialogs (data-opens). Without it /confirm asks on a page of its own.
import { say } from "./words.js";

/** Asks in a dialog. Gives true or false. `danger` paints the button; `yes` names what will happen. */
export function confirm(question, { yes = say("confirm"), danger = false } = {}) {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return Promise.resolve(window.confirm(question));
  dialog.className = "dialog";
  const form = document.createElement("form");
  form.method = "dialog";
  const words = document.createElement("h2");
  words.textContent = question;
  const acts = document.createElement("div");
  acts.className = "acts";
  for (const [value, text, look] of [["", say("cancel"), "btn"], ["yes", yes, danger ? "btn red" : "btn main"]]) {
    const button = document.createElement("button");
    Object.assign(button, { className: look, value, textContent: text });
    acts.append(button);
  }
  form.append(words, acts);
  dialog.append(form);
  dialog.setAttribute("aria-label", question);
  document.body.append(dialog);
  dialog.showModal();
  acts.firstChild.focus();
  return new Promise((answer) => dialog.addEventListener("close", () => { answer(dialog.returnValue === "yes"); dialog.remove(); }));
}

/** Opens a <dialog>; a tap beside it closes it. */
export function open(dialog) {
  if (!dialog?.showModal || dialog.open) return;
  dialog.showModal();
}

/** Opens photos one at a time over the whole screen. `photos`: [{src, alt}]; arrows and Escape work. */
export function view(photos, at = 0) {
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  const photo = document.createElement("img");
  const close = button("close", "✕", () => dialog.close());
  const show = (n) => { at = (n + photos.length) % photos.length; photo.src = photos[at].src; photo.alt = photos[at].alt ?? ""; };
  dialog.append(photo, close);
  if (photos.length > 1) dialog.append(button("back", "‹", () => show(at - 1), "prev"), button("next", "›", () => show(at + 1), "next"));
  dialog.addEventListener("keydown", (e) => { if (e.key === "ArrowLeft") show(at - 1); if (e.key === "ArrowRight") show(at + 1); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show(at);
  open(dialog);
}

function button(label, text, run, more = "") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: `btn-i ${more}`.trim(), textContent: text });
  made.setAttribute("aria-label", say(label));
  made.addEventListener("click", run);
  return made;
}

document.addEventListener("submit", async (event) => {
  const form = event.target, asker = event.submitter?.dataset.confirm ? event.submitter : form;
  const to = form.querySelector('input[name="confirm_to"]')?.value;
  const question = asker.dataset.confirm ?? form.querySelector('input[name="confirm_question"]')?.value;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await confirm(question, { yes: asker.dataset.yes ?? event.submitter?.textContent.trim(), danger: "danger" in asker.dataset }))) return;
  form.dataset.confirmed = "1";
  if (to) form.action = to;
  form.requestSubmit(event.submitter ?? undefined);
  delete form.dataset.confirmed;
}, true);

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) { const dialog = document.getElementById(opener.dataset.opens); if (dialog?.showModal) { event.preventDefault(); open(dialog); } }
  if (event.target.closest?.("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) {
    const box = event.target.getBoundingClientRect();
    if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom) event.target.close();
  }
});
