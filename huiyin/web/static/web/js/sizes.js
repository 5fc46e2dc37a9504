// Says at once that a chosen file is larger than what is taken, before an hour of a thin line is spent on it. Without it the server says so.
import { say } from "./words.js";
import { toast } from "./toast.js";

const MEGABYTE = 2 ** 20;

/** Gives those files that are small enough, and says of the others why not. */
export function fitting(files) {
  return [...files].filter((file) => {
    const kind = file.type.startsWith("image/") ? "photo" : file.type.startsWith("video/") ? "video" : "file";
    if (file.size <= Number(say(`most_${kind}`)) * MEGABYTE) return true;
    toast(`${file.name}: ${say(`too_large_${kind}`, { size: Math.ceil(file.size / MEGABYTE) })}`, { key: file.name, action: { words: say("understood"), run() {} } });
    return false;
  });
}

// Before any other script takes them: what does not fit was never chosen.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "file" || !window.DataTransfer) return;
  const kept = fitting(target.files);
  if (kept.length === target.files.length) return;
  const chosen = new DataTransfer();
  for (const file of kept) chosen.items.add(file);
  target.files = chosen.files;
}, { capture: true });
