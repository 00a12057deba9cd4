// A number, or a letter that says why there is none: "p" ticks "too painful", "c" takes over last visit's value.
// A number typed clears both. The boxes do the same for a finger; "±" turns a sign where the pad has none.
const part = (entry, name) => entry.closest(".measure").querySelector(`[name="${entry.name}_${name}"]`);
const changed = (entry) => entry.dispatchEvent(new Event("input", { bubbles: true }));
const untick = (entry) => ["state", "copied"].forEach((name) => part(entry, name) && (part(entry, name).checked = false));

const painful = (entry) => {
  untick(entry);
  entry.value = "";
  part(entry, "state").checked = true;
};

const copied = (entry) => {
  untick(entry);
  entry.value = part(entry, "copied").closest("[data-value]").dataset.value;
  part(entry, "copied").checked = true;
};

const letters = { p: painful, c: (entry) => part(entry, "copied") && copied(entry) };

const settle = (entry) => letters[entry.value.trim().toLowerCase()]?.(entry);

const turn = (entry) => {
  const number = entry.value.replace("−", "-").trim();
  entry.value = number.startsWith("-") ? number.slice(1) : `-${number}`;
  untick(entry);
  changed(entry);
  entry.focus();
};

const addSign = (entry, words) => {
  const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: "±" });
  button.className = "tool";
  button.setAttribute("aria-label", words);
  button.addEventListener("click", () => turn(entry));
  entry.before(button);
  entry.inputMode = entry.inputMode === "text" ? "numeric" : "decimal";
};

const form = document.querySelector("form.record");

for (const entry of form.querySelectorAll("input.entry")) {
  settle(entry);
  entry.addEventListener("input", () => {
    if (entry.value.trim().toLowerCase() in letters) settle(entry);
    else if (entry.value.trim()) untick(entry);
  });
  part(entry, "state").addEventListener("change", (event) => {
    if (event.target.checked) painful(entry);
    changed(entry);
  });
  part(entry, "copied")?.addEventListener("change", (event) => {
    if (event.target.checked) copied(entry);
    else entry.value = "";
    changed(entry);
  });
  if ("signed" in entry.dataset) addSign(entry, form.dataset.turn);
}

// A sentence that has come beside a field belongs to that field for those who hear the page, too.
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  const answer = detail.target;
  const entry = answer.closest?.(".measure")?.querySelector("input.entry");
  if (!entry) return;
  const isWrong = Boolean(answer.querySelector(".error"));
  entry.toggleAttribute("aria-invalid", isWrong);
  if (isWrong) entry.setAttribute("aria-invalid", "true");
  entry.setAttribute("aria-describedby", answer.id);
});
