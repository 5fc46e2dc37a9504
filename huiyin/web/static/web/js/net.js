// Talks to the server: the proof that a form is ours, errors in words, and knowing that the network is gone. Without it plain forms do the same.
import { address } from "./addresses.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const proof = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/** What the server refused: `words` for the person, `code` and `facts` for the script, `status`. status 0: no network. */
export class Refused extends Error {
  constructor(status, told = {}) {
    super(told.words ?? say("failed"));
    this.words = this.message;
    this.status = status;
    this.code = told.error ?? (status ? "refused" : "offline");
    this.field = told.field ?? "";
    this.facts = told;
  }
}

/** Asks the server. `body`: FormData, URLSearchParams or a plain object (sent as JSON). Gives JSON, or text when the answer is none. Throws Refused. */
export async function ask(url, { method = "GET", body = null, signal = undefined, fragment = false, headers = {} } = {}) {
  const plain = body && !(body instanceof FormData) && !(body instanceof URLSearchParams);
  const request = {
    method, signal, credentials: "same-origin",
    headers: { Accept: fragment ? "text/html" : "application/json", "X-Requested-With": "huiyin", ...headers },
    body: plain ? JSON.stringify(body) : body,
  };
  if (fragment) request.headers["X-Fragment"] = "1";
  if (plain) request.headers["Content-Type"] = "application/json";
  if (method !== "GET") request.headers["X-CSRFToken"] = proof();
  let answer;
  try {
    answer = await fetch(url, request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { words: say("failed") });
  }
  const json = (answer.headers.get("Content-Type") ?? "").includes("json");
  const told = json ? await answer.json().catch(() => ({})) : await answer.text();
  if (!answer.ok) throw new Refused(answer.status, json ? told : {});
  return told;
}

/** Sends a form or an object with POST; the same as ask(…, {method: "POST"}). */
export const post = (url, body, options = {}) => ask(url, { method: "POST", body, ...options });

/** Says an error to the person. Being signed out offers the door; what was written stays where it is. */
export function tell(error) {
  if (error?.name === "AbortError") return;
  if (error?.status === 401) {
    const back = encodeURIComponent(location.pathname + location.search);
    toast(say("signed_out"), { key: "signed-out", action: { words: say("sign_in"), run: () => location.assign(`${address("sign_in")}?next=${back}`) } });
  } else if (error?.status === 0) {
    toast(say("failed"), { key: "failed" });
  } else {
    toast(error?.words ?? say("failed"), { key: error?.code ?? "failed" });
  }
}

const listeners = new Set();
/** Whether the network is there, as far as the browser knows or `setOnline` was told. */
export let online = navigator.onLine;

/** Calls back with true or false whenever the network comes or goes. Gives a function that ends it. */
export function onNetwork(call) {
  listeners.add(call);
  return () => listeners.delete(call);
}

/** Tells the page that the network is there or gone (the live connection knows sooner than the browser). */
export function setOnline(there) {
  const notice = document.getElementById("offline");
  if (notice) notice.hidden = there;
  if (there === online) return;
  online = there;
  if (there) toast(say("online"), { key: "network" });
  for (const call of listeners) call(there);
}

addEventListener("online", () => setOnline(true));
addEventListener("offline", () => setOnline(false));
if (!navigator.onLine) setOnline(false);
