// Likes without leaving the page, says how many new moments wait, copies a link, opens photos large. Without it likes are forms and photos links.
import { view } from "../web/js/dialogs.js";
import { say } from "../web/js/words.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-like]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const body = new FormData(form);
  body.set("liked", button.value);
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    button.setAttribute("aria-pressed", String(told.liked));
    button.value = told.liked ? "no" : "yes";
    form.querySelector("[data-count]").textContent = told.likes;
  } catch {
    form.submit();
  } finally {
    button.disabled = false;
  }
});

document.addEventListener("click", (event) => {
  const photo = event.target.closest("a[data-photo]");
  if (photo) {
    event.preventDefault();
    const all = [...photo.closest("[data-gallery]").querySelectorAll("a[data-photo]")];
    view(all.map((one) => ({ src: one.href, alt: one.querySelector("img").alt })), all.indexOf(photo));
  }
  const reply = event.target.closest("a[data-reply]");
  const field = document.getElementById("comment");
  if (reply && field) {
    event.preventDefault();
    field.form.elements.reply_to.value = reply.dataset.reply;
    field.placeholder = say("replying_to", { name: reply.dataset.name });
    field.focus();
  }
  const copies = event.target.closest("[data-copies]");
  if (copies) navigator.clipboard.writeText(copies.dataset.copies).then(() => { copies.lastChild.textContent = say("copied"); });
});

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;

const news = document.querySelector("[data-news]");
news?.addEventListener("moved", async () => {
  try {
    const answer = await fetch(news.dataset.news, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { new: count } = await answer.json();
    news.hidden = !count;
    if (count) news.textContent = say("new_moments", { n: count });
  } catch { /* the network is away: asked again in a while */ }
});

// The figures under a moment, as the live connection tells them; comments beyond those on the page are announced, and come when they are asked for.
document.addEventListener("live:watch", ({ detail: { t, gone, likes, comments, reposts } }) => {
  const [name, id] = t.split(":");
  if (name !== "moment" || gone) return;
  for (const one of document.querySelectorAll(`[data-moment="${id}"]`)) {
    const put = (where, n) => { const place = one.querySelector(`:scope > .moment-acts ${where}`); if (place) place.textContent = n; };
    put("[data-count]", likes);
    put("[data-comments]", comments);
    put("[data-reposts]", reposts);
  }
  const more = document.querySelector(`[data-comments-of="${id}"]`), waiting = comments - Number(more?.dataset.shown ?? comments);
  if (!more) return;
  more.hidden = waiting <= 0;
  if (waiting > 0) more.textContent = say("new_comments", { n: waiting });
});
