// Signing out takes what was being written off this device, and asks first where something was not sent yet. Without it drafts stay for the next sign-in.
import { confirm } from "../web/js/dialogs.js";

const me = document.documentElement.dataset.me;
const form = document.querySelector("form[data-signs-out]");
const kept = (kind) => Object.keys(localStorage).filter((name) => name.startsWith(`huiyin:${kind}:${me}:`));

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const unsent = kept("outbox");
  if (unsent.length && !(await confirm(form.dataset.unsent, { yes: form.dataset.signsOut, danger: true }))) return;
  for (const name of [...kept("draft"), ...unsent]) localStorage.removeItem(name);
  form.submit();
});
