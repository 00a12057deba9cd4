// Signing out forgets today's practice on this phone. With answers that were not sent, it sends them first; where it
// cannot, it asks. A session that merely ends forgets nothing.
import { dropProgress, removeAll, toldBy } from "./store.js";
import { sendAll } from "./sending.js";

const { account } = document.documentElement.dataset;
const question = document.getElementById("unsent-question");
const KEPT = "practice:";

const forget = async () => {
  await Promise.all([removeAll(account), dropProgress(account)]);
  for (const name of await caches.keys()) if (name.startsWith(KEPT)) await caches.delete(name);
};

const answer = () =>
  new Promise((resolve) => {
    question.addEventListener("close", () => resolve(question.returnValue === "delete"), { once: true });
    question.returnValue = "";
    question.showModal();
  });

const mayGo = async () => {
  await sendAll(account);
  return !(await toldBy(account)).length || answer();
};

const leave = async (event) => {
  event.preventDefault();
  if (!(await mayGo())) return;
  await forget();
  event.target.submit();
};

if (question) for (const form of document.querySelectorAll("form[data-signs-out]")) form.addEventListener("submit", leave);
