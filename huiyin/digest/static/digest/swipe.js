// On the digest: one swipe over a card thanks, opens the answer, hands on or hangs together; a key does the same to the card one is at.
// Without it the buttons below the card do.
const NEAR = 64, FAR = 168, MOST = 220; // pixels
const WAYS = ["right", "right-far", "left", "left-far"];

/** Does what stands there: follows a link, sends a form, opens a folded one where one types. */
function act(one) {
  if (one.matches("a")) return one.click();
  if (one.matches("form")) return one.requestSubmit();
  one.open = true;
  one.querySelector("textarea, select, button")?.focus();
  one.scrollIntoView({ block: "nearest" });
}

const wayOf = (along) => (Math.abs(along) < NEAR ? "" : `${along > 0 ? "right" : "left"}${Math.abs(along) < FAR ? "" : "-far"}`);

/** What a swipe this far does: where nothing stands for a long one, what stands for a short one. */
function meant(box, along) {
  const way = wayOf(along), found = (name) => name && box.querySelector(`.clear [data-swipe="${name}"]`);
  return found(way) || found(way.replace("-far", ""));
}

for (const box of document.querySelectorAll(".to-clear")) {
  const card = box.querySelector(".digest-card");
  if (!card || !WAYS.some((way) => box.querySelector(`.clear [data-swipe="${way}"]`))) continue;
  const label = document.createElement("span");
  label.className = "swipe-says";
  label.setAttribute("aria-hidden", "true");
  let from = null, along = 0;
  const move = (to) => {
    along = Math.max(-MOST, Math.min(MOST, to));
    card.style.setProperty("--along", `${along}px`);
    const one = meant(box, along);
    label.textContent = one ? one.dataset.says : "";
    label.dataset.way = along > 0 ? "right" : "left";
  };
  const end = (does) => {
    const one = does && meant(box, along);
    from = null;
    box.removeAttribute("data-swiping");
    move(0);
    label.remove();
    if (one) act(one);
  };
  card.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" && event.isPrimary && !box.hasAttribute("data-decided")) from = { x: event.clientX, y: event.clientY };
  });
  card.addEventListener("pointermove", (event) => {
    if (!from) return;
    const x = event.clientX - from.x;
    if (!box.hasAttribute("data-swiping")) {
      if (Math.abs(x) < 12) return;
      box.setAttribute("data-swiping", "");
      box.prepend(label);
      card.setPointerCapture(event.pointerId);
    }
    move(x);
  });
  card.addEventListener("pointerup", () => from && end(box.hasAttribute("data-swiping")));
  card.addEventListener("pointercancel", () => from && end(false)); // the page scrolls
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, summary, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.activeElement?.closest?.(".to-clear:not([data-decided])");
  const one = /^[a-z]$/.test(event.key) && box?.querySelector(`.clear [data-key="${event.key}"]`);
  if (!one) return;
  event.preventDefault();
  act(one);
});
