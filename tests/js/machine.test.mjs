// Is a practice led as it was prescribed, whatever the phone does meanwhile?
import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceFor, begin, cueBetween, phasesOf, seen, step } from "../../static/js/practice/machine.js";

const T = 1_790_000_000_000;
const at = (seconds) => T + seconds * 1000;
const stretch = { id: "a", sets: 2, sides: ["left", "right"], seconds: 15, reps: null, pace_s: null, rest_s: 20 };
const bridge = { id: "b", sets: 2, sides: [null], seconds: null, reps: 10, pace_s: 4, rest_s: 45 };
const walk = { id: "c", sets: 1, sides: [null], seconds: null, reps: null, pace_s: null, rest_s: 0 };
const plan = [stretch, bridge, walk];

const played = (plan, ...events) => events.reduce((state, event) => step(plan, state, event), begin(plan));
const start = (s) => ({ name: "start", now: at(s) });
const tick = (s) => ({ name: "tick", now: at(s) });
const pause = (s) => ({ name: "pause", now: at(s) });
const resume = (s) => ({ name: "resume", now: at(s) });
const done = (s) => ({ name: "done", now: at(s) });
const skip = { name: "skip" };
const hurt = (pain) => ({ name: "hurt", pain });

test("sides and rounds come in the order prescribed, the side in focus first", () => {
  const walked = phasesOf(stretch).map(({ name, set, side }) => `${name} ${set} ${side}`);
  assert.deepEqual(walked, [
    "intro 1 left", "ready 1 left", "work 1 left", "switch 1 right", "work 1 right",
    "rest 2 left", "work 2 left", "switch 2 right", "work 2 right",
  ]);
  assert.deepEqual(phasesOf(bridge).map((one) => one.name), ["intro", "ready", "work", "rest", "work"]);
  assert.deepEqual(phasesOf(walk).map((one) => one.name), ["intro", "ready", "work"]);
});

// ready 0-10, work 10-25, switch 25-33, work 33-48, rest 48-68, work 68-83, switch 83-91, work 91-106
const moments = [
  [0, "ready", 10], [9.9, "ready", 1], [10, "work", 15], [24.99, "work", 1], [25, "switch", 8], [33, "work", 15],
  [48, "rest", 20], [67.5, "rest", 1], [68, "work", 15], [105.9, "work", 1], [106, "intro", null], [9999, "intro", null],
];
for (const [second, name, left] of moments) {
  test(`a phone locked from the start until second ${second} comes back to ${name} ${left ?? ""}`, () => {
    const state = played(plan, start(0), tick(second));
    const now = seen(plan, state, at(second));
    assert.equal(now.phase.name, name);
    assert.equal(now.left, left);
    assert.equal(state.exercise, name === "intro" ? 1 : 0);
  });
}

test("ticks do not count: one or a thousand lead to the same second", () => {
  let often = played(plan, start(0));
  for (let s = 0; s <= 60; s += 0.1) often = step(plan, often, tick(s));
  assert.deepEqual(often, played(plan, start(0), tick(60)));
});

test("a pause costs no second, however long", () => {
  const state = played(plan, start(0), tick(12), pause(14), tick(3000), resume(3000), tick(3001));
  assert.equal(seen(plan, state, at(3001)).left, 10);
  assert.equal(seen(plan, played(plan, start(0), pause(14)), at(500)).left, 11);
});

test("a pause in the second in which a phase ends is a pause of the next", () => {
  const state = played(plan, start(0), pause(10.2));
  assert.equal(seen(plan, state, at(99)).phase.name, "work");
});

test("a clock that was put back does not count below nothing", () => {
  const state = played(plan, start(100), tick(-500));
  assert.equal(seen(plan, state, at(-500)).left, 10);
});

test("repetitions are counted at their pace, and end with the last", () => {
  const state = played([bridge], start(0));
  const counted = (s) => seen([bridge], step([bridge], state, tick(s)), at(s)).count;
  assert.deepEqual([10, 13.9, 14, 49.9].map(counted), [1, 1, 2, 10]);
  assert.equal(counted(50), null);
});

test("what has no length ends when one says so", () => {
  const state = played([walk], start(0), tick(500));
  assert.equal(seen([walk], state, at(500)).left, null);
  assert.equal(step([walk], state, done(600)).end, "finished");
});

test("what is ended early is done, and the next begins", () => {
  const state = played(plan, start(0), tick(10), done(19));
  assert.equal(seen(plan, state, at(19)).phase.name, "switch");
  assert.equal(played(plan, start(0), tick(500)).outcomes[0].completion, "done");
});

const skipped = [
  ["before it began", [skip], "not"], ["while getting ready", [start(0), skip], "not"],
  ["while working", [start(0), tick(12), skip], "partly"], ["while resting", [start(0), tick(50), skip], "partly"],
];
for (const [when, events, completion] of skipped) {
  test(`skipped ${when} it is told as “${completion}”`, () => {
    const state = played(plan, ...events);
    assert.equal(state.outcomes[0].completion, completion);
    assert.deepEqual([state.exercise, state.phase], [1, 0]);
  });
}

const pains = [
  [0, "fine", 0, null], [3, "fine", 0, null], [4, "easier", 0, null], [5, "easier", 0, null],
  [6, "stop", 1, null], [7, "stop", 1, null], [8, "alarm", 0, "alarm"], [10, "alarm", 0, "alarm"],
];
for (const [pain, advice, exercise, end] of pains) {
  test(`a pain of ${pain} is answered with “${advice}”`, () => {
    const state = played(plan, start(0), tick(12), pause(13), hurt(pain));
    assert.equal(adviceFor(pain), advice);
    assert.deepEqual([state.exercise, state.end, state.outcomes[0].pain], [exercise, end, pain]);
    assert.equal(state.outcomes[0].completion, pain >= 6 ? "partly" : null);
  });
}

test("the worst pain told is the one that is kept", () => {
  const state = played(plan, start(0), tick(12), pause(13), hurt(5), hurt(2));
  assert.equal(state.outcomes[0].pain, 5);
});

test("after the last there is nothing more", () => {
  const over = played(plan, skip, skip, skip);
  assert.equal(over.end, "finished");
  assert.equal(step(plan, over, start(0)), over);
  assert.equal(played([stretch], start(0), tick(12), hurt(7)).end, "finished");
});

test("the last three seconds are heard, each beginning, and each repetition", () => {
  const view = (state, s) => {
    const now = seen(plan, state, at(s));
    return { exercise: state.exercise, phase: state.phase, end: state.end, name: now.phase.name, left: now.left, count: now.count };
  };
  const led = (from, to, state = played(plan, start(0))) =>
    cueBetween(view(step(plan, state, tick(from)), from), view(step(plan, state, tick(to)), to));
  assert.deepEqual([[5, 6.1], [6.5, 7.2], [9.5, 10], [24.9, 25], [47, 48]].map(([a, b]) => led(a, b)), [
    null, "second", "work", "switch", "rest",
  ]);
  const bridging = played(plan, skip, start(0));
  assert.equal(led(13, 14.1, bridging), "count");
});

test("what hurt earlier in this practice is passed over, wherever it stands", () => {
  const sore = (...which) => plan.map((one) => ({ ...one, rests: which.includes(one.id) }));
  assert.equal(begin(sore("a")).exercise, 1);
  assert.equal(played(sore("b"), skip).exercise, 2);
  assert.equal(played(sore("c"), skip, skip).end, "finished");
  assert.equal(begin(sore("a", "b", "c")).end, "finished");
  assert.deepEqual(begin(sore("a")).outcomes.map((one) => one.completion), ["not", null, null]);
});
