// Keeps what was loaded, so that it can be read without network. Without it pages need the network. VERSION and SHELL are written above.
// It never keeps an answer to POST, never a page of administration or of the door, and pages of one person only.
const KEPT_SHELL = `shell-${VERSION}`, PAGES = "pages", THUMBS = "thumbs", WHOSE = "/.whose";
const PATIENCE_MS = 3000, MOST_PAGES = 60, MOST_THUMBS = 400;
const READABLE = /^\/(messages|people|units|today|board|tasks|groups\/\d+)(\/|$)/;
const THUMB = /^\/groups\/\d+\/.+\/(thumb|poster)$/;
const SUMMED = /\.[0-9a-f]{12}\.\w+$/; // the sum is in the name: what lies under it never changes
const fromCache = new Set(); // windows that were given a kept page; told so as soon as they listen

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(KEPT_SHELL);
    await Promise.all(SHELL.map((url) => shell.add(url).catch(() => {})));
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== KEPT_SHELL) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener("message", (event) => {
  if ("whose" in (event.data ?? {})) event.waitUntil(belongTo(event.data.whose));
  if (fromCache.delete(event.source?.id)) event.source.postMessage({ fromCache: true });
});

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.get("Accept") === "text/event-stream") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request, url));
  else if (THUMB.test(url.pathname)) event.respondWith(thumb(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

/** Pages: the network first; after three seconds, or without network, what was kept; at last the page that says so. */
async function page(event, url) {
  const readable = READABLE.test(url.pathname);
  const kept = readable ? await caches.open(PAGES).then((pages) => pages.match(event.request, { ignoreVary: true })) : null;
  const loaded = fetch(event.request).then(async (answer) => {
    // To the end of keeping, so that nobody's page is kept among another's; `clone` first, because the browser reads the answer.
    const copy = answer.ok && !answer.redirected && readable ? answer.clone() : null;
    event.waitUntil(keepPage(event.request, answer.headers.get("X-Whose"), copy));
    return answer;
  });
  try {
    if (!kept) return await loaded;
    const patience = new Promise((give) => setTimeout(give, PATIENCE_MS));
    const first = await Promise.race([loaded, patience]);
    if (first) return first;
    loaded.catch(() => {});
  } catch {
    if (!kept) return (await caches.match("/offline", { ignoreVary: true })) ?? Response.error();
  }
  fromCache.add(event.resultingClientId);
  return kept;
}

async function keepPage(request, whose, copy) {
  if (whose === null) return;
  await belongTo(whose);
  if (!copy || !whose) return;
  const pages = await caches.open(PAGES);
  await pages.delete(request, { ignoreVary: true }); // put anew it stands last, so the longest unread goes first
  await pages.put(request, copy);
  await shorten(pages, MOST_PAGES);
}

/** Small pictures: kept ones first; they never change. */
async function thumb(request) {
  const thumbs = await caches.open(THUMBS), kept = await thumbs.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await thumbs.put(request, answer.clone());
    await shorten(thumbs, MOST_THUMBS);
  }
  return answer;
}

/** Styles and scripts: with a sum in the name the kept one; otherwise the network first. */
async function asset(request, url) {
  const shell = await caches.open(KEPT_SHELL), kept = await shell.match(request, { ignoreVary: true });
  if (kept && SUMMED.test(url.pathname)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await shell.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** What is kept belongs to one person; when it is another, or nobody, it goes. */
async function belongTo(whose) {
  const own = await caches.open("whose"), mark = await own.match(WHOSE);
  if (mark && (await mark.text()) === whose) return;
  await Promise.all([caches.delete(PAGES), caches.delete(THUMBS)]);
  await own.put(WHOSE, new Response(whose));
}

async function shorten(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}
