// The draft saves itself. Each change is kept in this browser at once, locked with a key that only this person's page of
// this draft is given, and sent after a moment's quiet. What the server has taken is forgotten here.
const form = document.querySelector("form.record");
const status = document.getElementById("kept");
const versions = document.getElementById("versions");
const OURS = "plumb.record.";
const PLACE = `${OURS}${form.dataset.draft}.`;
const QUIET_MS = 800;
const LATEST_MS = 1600; // somebody who types without a pause is saved all the same
const AGAIN_MS = 5000;
const TOO_OLD_MS = 7 * 24 * 3600 * 1000;
const PRIVATE = new Set(["csrfmiddlewaretoken", "for_person", "window", "step", "edition"]);

let waiting = 0; // the timer of the next save
let isSending = false;
let isDirty = false;
let dirtySince = 0;
let isOver = false; // signed, or saved elsewhere: nothing more is sent from here

const say = (name, more = "") => (status.textContent = [form.dataset[name] ?? status.dataset[name], more].join(" ").trim());
const field = (name) => form.elements.namedItem(name);
const typed = () => [...new FormData(form)].filter(([name]) => !PRIVATE.has(name));

// -- In this browser ----------------------------------------------------------------------------------------------
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const lock = globalThis.crypto?.subtle?.importKey("raw", bytes(form.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
let lastKept = 0;

const keepHere = async () => {
  if (!lock) return false;
  const turn = ++lastKept;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const said = JSON.stringify({ edition: field("edition").value, window: field("window").value, typed: typed() });
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock, new TextEncoder().encode(said));
  if (turn === lastKept) localStorage.setItem(PLACE + field("window").value, JSON.stringify([Date.now(), [...iv], [...new Uint8Array(locked)]]));
  return true;
};

const forget = () => {
  lastKept += 1;
  localStorage.removeItem(PLACE + field("window").value);
};

// A page holds the lock of its window while it is open: a copy whose lock is free was left behind by one that was closed.
const hold = (name, take) => new Promise((done) => {
  const held = navigator.locks?.request(name, { ifAvailable: true }, (lock) => {
    done(Boolean(lock));
    return lock && take() ? new Promise(() => {}) : null;
  });
  if (!held) done(false);
});

const opened = async (kept) => {
  try {
    const [iv, locked] = JSON.parse(kept).slice(1).map((part) => new Uint8Array(part));
    const said = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await lock, locked);
    return JSON.parse(new TextDecoder().decode(said));
  } catch {
    return null; // another person's, or of another time: it opens to nobody here
  }
};

// Locked or not: what nobody came back for does not stay for ever.
const clearOld = () => {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(OURS)))
    if (Date.now() - JSON.parse(localStorage.getItem(name))[0] > TOO_OLD_MS) localStorage.removeItem(name);
};

const leftBehind = async () => {
  for (const name of Object.keys(localStorage).filter((one) => lock && one.startsWith(PLACE))) {
    const found = await opened(localStorage.getItem(name));
    if (found && !isAlike(found) && (await hold(name, () => true))) return found;
    if (found && isAlike(found) && (await hold(name, () => false))) localStorage.removeItem(name);
  }
  return null;
};

const putBack = (found) => {
  for (const one of form.elements) {
    if (!one.name || PRIVATE.has(one.name) || one.type === "submit") continue;
    const said = found.typed.filter(([name]) => name === one.name).map(([, value]) => value);
    if (one.type === "checkbox" || one.type === "radio") one.checked = said.includes(one.value);
    else one.value = said[0] ?? "";
  }
  field("edition").value = found.edition;
  field("window").value = found.window;
};

const isAlike = (found) => JSON.stringify(found.typed) === JSON.stringify(typed());

// -- To the server ------------------------------------------------------------------------------------------------
const later = (ms) => {
  clearTimeout(waiting);
  waiting = setTimeout(send, ms);
};

const body = () => {
  field("step").value = Math.floor(Date.now() / 10) % 2_000_000_000; // later is greater, in this tab and the next
  return new FormData(form);
};

const send = async () => {
  if (isOver || !isDirty) return;
  if (isSending) return later(QUIET_MS);
  isSending = true;
  isDirty = false;
  say("saving");
  try {
    const sent = await fetch(form.dataset.keep, { method: "POST", body: body(), redirect: "manual" });
    await answered(sent);
  } catch {
    isDirty = true;
    say(lock ? "offline" : "offlineOpen");
    later(AGAIN_MS);
  } finally {
    isSending = false;
  }
};

const answered = async (sent) => {
  if (sent.ok) return taken(await sent.json());
  isDirty = true;
  if (sent.type === "opaqueredirect") return say("signedOut");
  if (sent.status === 409) return saidElsewhere(await sent.text());
  if (sent.status === 410) return ended();
  if (sent.status === 403) return say("tooOld");
  throw new Error(sent.status); // the server is away for a moment
};

const taken = ({ edition, at, unfit }) => {
  field("edition").value = edition;
  say("saved", unfit ? `${at}, ${status.dataset.unfit}` : at);
  if (!isDirty && !unfit) forget();
};

const saidElsewhere = (shown) => {
  isOver = true;
  versions.innerHTML = shown;
  say("versions");
  versions.querySelector("[data-forget]").addEventListener("click", forget);
  versions.firstElementChild.focus();
};

const ended = () => {
  isOver = true;
  forget();
  say("gone");
};

// -- When ---------------------------------------------------------------------------------------------------------
form.addEventListener("input", () => {
  if (!isDirty) dirtySince = Date.now();
  isDirty = true;
  keepHere();
  if (!isOver) later(Math.min(QUIET_MS, Math.max(0, dirtySince + LATEST_MS - Date.now())));
});
form.addEventListener("submit", () => (isOver = true));
addEventListener("online", () => later(0));
addEventListener("pagehide", () => {
  if (isDirty && !isOver) navigator.sendBeacon(form.dataset.keep, body());
});
versions.querySelector("[data-forget]")?.addEventListener("click", forget);

clearOld();
const found = versions.childElementCount ? null : await leftBehind();
if (found) {
  putBack(found);
  say("restored");
  form.dispatchEvent(new Event("input", { bubbles: true }));
} else {
  hold(PLACE + field("window").value, () => true);
}
