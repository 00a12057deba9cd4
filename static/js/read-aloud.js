// A button with data-read-aloud="id" reads that element in the browser's own voice, and stops when pressed again,
// when something else is read, or when one leaves. It starts hidden: without a voice there is nothing to press.
const buttons = [...document.querySelectorAll("button[data-read-aloud]")];

const quiet = () => {
  speechSynthesis.cancel();
  for (const button of buttons) button.setAttribute("aria-pressed", "false");
};

const sentences = (element) =>
  [...element.querySelectorAll("li, p, h2, h3, [data-said]")]
    .filter((one) => !one.querySelector("li, p"))
    .map((one) => one.innerText.trim())
    .filter(Boolean);

const read = (button) => {
  const wasReading = button.getAttribute("aria-pressed") === "true";
  quiet();
  if (wasReading) return;
  button.setAttribute("aria-pressed", "true");
  const said = sentences(document.getElementById(button.dataset.readAloud));
  said.forEach((words, place) => {
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = document.documentElement.lang;
    if (place + 1 === said.length) spoken.onend = () => button.setAttribute("aria-pressed", "false");
    speechSynthesis.speak(spoken);
  });
};

if (window.speechSynthesis && buttons.length) {
  for (const button of buttons) {
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => read(button));
  }
  addEventListener("pagehide", quiet);
  document.addEventListener("practice:moved", quiet);
}
