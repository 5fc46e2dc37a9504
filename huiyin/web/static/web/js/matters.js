// On the pages of Matters: j and k go from card to card, Enter opens one. Without it one goes by Tab.
const cards = () => [...document.querySelectorAll("[data-clear], .ledger-row:not(.head)")];

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = cards(), at = all.findIndex((one) => one.contains(document.activeElement));
  const to = { j: all[at + 1], k: all[at - 1] }[event.key];
  if (to) {
    event.preventDefault();
    to.tabIndex = -1;
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && all.includes(document.activeElement)) {
    event.preventDefault();
    document.activeElement.querySelector(".title a, .what a")?.click();
  }
});
