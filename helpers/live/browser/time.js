// ---- time: Play, Step and Pause

function play(f) {
  if (f.playing) return pause(f);
  if (step(f) >= f.steps) put(f, f.time, [0]);
  const pace = Math.min(400, Math.max(50, 4000 / f.steps));
  let at = step(f); // if it is another at the next step, the reader has taken over
  f.playing = setInterval(() => (step(f) === at && at < f.steps ? put(f, f.time, [++at]) : pause(f)), pace);
  label(f);
}

function pause(f) {
  clearInterval(f.playing);
  f.playing = null;
  label(f);
}

function stepOn(f) {
  pause(f);
  put(f, f.time, [(step(f) + 1) % (f.steps + 1)]);
}
