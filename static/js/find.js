// What is offered narrows as one types; without this, the button does it. Takes form[data-narrows="id"].
const QUIET_MS = 200;
const form = document.querySelector("form[data-narrows]");
let waiting = 0;
let turn = 0;

const narrow = async () => {
  const mine = ++turn;
  const answer = await fetch(`?${new URLSearchParams(new FormData(form))}`);
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(form.dataset.narrows);
  if (mine !== turn) return;
  if (shown) document.getElementById(form.dataset.narrows).replaceWith(shown);
  else location.assign(answer.url); // another page, such as the sign-in
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => narrow().catch(() => {}), QUIET_MS);
});
