// Sends what was told, one after the other, in order; once, however many windows are open.
// The server knows each practice by its key: what it has already, it takes as known.
import { put, remove, toldBy } from "./store.js";

const SESSIONS = "/my/sessions/";
const PATIENCE_MS = 15_000;

// A redirect means that the session has ended; then everything waits for the same person to sign in.
const asked = (options) =>
  fetch(SESSIONS, { redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS), ...options });

const tokenFor = async (account) => {
  const answer = await asked();
  if (!answer.ok) return null;
  const door = await answer.json();
  return door.account === account ? door.token : null;
};

const verdictOn = async (told, token) => {
  const body = JSON.stringify({ ...told.answers, age_s: String(Math.round((Date.now() - told.at) / 1000)) });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await asked({ method: "POST", headers, body });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
  const verdict = await answer.json();
  return ["kept", "refused"].includes(verdict.state) ? verdict : null;
};

const sendOne = async (told, token) => {
  const verdict = await verdictOn(told, token);
  if (verdict?.state === "kept") await remove(told);
  if (verdict?.state === "refused") await put({ ...told, refused: verdict.sentence });
  return verdict;
};

const sendInOrder = async (account) => {
  const verdicts = new Map();
  const waiting = (await toldBy(account)).filter((told) => !told.refused);
  const token = waiting.length ? await tokenFor(account) : null;
  if (!token) return verdicts;
  for (const told of waiting) {
    const verdict = await sendOne(told, token);
    if (!verdict) break;
    verdicts.set(told.client_key, verdict);
  }
  return verdicts;
};

// The verdicts by key; what is missing among them waits.
export const sendAll = (account) =>
  navigator.locks.request("plumb-sending", async () => {
    try {
      return await sendInOrder(account);
    } catch {
      return new Map(); // no connection: it waits
    }
  });
