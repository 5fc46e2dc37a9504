// The bar of pinned messages follows what is pinned, let go and taken back. Without it the bar is as the page was loaded.
const bar = document.querySelector(".pins");
const zh = document.documentElement.lang.startsWith("zh");

/** Takes what became of a message: its number, and who said what if it was pinned just now. */
export function follow(n, pin) {
  const list = bar.querySelector("ul");
  list.querySelector(`[data-jump="${Number(n)}"]`)?.closest("li").remove();
  if (pin) list.prepend(line(n, pin));
  tell(list);
}

function line(n, { by, words }) {
  const item = document.createElement("li"), link = document.createElement("a"), who = document.createElement("b"), said = document.createElement("span");
  link.href = `?around=${n}#m${n}`;
  link.dataset.jump = n;
  who.textContent = by;
  said.textContent = words;
  link.append(who, " ", said);
  item.append(link);
  return item;
}

function tell(list) {
  const newest = list.querySelector("a"), many = bar.querySelector(".chip");
  bar.hidden = !newest;
  if (!newest) return;
  bar.querySelector(".cut").textContent = `${newest.querySelector("b").textContent}${zh ? "：" : ": "}${newest.querySelector("span").textContent}`;
  many.textContent = list.children.length;
  many.hidden = list.children.length < 2;
}
