// A button with data-copy="id" copies the text of that element, and says so for a moment.
// The button starts hidden: without this script the text is selected by hand.
const copy = async (button) => {
  const words = button.textContent;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
  button.textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = words), 2000);
};

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
