// A tap sets a moment; chosen files are shown; the ladder is drawn anew when the lead or its shape changes. Without it moments are typed and the ladder is drawn when sent.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-sets]");
  const field = chip && document.getElementById(chip.dataset.sets);
  if (field) {
    field.value = chip.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// What was chosen to be sent stands below its field, photos as they look. Without it the browser's own field says how many.
for (const field of document.querySelectorAll("input[data-picks]")) {
  field.classList.add("out-of-sight");
  field.addEventListener("change", () => {
    const list = field.closest(".field").querySelector(".picked");
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    list.replaceChildren(...[...field.files].map(drawn));
  });
}

function drawn(file) {
  const line = document.createElement("li"), name = document.createElement("span");
  name.textContent = file.name;
  if (file.type.startsWith("image/")) {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    image.alt = "";
    line.append(image);
  }
  line.append(name);
  return line;
}

const form = document.querySelector("form.task-form");
let asked = 0;

async function drawLadder() {
  const turn = ++asked, names = ["lead", "ladder_skip", "ladder_most"];
  const query = new URLSearchParams(names.map((name) => [name, form.elements[name].value]));
  const answer = await fetch(`${form.dataset.ladderFrom}?${query}`, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("ladder-drawn");
  if (fresh) document.getElementById("ladder-drawn").replaceWith(fresh);
}

for (const name of ["lead", "ladder_skip", "ladder_most"]) form?.elements[name]?.addEventListener("change", drawLadder);
