// ---- names and states, for those who do not see and for the eye

function labelSettings(f) {
  labelPoints(f);
  for (const { node, control, at } of f.presets) attribute(node, 'aria-pressed', String(chosen(f, control, at)));
  f.handles.forEach((handle) => labelHandle(f, handle));
}

function labelPoints(f) {
  const [width, height] = f.spec.size;
  for (const { node, control } of f.points) {
    const at = control.traits.map((name) => index(f, name));
    const name = `${control.label} at ${textOf(control, at)}; arrow keys move it`;
    node.classList.toggle('live-faded', step(f) > 0);
    if (node.getAttribute('aria-label') === name) continue;
    node.setAttribute('aria-label', name);
    node.style.left = `${(100 * control.x[at[0]]) / width}%`;
    node.style.top = `${(100 * control.y[at[1]]) / height}%`;
  }
}

function labelTime(f) {
  const { player, stepper, speeder } = f, speed = SPEEDS[f.speed];
  const name = f.playing ? 'Pause' : 'Play the steps';
  rename(player, name);
  if (player.dataset.shows !== name) {
    player.dataset.shows = name;
    player.replaceChildren(icon(f.playing ? 'pause' : 'play'), f.playing ? 'Pause' : 'Play');
  }
  attribute(stepper, 'aria-disabled', String(step(f) >= f.steps));
  write(speeder, speed.text);
  rename(speeder, `Speed of Play: ${speed.name}`);
}

// ipywidgets makes its widgets anew now and then, and leaves handles and toggle buttons unnamed
function findHandles(f) {
  const others = [...f.box.children].filter((child) => child !== f.el && !child.contains(f.el));
  f.handles = f.rows.flatMap((control, row) => (others[row] ? [handleOf(control, others[row], row)] : []));
  f.handles.forEach((handle) => labelHandle(f, handle));
}

function handleOf(control, node, row) {
  const options = [...node.querySelectorAll('button')];
  if (node.style.order !== String(2 * row)) node.style.order = 2 * row;
  node.querySelectorAll('.widget-readout').forEach((readout) => {
    if (control.kind === 'steps') { readout.role = 'textbox'; readout.ariaLabel = `${control.label}, value`; }
    else if (readout.isContentEditable) readout.contentEditable = 'false'; // typing there would move nothing
  });
  if (options.length) {
    attribute(node, 'role', 'group');
    attribute(node, 'aria-label', control.label);
  }
  return { control, handle: node.querySelector('.noUi-handle'), options };
}

function labelHandle(f, { control, handle, options }) {
  const value = index(f, control.traits[0]);
  if (handle) {
    attribute(handle, 'aria-label', control.label);
    attribute(handle, 'aria-valuetext', control.kind === 'steps' ? String(value) : control.texts[value]);
  }
  options.forEach((node, i) => attribute(node, 'aria-pressed', String(i === value)));
}
