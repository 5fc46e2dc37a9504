// What differs by reader, set on messages that are the same for everybody: mine, who has read, that I am named, the days between.
// Without it the server sets it when the page is loaded.
import { address } from "./addresses.js";
import { say } from "../web/js/words.js";
import { fold } from "./fold.js";

const root = document.documentElement;
const me = root.dataset.me;
const talk = document.getElementById("talk");
let counts = read(talk?.dataset.counts);

function read(text) {
  try {
    return JSON.parse(text || "[]");
  } catch {
    return [];
  }
}

/** Makes a message the reader's own view of it. */
export function dress(article) {
  const mine = article.dataset.author === me, recalled = "recalled" in article.dataset;
  article.classList.toggle("mine", mine);
  if (mine && !recalled) showReaders(article);
  if (!recalled) fold(article);
  for (const name of article.querySelectorAll(".at[data-people]")) {
    const people = name.dataset.people.split(" ");
    name.classList.toggle("me", people.includes("all") || people.includes(me));
  }
}

/** Takes the cursors of the members, [[number, how many have read up to it, the last number before they came], …], and writes them under one's own messages. */
export function countReaders(told, articles) {
  counts = told;
  for (const article of articles) if (article.dataset.author === me && !("recalled" in article.dataset)) showReaders(article);
}

function showReaders(article) {
  const n = Number(article.dataset.n);
  const there = counts.filter(([, , joined]) => joined < n); // who came later owes this message nothing
  const all = there.reduce((sum, [, c]) => sum + c, 0);
  const reached = there.reduce((sum, [at, c]) => (at >= n ? sum + c : sum), 0);
  const has = Math.max(0, reached - 1), not = all - reached; // the author is no reader of their own words
  const words = !has && not <= 0 ? "" : not > 0 ? say("seen", { read: has, unread: not }) : say("all_read");
  let line = article.querySelector(":scope > .seen");
  if (!line) {
    line = document.createElement("a");
    line.className = "seen";
    line.href = address("message-receipts", talk.dataset.group, n);
    article.append(line);
  }
  if (line.textContent !== words) line.textContent = words;
}

/** Puts one line between two days, and none elsewhere. */
export function drawDays(talk) {
  let day = "", line = null;
  for (const node of [...talk.children]) {
    if (node.matches(".day")) {
      line?.remove();
      line = node;
    } else if (node.matches(".msg")) {
      const its = node.dataset.at.slice(0, 10); // times are written in the county's zone
      if (its === day) line?.remove();
      else if (line?.dataset.day !== its) {
        line?.remove();
        node.before(dayLine(its, node.dataset.at));
      }
      [day, line] = [its, null];
    }
  }
  line?.remove();
}

function dayLine(day, moment) {
  const line = document.createElement("h2");
  line.className = "day";
  line.dataset.day = day;
  line.textContent = dayWords(day, moment);
  return line;
}

function dayWords(day, moment) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(moment) ?? [null, "+", "00", "00"];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const there = (before) => new Date(Date.now() + offset - before * 86_400_000).toISOString().slice(0, 10);
  if (day === there(0)) return say("today");
  if (day === there(1)) return say("yesterday");
  const date = new Date(`${day}T00:00:00Z`), zh = root.lang.startsWith("zh");
  const say_it = (options) => new Intl.DateTimeFormat(zh ? "zh-CN" : "en-GB", { timeZone: "UTC", ...options }).format(date);
  const year = day.slice(0, 4) === there(0).slice(0, 4) ? {} : { year: "numeric" };
  const long = say_it({ day: "numeric", month: "long", ...year }), weekday = say_it({ weekday: zh ? "short" : "long" });
  return zh ? `${long} ${weekday}` : `${weekday} ${long}`;
}
