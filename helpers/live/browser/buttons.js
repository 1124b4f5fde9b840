// ---- buttons: presets beside their control; Play, Step and Reset beside the steps

function buttonsOf(f) {
  f.presets = [];
  for (const control of f.spec.controls) {
    const buttons = control.presets.map(({ at, text }) => {
      const node = button(text, `${control.label} = ${text}`, () => put(f, control, at));
      f.presets.push({ node, control, at });
      return node;
    });
    if (buttons.length) group(f, control, `${control.label}: presets`, ...buttons);
  }
  const resetter = button('Reset', 'Reset: everything as at the start', () => reset(f));
  f.player = f.time && button('▶ Play', 'Play the steps', () => play(f));
  const stepper = f.time && button('Step', 'One step further', () => stepOn(f));
  const bare = f.time ?? f.rows.find((c) => !c.presets.length); // a row that has no buttons yet
  if (bare || !f.alone) group(f, bare, f.time ? 'Time' : 'Reset', ...(f.time ? [f.player, stepper, resetter] : [resetter]));
  else f.alone.append(resetter);
}

function group(f, control, name, ...buttons) {
  const node = element('div', 'live-buttons', { role: 'group', 'aria-label': name }, ...buttons);
  const beside = f.rows.indexOf(control), row = beside < 0 ? f.lines++ : beside;
  node.classList.toggle('live-alone', beside < 0);
  node.style.setProperty('--row', row + 1);
  node.style.order = 2 * row + 1; // in one column each stands below its slider
  if (beside < 0) f.alone = node; // for buttons that stand beside no slider
  f.el.append(node);
}
