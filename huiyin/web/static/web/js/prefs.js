// A visitor's text size and colours, kept on this device (whoever is signed in keeps theirs under Me). Without it the device's own settings hold.
const root = document.documentElement;
const YEAR = 60 * 60 * 24 * 365;

/** Sets text_size (normal, large) or theme (auto, light, dark) for this page and the next ones. */
export function prefer(name, value) {
  if (name === "text_size") root.dataset.text = value;
  if (name === "theme") { if (value === "auto") delete root.dataset.theme; else root.dataset.theme = value; }
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `huiyin_${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-prefer]");
  if (!button) return;
  const [name, ...values] = button.dataset.prefer.split(" ");
  const now = name === "text_size" ? root.dataset.text : root.dataset.theme ?? "auto";
  const next = values[(values.indexOf(now) + 1) % values.length];
  prefer(name, next);
  button.setAttribute("aria-pressed", String(next !== values[0]));
});
