// A list of boxes is one stop of the Tab key, as a list of radio buttons is: the arrows go from box to box, Space ticks.
const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

const stopAt = (boxes, here) => boxes.forEach((box) => (box.tabIndex = box === here ? 0 : -1));

for (const group of document.querySelectorAll("[data-one-stop]")) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  stopAt(boxes, boxes.find((box) => box.checked) ?? boxes[0]);
  group.addEventListener("focusin", ({ target }) => boxes.includes(target) && stopAt(boxes, target));
  group.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const at = boxes.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    boxes[(at + step + boxes.length) % boxes.length].focus();
  });
}

// The access keys and the links to a part go to its first field, and open the part if it is closed.
document.querySelector(".jumps").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const part = link && document.querySelector(link.hash).closest(".part");
  if (!part) return;
  if (part.tagName === "DETAILS") part.open = true;
  part.querySelector("input:not([type=hidden], [tabindex='-1']), select, textarea")?.focus();
});

// Recording begins with the first question, unless something else wants to be looked at first.
const first = document.querySelector('form.record [name="screened"]:checked');
if (document.activeElement === document.body && !location.hash) first?.focus({ preventScroll: true });
