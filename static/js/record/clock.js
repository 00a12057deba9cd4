// A stopwatch in a field of seconds, a counter in a field of repetitions: the button, or Space in the field.
// The clock stops by itself at the longest hold there is, so that one left running writes no hour into a record.
const form = document.querySelector("form.record");
const changed = (entry) => entry.dispatchEvent(new Event("input", { bubbles: true }));
let running = null;

const show = (clock) => {
  const seconds = Math.floor((performance.now() - clock.began) / 1000);
  clock.entry.value = Math.min(seconds, clock.most);
  if (seconds >= clock.most) stop();
};

const stop = () => {
  const clock = running;
  if (!clock) return;
  running = null;
  clearInterval(clock.ticks);
  clock.button.textContent = form.dataset.start;
  clock.button.setAttribute("aria-pressed", "false");
  changed(clock.entry);
};

const start = (entry, button) => {
  stop();
  running = { entry, button, began: performance.now(), most: Number(entry.dataset.most) };
  entry.value = 0;
  running.ticks = setInterval(show, 100, running);
  button.textContent = form.dataset.stop;
  button.setAttribute("aria-pressed", "true");
};

const press = (entry, button) => {
  if (running?.entry !== entry) return start(entry, button);
  show(running);
  stop();
};

const count = (entry) => {
  entry.value = Math.min((parseInt(entry.value, 10) || 0) + 1, Number(entry.dataset.most));
  changed(entry);
};

const equip = (entry, words, act) => {
  const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: words });
  button.className = "tool tool--wide";
  button.addEventListener("click", () => act(entry, button));
  entry.closest(".measure__number").append(button);
  entry.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    act(entry, button);
  });
};

form.querySelectorAll("input[data-clock]").forEach((entry) => equip(entry, form.dataset.start, press));
form.querySelectorAll("input[data-count]").forEach((entry) => equip(entry, form.dataset.count, count));
