// Sends what was written and still waits, from whichever page one is on. Without it one's conversations and Today send it.
const prefix = `huiyin:outbox:${document.documentElement.dataset.me ?? ""}:`;

/** Most pages have nothing to send and load nothing for it. */
async function send() {
  if (!Object.keys(localStorage).some((name) => name.startsWith(prefix))) return;
  const { pumpAll } = await import("./outbox.js");
  pumpAll(); // from then on outbox.js itself wakes when the network is back
}

send().catch(() => {}); // no storage, or no network for the script itself: the next page does it
addEventListener("online", () => { send().catch(() => {}); });
