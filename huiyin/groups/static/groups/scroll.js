// Where the reader is in a conversation: stays at the end, keeps still while messages come above, asks for more near the edges.
// Without it the browser scrolls as it does.
const NEAR_PX = 80;
let room = null, sticks = false, edges = null;
let anchor = null; // {id, top}: the first visible message when the view last moved

/** The element that scrolls. */
export const view = () => room;
/** Whether the newest words are on the screen. */
export const atEnd = () => room.scrollHeight - room.scrollTop - room.clientHeight < NEAR_PX;
/** The first message that can be seen, or undefined. They lie in order, so halving finds it: nine looks among three hundred. */
export const firstVisible = (articles) => {
  const top = room.getBoundingClientRect().top;
  let from = 0, to = articles.length;
  while (from < to) {
    const half = (from + to) >> 1;
    if (articles[half].getBoundingClientRect().bottom > top) to = half;
    else from = half + 1;
  }
  return articles[from];
};

/** Goes to the end and stays there while messages, photos or the keyboard come. */
export function toEnd() {
  sticks = true;
  room.scrollTop = room.scrollHeight;
}

/** Goes somewhere else: what comes below no longer moves the view. */
export function leaveEnd() {
  sticks = false;
}

/** Changes the page without moving what is being read: its first visible message stays where it is. */
export function keeping(change) {
  const still = firstVisible([...room.querySelectorAll("#talk > .msg")]);
  const before = still?.getBoundingClientRect().top;
  const n = still?.id;
  change();
  const now = still?.isConnected ? still : n && document.getElementById(n);
  if (now && !sticks) room.scrollTop += now.getBoundingClientRect().top - before;
}

function remember() {
  const first = firstVisible([...room.querySelectorAll("#talk > .msg")]);
  anchor = first ? { id: first.id, top: first.getBoundingClientRect().top } : null;
}

/** Something grew or shrank (a photo came, a message opened): what is being read stays where it is. */
function settle() {
  if (sticks) {
    room.scrollTop = room.scrollHeight;
    return;
  }
  const moved = anchor && (document.getElementById(anchor.id)?.getBoundingClientRect().top ?? anchor.top) - anchor.top;
  if (Math.abs(moved ?? 0) >= 1) room.scrollTop += moved;
}

/** Begins to watch. `older` and `newer` load; `more()` says what there is. */
export function begin(talk, { older, newer, more }) {
  room = talk.closest(".scroll");
  room.classList.add("talking");
  room.addEventListener("scroll", () => { sticks = atEnd() && !more().below; remember(); }, { passive: true });
  const grown = new ResizeObserver(settle);
  for (const watched of [room, talk, document.getElementById("outbox")]) if (watched) grown.observe(watched);

  const above = edge(talk, "beforebegin"), below = edge(talk, "afterend");
  edges = new IntersectionObserver(async (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      const got = target === above ? more().above && (await older()) : more().below && (await newer());
      // Seen still, or again: an observer speaks only of changes, so it is asked anew.
      if (got) { edges.unobserve(target); edges.observe(target); }
    }
  }, { root: room, rootMargin: "800px 0px" });
  edges.observe(above);
  edges.observe(below);
  document.addEventListener("network:back", () => { for (const one of [above, below]) { edges.unobserve(one); edges.observe(one); } });
}

function edge(talk, where) {
  const mark = document.createElement("div");
  mark.className = "edge";
  mark.setAttribute("aria-hidden", "true");
  talk.insertAdjacentElement(where, mark);
  return mark;
}
