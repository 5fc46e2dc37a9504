// Writes where somebody stands into the field of the place, when they ask for it. Without it the place is typed.
const whole = document.querySelector("[data-here]");
if (whole && navigator.geolocation && window.isSecureContext) {
  const field = whole.querySelector("input");
  const button = whole.querySelector("[data-here-ask]");
  const said = whole.querySelector("[data-here-said]");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    said.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const place = `(${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)})`;
        const typed = field.value.replace(/\s*\(-?[\d.]+, -?[\d.]+\)\s*$/, "");
        field.value = `${typed} ${place}`.trim();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        button.disabled = false;
        field.focus();
      },
      () => {
        said.textContent = said.dataset.none;
        button.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
}
