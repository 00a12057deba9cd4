// Where in today's practice is somebody, and what comes next? Pure: time is an argument, nothing is drawn here.
//
// A plan is a list of exercises: {id, sets, sides: ["right", "left"] | [null], seconds, reps, pace_s, rest_s}.
// `seconds` is how long one hold lasts, or null; `reps` how often, or null; neither: it ends when one says so. What
// `rests`, because it hurt earlier in this practice, is passed over.
// All that runs is counted from `since`, a time of day in ms, so a phone that slept comes back to the right second.

export const GET_READY_S = 10;
export const SWITCH_S = 8;
export const STOP_FROM = 6;
export const ALARM_FROM = 8;

const EASIER_FROM = 4;

const lasting = ({ seconds, reps, pace_s }) => seconds ?? (reps ? reps * pace_s : null);

const roundOf = (exercise, set) =>
  exercise.sides.flatMap((side, place) => [
    ...(place ? [{ name: "switch", seconds: SWITCH_S, set, side }] : []),
    { name: "work", seconds: lasting(exercise), set, side },
  ]);

export const phasesOf = (exercise) => {
  const [first] = exercise.sides;
  const phases = [{ name: "intro", seconds: null, set: 1, side: first }];
  for (let set = 1; set <= exercise.sets; set += 1) {
    const pause = { name: "rest", seconds: Math.max(exercise.rest_s, SWITCH_S), set, side: first };
    phases.push(set === 1 ? { name: "ready", seconds: GET_READY_S, set, side: first } : pause);
    phases.push(...roundOf(exercise, set));
  }
  return phases;
};

const following = (plan, place) => plan.findIndex(({ rests }, n) => n > place && !rests);

export const begin = (plan) => ({
  exercise: Math.max(following(plan, -1), 0),
  phase: 0,
  since: null,
  pausedAt: null,
  outcomes: plan.map(({ rests }) => ({ completion: rests ? "not" : null, pain: null })),
  end: following(plan, -1) < 0 ? "finished" : null,
});

export const phaseOf = (plan, state) => phasesOf(plan[state.exercise])[state.phase];

const elapsedS = (state, now) => Math.max(0, ((state.pausedAt ?? now) - state.since) / 1000);

const noted = (state, change) => ({
  ...state,
  outcomes: state.outcomes.map((one, place) => (place === state.exercise ? { ...one, ...change } : one)),
});

const onward = (plan, state) => {
  const exercise = following(plan, state.exercise);
  return exercise < 0
    ? { ...state, since: null, pausedAt: null, end: "finished" }
    : { ...state, exercise, phase: 0, since: null, pausedAt: null };
};

const next = (plan, state, atMs) => {
  const isLast = state.phase + 1 === phasesOf(plan[state.exercise]).length;
  if (isLast) return onward(plan, noted(state, { completion: "done" }));
  return { ...state, phase: state.phase + 1, since: atMs, pausedAt: null };
};

// Everything that has run out meanwhile has run out: several phases, when the phone was locked.
const caughtUp = (plan, state, now) => {
  let current = state;
  while (!current.end && current.since !== null && current.pausedAt === null) {
    const { seconds } = phaseOf(plan, current);
    const endsAt = current.since + seconds * 1000;
    if (seconds === null || now < endsAt) break;
    current = next(plan, current, endsAt);
  }
  return current;
};

const hasWorked = (plan, state) =>
  phasesOf(plan[state.exercise]).slice(0, state.phase + 1).some((phase) => phase.name === "work");

const broken = (plan, state) => noted(state, { completion: hasWorked(plan, state) ? "partly" : "not" });

const resumed = (state, now) =>
  state.pausedAt === null ? state : { ...state, since: state.since + (now - state.pausedAt), pausedAt: null };

const hurt = (plan, state, pain) => {
  const worst = Math.max(state.outcomes[state.exercise].pain ?? 0, pain);
  const told = noted(state, { pain: worst });
  if (pain >= ALARM_FROM) return { ...broken(plan, told), since: null, pausedAt: null, end: "alarm" };
  return pain >= STOP_FROM ? onward(plan, broken(plan, told)) : told;
};

const answers = {
  start: (plan, state, { now }) => (state.since === null ? next(plan, { ...state, since: now }, now) : state),
  tick: (plan, state, { now }) => caughtUp(plan, state, now),
  done: (plan, state, { now }) => {
    const current = caughtUp(plan, state, now);
    return current.end || current.since === null ? current : next(plan, resumed(current, now), now);
  },
  pause: (plan, state, { now }) => {
    const current = caughtUp(plan, state, now);
    return current.end || current.since === null || current.pausedAt !== null ? current : { ...current, pausedAt: now };
  },
  resume: (_plan, state, { now }) => resumed(state, now),
  skip: (plan, state) => onward(plan, broken(plan, state)),
  hurt: (plan, state, { pain }) => hurt(plan, state, pain),
};

export const step = (plan, state, event) => (state.end ? state : answers[event.name](plan, state, event));

// What to say to somebody who says how much it hurts.
export const adviceFor = (pain) =>
  pain >= ALARM_FROM ? "alarm" : pain >= STOP_FROM ? "stop" : pain >= EASIER_FROM ? "easier" : "fine";

// The numbers on the screen: seconds left, or which repetition.
export const seen = (plan, state, now) => {
  const phase = phaseOf(plan, state);
  const exercise = plan[state.exercise];
  if (state.since === null || phase.seconds === null) return { phase, left: null, count: null, part: 0 };
  const elapsed = Math.min(elapsedS(state, now), phase.seconds);
  const counts = phase.name === "work" && exercise.seconds === null;
  return {
    phase,
    left: Math.ceil(phase.seconds - elapsed),
    count: counts ? Math.min(exercise.reps, Math.floor(elapsed / exercise.pace_s) + 1) : null,
    part: elapsed / phase.seconds,
  };
};

// What is heard when the one has become the other: a phase that began, or a second that counts.
export const cueBetween = (before, after) => {
  if (before.phase !== after.phase || before.exercise !== after.exercise) return after.end ?? after.name;
  if (after.count !== null) return after.count === before.count ? null : "count";
  return after.left !== before.left && after.left > 0 && after.left <= 3 ? "second" : null;
};
