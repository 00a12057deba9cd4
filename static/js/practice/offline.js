// Lets this page be opened without a connection: asks the worker to keep it, with all that it is made of.

const DIGESTED = /^\/(static|figures)\//;

// All that the page has loaded, and the drawings it may still show, in the light and movement of this phone.
const parts = () => {
  const named = [...document.querySelectorAll("link[href], script[src]")].map((one) => one.href ?? one.src);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shown = [...document.querySelectorAll(".lead__picture picture")].flatMap((picture) => {
    const sources = [...picture.querySelectorAll("source")].map((one) => one.srcset);
    const [darkStill, dark, lightStill] = sources;
    return still ? [darkStill, lightStill] : [dark, picture.querySelector("img").getAttribute("src")];
  });
  const all = [...named, ...loaded, ...shown].map((one) => new URL(one, location.href));
  return [...new Set(all.filter((url) => url.origin === location.origin && DIGESTED.test(url.pathname)).map((url) => url.pathname))];
};

export const keepOffline = async (account) => {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/worker.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: { account, parts: parts() } });
};
