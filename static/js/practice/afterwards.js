// How it went, asked one exercise at a time. The questions are the page's own form; what the phone knows is filled in.

const chosen = (form, name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? null;
const tick = (form, name, value) => {
  const box = form.querySelector(`[name="${name}"][value="${value}"]`);
  if (box) box.checked = true;
};

const fillIn = (form, id, { completion, pain }) => {
  if (completion && !chosen(form, `${id}-completion`)) tick(form, `${id}-completion`, completion);
  if (pain !== null && !chosen(form, `${id}-pain`)) tick(form, `${id}-pain`, pain);
};

const isAnswered = (form, section) => {
  const { item } = section.dataset;
  if (!item) return true;
  const completion = chosen(form, `${item}-completion`);
  if (completion === "not") return true;
  return Boolean(completion && chosen(form, `${item}-pain`) && chosen(form, `${item}-effort`));
};

// How long a hold was is asked where it matters: that a timer ran does not say that somebody stood.
const answersOf = (form) =>
  Object.fromEntries(
    [...new FormData(form)].filter(([name, value]) => value !== "" && !/^(csrfmiddlewaretoken|for_person|client_key|day)$/.test(name)),
  );

const worstPain = (form, ids) => Math.max(0, ...ids.map((id) => Number(chosen(form, `${id}-pain`) ?? 0)));

// Resolves with the answers when the last has been given. `where` is told which question it is.
export const ask = (form, ids, outcomes, where) =>
  new Promise((resolve) => {
    for (const section of form.querySelectorAll("[data-item]")) if (!ids.includes(section.dataset.item)) section.remove();
    ids.forEach((id, place) => fillIn(form, id, outcomes[place]));
    const sections = [...form.querySelectorAll("section")];
    const button = form.querySelector("[type=submit]");
    const open = form.querySelector("#still-open");
    let at = 0;

    const show = () => {
      sections.forEach((section, place) => (section.hidden = place !== at));
      button.textContent = at + 1 < sections.length ? button.dataset.next : button.dataset.save;
      open.hidden = true;
      where(at + 1, sections.length);
      scrollTo(0, 0);
      const title = sections[at].querySelector("h2");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!isAnswered(form, sections[at])) {
        open.hidden = false;
        return;
      }
      if (at + 1 < sections.length) {
        at += 1;
        show();
        return;
      }
      button.disabled = true;
      const answers = answersOf(form);
      resolve({ answers, pain: worstPain(form, ids), isWarning: "fall" in answers || "red_flag" in answers });
    });
    show();
  });
