// Opens the photos of a gallery over the whole screen, one after the other. Without it each photo opens by itself.
import { view } from "../web/js/dialogs.js";

const photos = [...document.querySelectorAll("[data-gallery] [data-photo]")];
for (const [at, photo] of photos.entries()) {
  photo.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    view(photos.map((one) => ({ src: one.href, alt: one.querySelector("img").alt })), at);
  });
}
