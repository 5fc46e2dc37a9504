// Photos and files on their way into a message: chosen, pasted or dropped, uploaded with progress. Without it the form carries them.
import { address } from "./addresses.js";
import { say } from "../web/js/words.js";
import { fitting } from "../web/js/sizes.js";
import { toast } from "../web/js/toast.js";
import { posterOf } from "./poster.js";

const MOST = 9;
let room, tray, changed, url;
let files = []; // {key, name, kind, thumb, state: "going" | "ready" | "failed", file, box, request}

/** Begins: `call` is told when something changed. */
export function begin(form, into, call) {
  [room, changed, url] = [into, call, address("group-uploads", form.dataset.group)];
  tray = document.createElement("div");
  tray.className = "tray";
  tray.hidden = true;
  room.append(tray);
  const input = form.elements.files;
  form.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act !== "photo" && act !== "file") return;
    input.accept = act === "photo" ? "image/*" : "";
    input.click();
  });
  input.addEventListener("change", () => {
    add(input.files);
    input.value = ""; // they go by themselves, not with the form
  });
  form.elements.text.addEventListener("paste", (event) => {
    const carried = [...(event.clipboardData?.files ?? [])];
    if (!carried.length) return;
    if (bringsWords(event.clipboardData, carried)) return offer(carried);
    event.preventDefault();
    add(fitting(carried));
  });
  const pane = form.closest(".pane") ?? document.body;
  pane.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) { event.preventDefault(); pane.classList.add("dropping"); } });
  pane.addEventListener("dragleave", (event) => { if (!pane.contains(event.relatedTarget)) pane.classList.remove("dropping"); });
  pane.addEventListener("drop", (event) => {
    pane.classList.remove("dropping");
    const carried = [...(event.dataTransfer?.files ?? [])];
    if (!carried.length || (event.target === form.elements.text && bringsWords(event.dataTransfer, carried))) return;
    event.preventDefault();
    add(fitting(carried));
  });
}

/** Word, WPS and Excel bring their words and a picture of them: then it is the words that are meant. A file's own name or address is none. */
function bringsWords(brought, carried) {
  const words = brought.getData("text/plain").trim();
  return words !== "" && !/^(https?|file|data):\S+$/i.test(words) && !carried.some((file) => words === file.name || words.endsWith(`/${file.name}`));
}

/** The picture is not lost: one tap takes it too. */
function offer(carried) {
  toast(say("pasted_words"), { key: "pasted", action: { words: say("picture_too"), run: () => add(fitting(carried)) } });
}

export const some = () => files.length > 0;
export const ready = () => files.every((one) => one.state === "ready");
/** What of it outlives the page: files that have arrived. */
export const kept = () => files.filter((one) => one.state === "ready").map(({ key, name, kind, thumb }) => ({ key, name, kind, thumb: thumb?.startsWith("blob:") ? "" : thumb }));

/** Gives the files and forgets them: they are being sent. */
export function take() {
  const taken = kept();
  for (const one of files) forget(one);
  return taken;
}

/** Shows files that had arrived before. */
export function restore(before) {
  for (const one of before) show({ ...one, state: "ready" });
}

function add(chosen) {
  for (const file of chosen) {
    if (files.length >= MOST) {
      toast(say("too_many_files", { most: MOST }), { key: "files" });
      break;
    }
    const kind = file.type.startsWith("image/") ? "photo" : file.type.startsWith("video/") ? "video" : "file";
    const one = show({ name: file.name || "photo", kind, thumb: kind === "photo" ? URL.createObjectURL(file) : "", state: "going", file });
    upload(one);
  }
}

async function upload(one) {
  one.state = "going";
  draw(one);
  changed();
  const form = new FormData();
  form.append("file", one.file, one.name);
  if (one.kind === "video") {
    const poster = await posterOf(one.file);
    if (poster) form.append("poster", poster, "poster.jpg");
  }
  if (!files.includes(one)) return;
  const request = (one.request = new XMLHttpRequest()); // fetch does not tell how far an upload has come
  request.open("POST", url);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-Requested-With", "huiyin");
  request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf"]')?.content ?? "");
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) one.box.querySelector("progress").value = event.loaded / event.total; });
  request.addEventListener("loadend", () => {
    one.request = null;
    const told = request.response ?? {};
    if (request.status === 201) Object.assign(one, { state: "ready", key: told.key, thumb: told.thumb || one.thumb });
    else if (files.includes(one)) fail(one, request.status, told.words);
    if (files.includes(one)) draw(one);
    changed();
  });
  request.send(form);
}

function fail(one, status, words) {
  one.state = "failed";
  toast(words ?? say("upload_failed", { name: one.name }), { key: "upload" });
  if (status >= 400 && status < 500 && ![401, 408, 429].includes(status)) forget(one); // it will never be taken
}

function show(one) {
  one.box = document.createElement("figure");
  const label = document.createElement("span"), bar = document.createElement("progress"), away = document.createElement("button");
  label.className = "cut";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", one.name);
  Object.assign(away, { type: "button", textContent: "✕" });
  away.setAttribute("aria-label", say("remove", { what: one.name }));
  away.addEventListener("click", () => { forget(one); changed(); });
  one.box.append(label, bar, away);
  files.push(one);
  tray.append(one.box);
  tray.hidden = false;
  draw(one);
  return one;
}

function draw(one) {
  const { box } = one;
  box.dataset.state = one.state;
  box.querySelector("progress").hidden = one.state !== "going";
  const label = box.querySelector("span");
  label.textContent = one.name;
  if (one.thumb && !box.querySelector("img")) {
    const photo = document.createElement("img");
    Object.assign(photo, { src: one.thumb, alt: one.name });
    photo.addEventListener("error", () => { one.thumb = ""; photo.remove(); label.hidden = false; });
    box.prepend(photo);
    label.hidden = true;
  }
  box.querySelector(".again")?.remove();
  if (one.state === "failed") {
    const again = document.createElement("button");
    Object.assign(again, { type: "button", className: "again", textContent: "↻" });
    again.setAttribute("aria-label", `${say("again")}: ${one.name}`);
    again.addEventListener("click", () => upload(one));
    box.append(again);
  }
}

function forget(one) {
  one.request?.abort();
  if (one.thumb?.startsWith("blob:")) URL.revokeObjectURL(one.thumb);
  one.box.remove();
  files = files.filter((other) => other !== one);
  tray.hidden = !files.length;
}
