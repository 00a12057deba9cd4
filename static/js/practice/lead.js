// Leads through today's practice: shows what the machine says, tells it what is pressed, and sends what was told.
import { keepAwake } from "./awake.js";
import { ask } from "./afterwards.js";
import { choose, chosen, give, hush, wake } from "./cues.js";
import { ALARM_FROM, STOP_FROM, adviceFor, begin, cueBetween, seen, step } from "./machine.js";
import { keepOffline } from "./offline.js";
import { dropProgress, keepProgress, progressOf, put, toldBy } from "./store.js";
import { sendAll } from "./sending.js";
import { show as showWaiting } from "./waiting.js";

const byId = (id) => document.getElementById(id);
const told = (id) => JSON.parse(byId(id).textContent);
const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

const whole = told("plan");
const words = told("words");
const { account } = whole;
const stage = byId("practise");
const TICK_MS = 200;
const SOON_MS = 4000;

// -- Which of the day's practices, and where in it -------------------------------------------------------------------
const isThis = (one, slot) =>
  one.answers.programme === whole.programme && one.answers.day === whole.day && one.answers.slot === String(slot);

const nextSlot = async () => {
  const waiting = (await toldBy(account)).filter((one) => one.complete);
  let slot = whole.slot;
  while (waiting.some((one) => isThis(one, slot))) slot += 1;
  return slot;
};

let plan = [];
let slot = 1;
let clientKey = "";
let state = null;
let last = null;

const ids = () => plan.map((one) => one.id);

const remembered = async () => {
  const progress = await progressOf(account);
  const same = ["programme", "day"].every((name) => progress?.[name] === whole[name]) && progress.slot === slot;
  return same && String(progress.ids) === String(ids()) ? progress : null;
};

const remember = () =>
  keepProgress({ account, programme: whole.programme, day: whole.day, slot, ids: ids(), clientKey, state, at: Date.now() });

// -- What is seen --------------------------------------------------------------------------------------------------
const captions = {
  intro: () => "",
  ready: ({ side }) => [words.ready, words[`first_${side}`]],
  switch: ({ side }) => [words.switch, words[`now_${side}`]],
  rest: ({ side }) => [words.rest, words[`first_${side}`]],
  work: ({ side }) => [words[side]],
};

const captionOf = (phase) => [].concat(captions[phase.name](phase)).filter(Boolean).join(" · ");

const roundsOf = (phase) =>
  plan[state.exercise].sets > 1 && phase.name === "work"
    ? fill(words.round, { n: phase.set, all: plan[state.exercise].sets })
    : "";

const unitOf = ({ phase, left, count }) => {
  const exercise = plan[state.exercise];
  if (phase.name !== "work") return left === null ? "" : words.seconds;
  if (count !== null) return fill(words.of_reps, { n: exercise.reps });
  if (left === null) return words.your_pace;
  return exercise.enough_s ? fill(words.enough, { n: exercise.enough_s }) : words.seconds;
};

const mainWord = ({ phase, left }) => {
  if (state.since === null) return words.start;
  if (state.pausedAt !== null) return words.go_on;
  return phase.name === "work" && left === null ? words.done : words.pause;
};

const sideWord = ({ phase, count }) => {
  if (state.since === null || state.pausedAt !== null) return words.skip;
  if (phase.name !== "work") return words.now;
  return count === null ? words.skip : words.done;
};

const showExercise = (side) => {
  for (const article of document.querySelectorAll(".lead")) {
    const isIt = article.dataset.exercise === plan[state.exercise].id;
    article.hidden = !isIt;
    const pictures = [...article.querySelectorAll(".lead__picture")];
    const ofSide = pictures.find((one) => one.dataset.side === side) ?? pictures[0];
    if (isIt) pictures.forEach((one) => (one.hidden = one !== ofSide));
  }
};

const write = (id, text) => {
  if (byId(id).textContent !== text) byId(id).textContent = text;
};

const moved = (now) => {
  const { phase } = now;
  stage.dataset.phase = phase.name;
  showExercise(phase.side);
  write("where", fill(words.where, { n: state.exercise + 1, all: plan.length }));
  byId("clock").hidden = phase.name === "intro";
  document.dispatchEvent(new Event("practice:moved"));
  scrollTo(0, 0);
  write("announced", phase.name === "intro" ? plan[state.exercise].name : [captionOf(phase), roundsOf(phase)].filter(Boolean).join(". "));
  remember();
};

const draw = (now) => {
  const isPaused = state.pausedAt !== null;
  const number = now.count ?? now.left;
  stage.toggleAttribute("data-paused", isPaused);
  write("now", isPaused ? words.paused : [captionOf(now.phase), roundsOf(now.phase)].filter(Boolean).join(" · "));
  write("number", number === null ? "" : String(number));
  write("unit", unitOf(now));
  byId("part").value = now.part;
  write("main-button", mainWord(now));
  write("skip", sideWord(now));
};

const glance = (now) => ({ exercise: state.exercise, phase: state.phase, end: state.end, name: now.phase.name, left: now.left, count: now.count });

const spoken = (now) =>
  now.phase.name === "intro" ? plan[state.exercise].name : [captionOf(now.phase)].join(". ");

const show = () => {
  const now = seen(plan, state, Date.now());
  const current = glance(now);
  const isNew = !last || last.exercise !== current.exercise || last.phase !== current.phase;
  if (isNew) moved(now);
  const cue = last && cueBetween(last, current);
  if (cue) give(cue, isNew ? spoken(now) : "");
  last = current;
  draw(now);
};

// -- What is pressed -----------------------------------------------------------------------------------------------
const happens = (name, more = {}) => {
  const before = state;
  state = step(plan, state, { name, now: Date.now(), ...more });
  if (state.end) return over(before);
  show();
  if (name !== "tick") remember();
};

const tick = () => state && !state.end && state.since !== null && state.pausedAt === null && happens("tick");

const mainPressed = () => {
  wake();
  hush();
  const { phase, left } = seen(plan, state, Date.now());
  if (state.since === null) return happens("start");
  if (state.pausedAt !== null) return happens("resume");
  return happens(phase.name === "work" && left === null ? "done" : "pause");
};

const sidePressed = () => {
  const now = seen(plan, state, Date.now());
  happens(sideWord(now) === words.skip ? "skip" : "done");
};

const closed = (dialog) =>
  new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });

const hurts = async () => {
  happens("pause");
  if (state.end) return;
  const said = await closed(byId("hurts-question"));
  if (said === "") return;
  const pain = Number(said);
  const advice = adviceFor(pain);
  const { id } = plan[state.exercise];
  happens("hurt", { pain });
  if (advice === "alarm") return;
  if (advice === "stop") tell(early(), false);
  byId("advice-text").textContent = words[advice];
  byId("advice-on").textContent = words[advice !== "stop" ? "go_on" : state.end ? "to_questions" : "next"];
  if (advice === "stop") byId(`lead-${id}`).dataset.stopped = "";
  await closed(byId("advice"));
};

const askCues = async () => {
  for (const [name, on] of Object.entries(chosen())) byId(`cue-${name}`).checked = on;
  await closed(byId("cues"));
};

// -- What is told --------------------------------------------------------------------------------------------------
const envelope = () => ({ programme: whole.programme, day: whole.day, slot: String(slot), client_key: clientKey });

// Kept first, sent then. Resolves with the server's word, or with nothing where it waits.
const tell = async (answers, complete) => {
  await put({ account, client_key: clientKey, at: Date.now(), complete, answers: { ...envelope(), ...(complete ? {} : { part: "on" }), ...answers } });
  return (await sendAll(account)).get(clientKey);
};

// What the therapist hears of at once: an exercise that hurt too much. The whole takes its place later.
const early = () =>
  Object.fromEntries(
    plan.flatMap(({ id }, place) => {
      const { pain } = state.outcomes[place];
      return (pain ?? 0) >= STOP_FROM ? [[`${id}-completion`, "not"], [`${id}-pain`, String(pain)]] : [];
    }),
  );

const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, SOON_MS))]);

const said = (verdict) => {
  byId("over-sent").hidden = verdict?.state !== "kept";
  byId("over-waits").hidden = Boolean(verdict);
  byId("over-refused").hidden = verdict?.state !== "refused";
  byId("over-refused").textContent = verdict?.sentence ?? "";
};

const showOver = ({ alarm = false, painful = false } = {}) => {
  stage.dataset.phase = "over";
  byId("afterwards").hidden = true;
  byId("alarm").hidden = !alarm;
  byId("painful").hidden = alarm || !painful;
  said(undefined);
  byId("over").hidden = false;
  byId("over").focus();
  scrollTo(0, 0);
};

const finish = async (answers, how) => {
  const telling = tell(answers, true);
  if (how.alarm) showOver(how);
  const verdict = await soon(telling);
  await dropProgress(account);
  if (verdict?.state === "kept" && !how.alarm) return location.assign(`/my/done/${verdict.session}/`);
  showOver(how);
  said(verdict);
  if (verdict) return;
  await showWaiting();
  said(await telling);
  await showWaiting();
};

const leading = (is) => {
  document.querySelector(".practise__bar").hidden = !is;
  byId("clock").hidden = true;
  for (const article of document.querySelectorAll(".lead")) article.hidden = true;
  keepAwake(is);
};

const questions = async () => {
  stage.dataset.phase = "questions";
  const form = byId("afterwards");
  form.hidden = false;
  const where = (n, all) => write("where", fill(words.where, { n, all }));
  const { answers, pain, isWarning } = await ask(form, ids(), state.outcomes, where);
  await finish(answers, { alarm: isWarning || pain >= ALARM_FROM, painful: pain >= STOP_FROM });
};

const over = async (before) => {
  remember();
  if (before && !before.end) give("finished", "");
  leading(false);
  if (state.end === "alarm") return finish(early(), { alarm: true });
  return questions();
};

// -- Beginning -----------------------------------------------------------------------------------------------------
const listen = () => {
  byId("main-button").addEventListener("click", mainPressed);
  byId("skip").addEventListener("click", sidePressed);
  byId("hurts").addEventListener("click", hurts);
  byId("cues-open").addEventListener("click", askCues);
  byId("hurts-question").addEventListener("click", ({ target }) => target.value && byId("hurts-question").close(target.value));
  byId("cues").addEventListener("change", ({ target }) => choose(target.name, target.checked));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return state && !state.end && remember();
    if (Date.now() > whole.until) return location.reload();
    return tick();
  });
  addEventListener("pagehide", () => {
    hush();
    if (state && !state.end) remember();
  });
  setInterval(tick, TICK_MS);
};

const start = async () => {
  slot = await nextSlot();
  stage.dataset.phase = "intro";
  document.querySelector(".practise__top").hidden = false;
  byId("afterwards").hidden = true;
  if (slot > whole.slots) {
    leading(false);
    return showOver();
  }
  plan = whole.exercises.filter((one) => slot === whole.slot || one.every_practice);
  for (const one of plan) one.name = byId(`name-${one.id}`).textContent;
  const before = await remembered();
  clientKey = before?.clientKey ?? crypto.randomUUID();
  state = before?.state ?? begin(plan);
  // Whoever closed the page in the middle of something finds it as it was then.
  if (before && state.since !== null && state.pausedAt === null) state = { ...state, pausedAt: before.at };
  listen();
  if (state.end) return over(null);
  document.querySelector(".practise__bar").hidden = false;
  keepAwake(true);
  show();
};

await start();
addEventListener("load", () => keepOffline(account), { once: true });
if (document.readyState === "complete") keepOffline(account);
