// ---- settings: the model's traits hold one index an axis of each control

const index = (f, name) => f.model.get(name);
const step = (f) => (f.time ? index(f, f.time.traits[0]) : 0);
const places = (control, at) => control.traits.map((name, i) => [name, at[i]]);
const chosen = (f, control, at) => control.traits.every((name, i) => index(f, name) === at[i]);

function choose(f, changes) {
  f.model.set(changes); // all at once: nothing in between is shown or asked for
  try { f.model.save_changes(); } catch { /* the kernel is gone; the picture goes on */ }
}

const put = (f, control, at) => choose(f, Object.fromEntries(places(control, at)));

function reset(f) {
  pause(f);
  choose(f, Object.fromEntries(f.spec.controls.flatMap((control) => places(control, control.default))));
}
