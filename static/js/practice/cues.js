// What is heard and felt: tones made by the browser itself, a buzz, and the browser's own voice. Each can be off.

const TONES = {
  ready: [[440, 0.15]],
  work: [[660, 0.12], [880, 0.3]],
  switch: [[520, 0.12], [520, 0.12]],
  rest: [[440, 0.35]],
  second: [[440, 0.07]],
  count: [[560, 0.05]],
  intro: [[523, 0.14], [659, 0.14], [784, 0.35]],
  finished: [[523, 0.14], [659, 0.14], [784, 0.45]],
};
const BUZZES = { work: [200], switch: [120, 80, 120], rest: [350], intro: [200, 100, 300], finished: [200, 100, 300] };

const KEY = "plumb-cues";
const FIRST = { sound: true, vibration: true, voice: false };

export const chosen = () => {
  try {
    return { ...FIRST, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return FIRST;
  }
};
export const choose = (name, on) => localStorage.setItem(KEY, JSON.stringify({ ...chosen(), [name]: on }));

let context = null;

// Browsers let a page sound only after it was touched.
export const wake = () => {
  context ??= window.AudioContext ? new AudioContext() : null;
  if (context?.state === "suspended") context.resume();
};

const sound = (tones) => {
  if (!context || context.state !== "running") return;
  let when = context.currentTime;
  for (const [pitch, length] of tones) {
    const tone = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, when);
    volume.gain.linearRampToValueAtTime(0.35, when + 0.01);
    volume.gain.linearRampToValueAtTime(0, when + length);
    tone.connect(volume).connect(context.destination);
    tone.start(when);
    tone.stop(when + length);
    when += length + 0.06;
  }
};

export const say = (words) => {
  if (!window.speechSynthesis || !words) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(words);
  said.lang = document.documentElement.lang;
  speechSynthesis.speak(said);
};
export const hush = () => window.speechSynthesis?.cancel();

export const give = (cue, words) => {
  const { sound: heard, vibration, voice } = chosen();
  if (heard && TONES[cue]) sound(TONES[cue]);
  if (vibration && BUZZES[cue]) navigator.vibrate?.(BUZZES[cue]);
  if (voice) say(words);
};
