// ---- buttons: presets beside their control; Play, Step and Reset beside the steps; the view's below

function buttonsOf(f) {
  for (const control of f.spec.controls) {
    const buttons = control.presets.map((preset) => presetOf(f, control, preset));
    if (buttons.length) group(f, control, `${control.label}: presets`, ...buttons);
  }
  const resetter = button('Reset', 'Reset: everything as at the start', () => reset(f), 'R');
  const bare = f.time ?? f.rows.find((c) => !c.presets.length); // a row that has no buttons yet
  if (bare || !f.alone) group(f, bare, f.time ? 'Time' : 'Reset', ...(f.time ? timers(f) : []), resetter);
  else f.alone.append(resetter);
}

function presetOf(f, control, { at, text }) {
  const preset = { control, at }, n = f.presets.push(preset);
  preset.node = button(text, `${control.label} = ${text}`, () => press(f, preset), n < 10 ? n : '');
  return preset.node;
}

function timers(f) {
  f.player = button('', 'Play the steps', () => playOrPause(f), 'space');
  f.player.classList.add('live-play');
  f.stepper = button('Step', 'One step further', () => stepBy(f, 1), '+');
  f.speeder = button('', '', () => nextSpeed(f));
  f.speeder.classList.add('live-speed');
  return [f.player, f.stepper, f.speeder];
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

// what changes the view, not the setting
function tools(f) {
  const tool = (picture, act, key) => {
    const node = button(picture in ICONS ? icon(picture) : picture, '', act, key);
    node.classList.add('live-tool');
    return node;
  };
  f.pinner = tool('pin', () => togglePin(f), 'P');
  f.worder = tool('words', () => toggleWords(f), 'B');
  f.filler = tool('full', () => toggleFull(f), 'F');
  const helper = tool('?', () => showKeys(f), '?');
  rename(helper, 'Keys');
  return element('div', 'live-tools', { role: 'group', 'aria-label': 'View' }, f.pinner, f.worder, f.filler, helper);
}
