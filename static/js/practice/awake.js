// Keeps the screen on while somebody practises, where the browser can; asks again when the page is seen again.
let lock = null;
let wanted = false;

const ask = async () => {
  if (!wanted || lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    lock = null; // a battery that runs low may refuse: the timers do not depend on it
  }
};

export const keepAwake = (on) => {
  if (!navigator.wakeLock) return;
  wanted = on;
  if (on) ask();
  else lock?.release();
};

document.addEventListener("visibilitychange", ask);
