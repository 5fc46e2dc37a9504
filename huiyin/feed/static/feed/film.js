// Draws the still of each film that is chosen for a moment, and sends it along. Without it a film stands there with what the browser shows of it.
import { posterOf } from "../groups/poster.js";

const files = document.querySelector("input[type=file][name=files]"), form = files?.form;
const stills = document.querySelector("input[type=file][name=stills]");

async function draw() {
  const chosen = [...files.files], drawn = new DataTransfer();
  for (const [place, file] of chosen.entries()) {
    const still = file.type.startsWith("video/") ? await posterOf(file) : null;
    if (still) drawn.items.add(new File([still], `${place}.jpg`, { type: "image/jpeg" })); // by its name the server knows whose it is
  }
  if (chosen.length === files.files.length && chosen.every((file, place) => file === files.files[place])) stills.files = drawn.files;
}

if (stills && window.DataTransfer) {
  let drawing = Promise.resolve();
  files.addEventListener("change", () => { drawing = draw(); });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || form.dataset.drawn || ![...files.files].some((file) => file.type.startsWith("video/"))) return;
    event.preventDefault(); // a still takes a second: it is waited for, six at most
    form.dataset.drawn = "yes";
    drawing.finally(() => setTimeout(() => form.requestSubmit())); // not while this submission is being told: the browser would drop it
  });
}
