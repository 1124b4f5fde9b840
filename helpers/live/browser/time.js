// ---- time: Play at three speeds, Pause, and single steps

const SPEEDS = [ // and how long a step then takes
  { name: 'normal', text: '1×', each: 1 }, { name: 'fast', text: '3×', each: 1 / 3 }, { name: 'slow', text: '¼×', each: 4 },
];
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// milliseconds a step: a run takes some four seconds, unless its steps could not be told apart
function pace(f) {
  const each = Math.min(400, Math.max(50, 4000 / f.steps)) * SPEEDS[f.speed].each;
  return calm() ? Math.max(500, 2 * each) : each;
}

function play(f) {
  if (f.playing) return;
  if (step(f) >= f.steps) put(f, f.time, [0]);
  f.playing = true; // from now on nothing is spoken at each step
  clearTimeout(f.quiet);
  speak(f, `Playing from ${f.time.label} ${step(f)} of ${f.steps}.`);
  run(f);
  labelTime(f);
}

function run(f) {
  let at = step(f); // if it is another at the next step, the reader has taken over
  clearInterval(f.clock);
  f.clock = setInterval(() => {
    if (step(f) !== at) return pause(f);
    put(f, f.time, [++at]);
    if (at >= f.steps) pause(f);
  }, pace(f));
}

function pause(f) {
  if (!f.playing) return;
  clearInterval(f.clock);
  f.playing = false;
  if (f.drawn) say(f);
  labelTime(f);
}

const playOrPause = (f) => (f.playing ? pause(f) : play(f));

function stepBy(f, n) {
  pause(f);
  const to = step(f) + n;
  if (to >= 0 && to <= f.steps) put(f, f.time, [to]);
}

function nextSpeed(f) {
  f.speed = (f.speed + 1) % SPEEDS.length;
  if (f.playing) run(f);
  labelTime(f);
}
