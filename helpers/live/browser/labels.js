// ---- names and states, for those who do not see and for the eye

function label(f) {
  const [width, height] = f.spec.size;
  for (const { node, control } of f.points) {
    const [i, j] = control.traits.map((name) => index(f, name));
    node.style.left = `${(100 * control.x[i]) / width}%`;
    node.style.top = `${(100 * control.y[j]) / height}%`;
    attribute(node, 'aria-label', `${control.label} at (${control.texts[0][i]}, ${control.texts[1][j]}); arrow keys move it`);
  }
  for (const { node, control, at } of f.presets) attribute(node, 'aria-pressed', String(chosen(f, control, at)));
  if (f.player) {
    write(f.player, f.playing ? '❚❚ Pause' : '▶ Play');
    attribute(f.player, 'aria-label', f.playing ? 'Pause' : 'Play the steps');
  }
  f.handles.forEach((handle) => labelHandle(f, handle));
}

// ipywidgets makes its widgets anew now and then, and leaves handles and toggle buttons unnamed
function findHandles(f) {
  const others = [...f.box.children].filter((child) => child !== f.el && !child.contains(f.el));
  f.handles = f.rows.flatMap((control, row) => (others[row] ? [handleOf(control, others[row], row)] : []));
  f.handles.forEach((handle) => labelHandle(f, handle));
}

function handleOf(control, node, row) {
  if (node.style.order !== String(2 * row)) node.style.order = 2 * row;
  node.querySelectorAll('.widget-readout').forEach((readout) => {
    if (control.kind === 'steps') { readout.role = 'textbox'; readout.ariaLabel = `${control.label}, value`; }
    else if (readout.isContentEditable) readout.contentEditable = 'false'; // typing there would move nothing
  });
  return { control, handle: node.querySelector('.noUi-handle'), options: [...node.querySelectorAll('button')] };
}

function labelHandle(f, { control, handle, options }) {
  const value = index(f, control.traits[0]);
  if (handle) {
    attribute(handle, 'aria-label', control.label);
    attribute(handle, 'aria-valuetext', control.kind === 'steps' ? String(value) : control.texts[value]);
  }
  options.forEach((node, i) => attribute(node, 'aria-pressed', String(i === value)));
}
