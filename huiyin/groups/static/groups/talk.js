// The page of a conversation, alive: what others say comes by itself, what one says goes out once. Without it the page is loaded anew.
import { address } from "./addresses.js";
import { onNetwork } from "../web/js/net.js";
import { say } from "../web/js/words.js";
import * as composer from "./composer.js";
import { countReaders } from "./dress.js";
import * as jumps from "./jumps.js";
import * as list from "./list.js";
import * as live from "./live.js";
import * as menu from "./message-menu.js";
import * as outbox from "./outbox.js";
import * as pins from "./pins.js";
import * as read from "./read.js";
import * as stream from "./stream.js";
import * as unsent from "./unsent.js";

const { talk } = stream;
const group = Number(talk.dataset.group), ours = Number(talk.dataset.stream);
const me = Number(document.documentElement.dataset.me);
const hear = (kind, call) => document.addEventListener(`live:${kind}`, ({ detail }) => call(detail));
const hearOurs = (kind, call) => hear(kind, (data) => { if (data.g === group) call(data); });

unsent.makePlace();
stream.begin();
jumps.begin();
composer.begin();
unsent.begin({ edit: (message) => { if (!composer.giveBack(message)) outbox.leaveRefused(group, message, message.refused); } });
menu.begin();
read.begin();

hearOurs("message.posted", (data) => {
  if (data.by === me && data.key) outbox.takeOut(group, data.key); // it is stored, whether or not its answer ever comes
  stream.arrive(data.n, data.html);
});
for (const kind of ["recalled", "pinned", "unpinned", "erased", "card_added", "redacted"]) hearOurs(`message.${kind}`, (data) => stream.redraw(data.n, data.html));
for (const kind of ["recalled", "pinned", "unpinned", "erased"]) hearOurs(`message.${kind}`, (data) => pins.follow(data.n, data.pin));
hearOurs("read", (data) => countReaders(data.c, stream.articles()));
hear("behind", ({ s }) => { if (s === ours) stream.catchUp().catch(() => {}); });
hear("reset", ({ s }) => { if (s === ours) stream.toNewest(true).catch(() => {}); });
hear("joined", ({ streams }) => { if (streams && !streams.has(ours)) lookWhetherOut(); });
hear("group.exited", (data) => { if (data.group === group) leave(); });
outbox.onOutbox((what, whose, message, answer) => { if (what === "stored" && whose === String(group)) stream.arrive(answer.n, answer.html); });
onNetwork((there) => { if (there) document.dispatchEvent(new CustomEvent("network:back")); });

/** The connection does not carry this group: either it does not know of it yet, or the person was removed while the page was loading. */
async function lookWhetherOut() {
  const answer = await fetch(`${address("group-messages", group)}?after=${stream.newestNumber()}`, { headers: { "X-Fragment": "1" } }).catch(() => null);
  if (answer?.status === 404) leave();
}

/** The person is out of the group: nothing more comes, nothing more can be written. */
function leave() {
  if (document.querySelector(".foot [data-out]")) return;
  composer.end();
  const note = document.createElement("p"), back = document.createElement("a");
  note.className = "composer-note";
  note.dataset.out = "";
  note.setAttribute("role", "alert");
  note.textContent = say("you_are_out");
  Object.assign(back, { href: address("messages"), textContent: say("back_to_list") });
  note.append(" ", back);
  document.querySelector(".foot").append(note);
}

live.holds(ours, talk.dataset.seq);
list.begin();
live.start();
outbox.pumpAll();
