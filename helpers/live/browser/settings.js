// ---- settings: the model's traits hold one index an axis of each control

const index = (f, name) => f.model.get(name);
const step = (f) => (f.time ? Math.min(index(f, f.time.traits[0]), f.steps) : 0);
const places = (control, at) => control.traits.map((name, i) => [name, at[i]]);
const chosen = (f, control, at) => control.traits.every((name, i) => index(f, name) === at[i]);

function choose(f, changes) {
  f.model.set(Object.fromEntries(changes)); // all at once: nothing in between is shown or asked for
  saveSoon(f);
}

// Python learns of it a little later: what it answers to each message costs JupyterLab two layouts
// of its page, in the midst of a drag
function saveSoon(f) {
  clearTimeout(f.saver);
  f.saver = setTimeout(() => {
    try { f.model.save_changes(); } catch { /* the kernel is gone; the picture goes on */ }
  }, SETTLED);
}

const put = (f, control, at) => choose(f, places(control, at));

// -- presets, numbered from 1 in the order of the page, and Reset

function press(f, { control, at }) {
  const { time } = f;
  pause(f);
  choose(f, [...places(control, at), ...(time ? places(time, [0]) : [])]); // guess first
  if (time?.play) play(f);
}

function reset(f) {
  pause(f);
  unpin(f);
  choose(f, f.spec.controls.flatMap((control) => places(control, control.default)));
}

// -- a setting in words: "start = (1, 2); r = 0.9"

function textOf(control, at) {
  if (control.kind === 'point') return `(${at.map((i, axis) => control.texts[axis][i]).join(', ')})`;
  return control.texts[at[0]];
}

function settingsAt(f, at) {
  let next = 0;
  return f.settings.map((control) => `${control.label} = ${textOf(control, at.slice(next, next += control.traits.length))}`).join('; ');
}
