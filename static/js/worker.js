// Keeps today's practice for one person, so that it opens without a connection: the page, what it is made of, and
// the drawings. Nothing else: no other page, no history, no note, and nothing of staff. What is kept is named after
// the account, is shown until the day is over, and is gone when one signs out or somebody else signs in.

const KEPT = "practice:";
const PAGE = "/my/practice/";
const OPENS_TO_IT = ["/", "/my/", PAGE];
const LOGOUT = "/accounts/logout/";
const ACCOUNT = "Plumb-Account";
const UNTIL = "Plumb-Until";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keptNames = async () => (await caches.keys()).filter((name) => name.startsWith(KEPT));

const forgetAllBut = async (account) => {
  for (const name of await keptNames()) if (name !== KEPT + account) await caches.delete(name);
};

// -- Keeping --------------------------------------------------------------------------------------------------------
const isPractice = (answer) => answer.ok && !answer.redirected && answer.headers.has(UNTIL);

const keep = async ({ account, parts }) => {
  const page = await fetch(PAGE, { credentials: "same-origin" });
  if (!isPractice(page) || page.headers.get(ACCOUNT) !== account) return;
  await forgetAllBut(account);
  const cache = await caches.open(KEPT + account);
  await Promise.all(parts.map(async (part) => (await cache.match(part)) || cache.add(part)));
  await cache.put(PAGE, page);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== PAGE && !parts.includes(pathname)) await cache.delete(url);
  }
};

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

// -- Showing ---------------------------------------------------------------------------------------------------------
const keptPractice = async () => {
  const [name] = await keptNames();
  if (!name) return null;
  const page = await (await caches.open(name)).match(PAGE);
  if (!page) return null; // it is being filled
  if (Date.now() < Number(page.headers.get(UNTIL))) return page;
  await caches.delete(name);
  return null;
};

const inTime = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE_MS))]);

// Whose answer it is, is said by the answer itself. Of a sign-out only the way on is seen.
const watched = async (request) => {
  const answer = await fetch(request);
  const account = answer.headers.get(ACCOUNT);
  const isOut = new URL(request.url).pathname === LOGOUT && request.method === "POST" && answer.status !== 403;
  if (isOut) await forgetAllBut(null);
  else if (account) await forgetAllBut(account);
  return answer;
};

const visited = async (request) => {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" || !OPENS_TO_IT.includes(pathname)) return watched(request);
  const asked = watched(request);
  try {
    return await (pathname === PAGE && (await keptPractice()) ? inTime(asked) : asked);
  } catch (trouble) {
    const kept = await keptPractice();
    if (kept && pathname !== PAGE) return Response.redirect(PAGE);
    if (kept) return kept;
    return asked;
  }
};

// Each of these carries a digest of what it holds in its name, so what is kept is what would be sent.
const part = async (request) => {
  const [name] = await keptNames();
  const kept = name && (await (await caches.open(name)).match(request.url));
  return kept || fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(visited(request));
  else if (request.method === "GET" && /^\/(static|figures)\//.test(url.pathname)) event.respondWith(part(request));
});
