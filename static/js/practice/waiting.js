// On each of a patient's pages: sends what waits, and says what still waits and what was not kept.
import { dropProgressOfOthers, remove, toldBy } from "./store.js";
import { sendAll } from "./sending.js";

const { account } = document.documentElement.dataset;
const notice = document.getElementById("waiting");

const dismissing = (told) => {
  const row = notice.querySelector("template").content.cloneNode(true);
  row.querySelector("[data-sentence]").textContent = told.refused;
  row.querySelector("[data-day]").textContent = new Date(told.at).toLocaleDateString(document.documentElement.lang, {
    weekday: "long", day: "numeric", month: "long",
  });
  row.querySelector("button").addEventListener("click", async () => {
    await remove(told);
    await show();
  });
  return row;
};

export const show = async () => {
  const all = await toldBy(account);
  const refused = all.filter((told) => told.refused);
  const waiting = all.length - refused.length;
  const sentence = notice.querySelector("[data-waiting]");
  const { one, many } = sentence.dataset;
  sentence.hidden = !waiting;
  sentence.textContent = (waiting === 1 ? one : many).replace("%n", waiting);
  notice.querySelector("ul").replaceChildren(...refused.map(dismissing));
  notice.hidden = !all.length;
};

const sendAndShow = async () => {
  await show();
  await sendAll(account);
  await show();
};

if (notice && account) {
  dropProgressOfOthers(account);
  sendAndShow();
  addEventListener("online", sendAndShow);
}
