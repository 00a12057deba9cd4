// A button with data-print opens the browser's print window. It starts hidden: without this script there is the menu.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
