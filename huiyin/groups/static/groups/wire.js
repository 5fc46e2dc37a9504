// Holds one open answer of the server and hands on its events, for live.js. Without it pages are as they were when they were loaded.
const SILENCE_MS = 45_000; // the server gives a sign of life every 20 seconds

/** The wire was refused or broke; `status` 0 when the network did it. */
export class Broken extends Error {
  constructor(status) {
    super(`broken ${status}`);
    this.status = status;
  }
}

/**
 * Listens until the connection ends. `cursors`: what was heard, as "stream:seq,…"; `topics`: what is looked at beside conversations
 * ("moment:12"); `heard({id, kind, data})` is called for each event,
 * `opened()` when the server has answered. Ends by throwing Broken, or an AbortError when `signal` was raised.
 */
export async function listen(cursors, { signal, topics, heard, opened }) {
  const ours = new AbortController();
  const stop = () => ours.abort();
  signal.addEventListener("abort", stop);
  let watch = setTimeout(stop, SILENCE_MS);
  try {
    const headers = { Accept: "text/event-stream" };
    if (cursors) headers["Last-Event-ID"] = cursors;
    const answer = await fetch(`/live?lang=${document.documentElement.lang}${topics.length ? `&watch=${topics}` : ""}`, { headers, signal: ours.signal, cache: "no-store" });
    if (!answer.ok || !answer.body) throw new Broken(answer.status);
    opened();
    const reader = answer.body.getReader(), letters = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Broken(0);
      clearTimeout(watch);
      watch = setTimeout(stop, SILENCE_MS);
      rest += letters.decode(value, { stream: true });
      const events = rest.split("\n\n");
      rest = events.pop();
      for (const text of events) {
        const event = parse(text);
        if (event) heard(event);
      }
    }
  } catch (error) {
    if (error instanceof Broken || signal.aborted) throw error;
    throw new Broken(0);
  } finally {
    clearTimeout(watch);
    signal.removeEventListener("abort", stop);
    ours.abort();
  }
}

/** Reads one event: gives {id, kind, data}, or null for a comment or a hint. */
function parse(text) {
  const event = { id: "", kind: "message", data: null };
  for (const line of text.split("\n")) {
    if (line.startsWith("id: ")) event.id = line.slice(4);
    else if (line.startsWith("event: ")) event.kind = line.slice(7);
    else if (line.startsWith("data: ")) event.data = JSON.parse(line.slice(6));
  }
  return event.data === null ? null : event;
}
