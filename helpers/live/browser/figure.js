// ---- the figure: `f` holds all of its state; the functions above read and change it

function figureOf({ model, el }) {
  const spec = model.get('spec'), { controls } = spec;
  const settings = controls.filter((c) => c.kind !== 'steps'), time = controls.find((c) => c.kind === 'steps');
  const rows = controls.filter((c) => c.kind !== 'point');
  return {
    model, el, spec, settings, time, rows,
    traits: settings.flatMap((c) => c.traits),
    steps: time ? time.n : 0,
    switcher: settings.find((c) => c.switches),
    anyLow: spec.artists.some((artist) => artist.low),
    pictures: model.get('pictures').map(url),
    overs: model.get('above').map(url),
    box: null, // the whole figure, once it stands in the page
    nodes: {}, presets: [], points: [], handles: [],
    lines: rows.length, alone: null,
    scale: 0, // canvas pixels a figure pixel
    table: null, // unpacked (in kernel mode: the newest answer)
    drawn: null, // the last good picture: { table, cell, step, at: the settings' indices }
    backdrop: null, painted: null, pinned: null, // the option behind, what the canvases show, and the ghost
    playing: false, clock: null, speed: 0,
    wordless: false, quiet: null, dead: false,
    asking: { busy: false, cell: null, timer: 0 },
  };
}

function build(f, signal) {
  const { spec, el } = f, layers = stageOf(spec);
  const nodes = {
    ...layers,
    trouble: element('p', 'live-trouble', { role: 'alert' }),
    sentence: element('p', 'live-said', { 'aria-hidden': 'true' }),
    ruler: element('p', 'live-ruler', { 'aria-hidden': 'true' }), // keeps the longest sentence's room
    spoken: element('p', 'live-spoken', { 'aria-live': 'polite' }),
    read: element('p', 'live-spoken live-read'),
    pinned: element('p', 'live-pinned', { hidden: '' }),
    dialog: dialogOf(f),
  };
  const words = element('div', 'live-words', {}, nodes.ruler, nodes.sentence, nodes.trouble);
  const foot = element('div', 'live-foot', {}, words, element('div', 'live-side', {}, tools(f), nodes.pinned));
  nodes.card = element('div', 'live-card', { role: 'group', 'aria-label': 'Live figure', tabindex: -1 },
    element('div', 'live-view', {}, layers.stage), nodes.read, nodes.spoken, foot, element('p', 'live-note', {}, spec.note), nodes.dialog);
  f.nodes = nodes;
  el.classList.add('live-parts');
  buttonsOf(f);
  el.append(nodes.card);
  f.points = spec.controls.filter((c) => c.kind === 'point').map((control) => pointOf(f, control));
  if (f.points.length) movePoints(f, signal);
  showPin(f, '');
  labelWords(f);
  // guess cards put their flags and curves on the stage (marks.js)
  marks({ model: f.model, stage: layers.stage, size: spec.size, signal });
}

// -- from a setting to a picture

function show(f, table, cell, at) {
  const error = table.strings[table.error.values[cell]] ?? '';
  complain(f, error);
  if (error) return; // the last good picture stays
  f.drawn = { table, cell, at, step: step(f) };
  paint(f); // first: a canvas asks for the page's style, which all that follows changes
  say(f);
}

const settingsOf = (f) => f.traits.map((name) => index(f, name));

function update(f) {
  backdrop(f);
  picture(f);
  labelSettings(f);
}

function picture(f) {
  if (f.spec.mode === 'table') {
    const at = settingsOf(f);
    if (f.table) show(f, f.table, at.reduce((cell, i, axis) => cell * f.table.grid[axis] + i, 0), at);
  } else if (f.dead) complain(f, STOPPED);
  else ask(f);
}

function tick(f) {
  if (f.drawn) {
    f.drawn = { ...f.drawn, step: step(f) };
    paint(f);
    say(f);
  }
  labelSettings(f);
  labelTime(f);
}

// -- from its first to its last moment in the page

function listen(f, signal) {
  const { model } = f;
  const heard = [
    ...f.traits.map((name) => [`change:${name}`, () => update(f)]),
    ...(f.time ? [[`change:${f.time.traits[0]}`, () => tick(f)]] : []),
    ['msg:custom', (message, buffers) => answered(f, message, buffers ?? [])],
    ['comm_live_update', () => died(f)],
  ];
  for (const [name, act] of heard) model.on(name, act);
  signal.addEventListener('abort', () => { for (const [name, act] of heard) model.off(name, act); });
}

function attach(f, signal) {
  const { box, nodes } = f;
  const panel = box.closest('.jp-LinkedOutputView');
  const hear = (target, name, act) => target.addEventListener(name, act, { signal });
  hear(box, 'keydown', (e) => keyed(f, e));
  hear(box, 'click', (e) => clicked(f, e));
  hear(box, 'live-enter', (e) => entered(f, e.detail.full));
  hear(document, 'fullscreenchange', (e) => filled(f, e.target));
  hear(window, 'resize', () => { fit(f); requestAnimationFrame(() => measure(f)); }); // slides are scaled anew
  keepKeys(f, signal);
  watchDensity(f, signal);
  railsOf(f, signal);
  box.style.setProperty('--rows', f.lines);
  box.style.setProperty('--label', `${Math.max(0, ...f.rows.map((c) => c.label.length))}ch`); // sliders begin at one place
  const anew = (change) => [...change.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE);
  const watch = new MutationObserver((changes) => { if (changes.some(anew)) findHandles(f); });
  watch.observe(box, { childList: true, subtree: true });
  const sized = new ResizeObserver(() => fit(f));
  for (const node of [box, panel].filter(Boolean)) sized.observe(node);
  const staged = new ResizeObserver(() => measure(f));
  staged.observe(nodes.stage);
  for (const observer of [watch, sized, staged]) signal.addEventListener('abort', () => observer.disconnect());
  fit(f);
  findHandles(f);
}

function opened(f, table) {
  f.table = table;
  if (f.spec.mode === 'table') update(f);
  else {
    show(f, table, 0, f.settings.flatMap((control) => control.default));
    if (f.settings.some((control) => !chosen(f, control, control.default))) update(f);
  }
  write(f.nodes.ruler, longest(f));
}

function render({ model, el }) {
  const f = figureOf({ model, el }), ended = new AbortController(), { signal } = ended;
  build(f, signal);
  listen(f, signal);
  const attached = setInterval(() => {
    f.box = el.closest('.live-figure');
    if (!f.box) return;
    clearInterval(attached);
    attach(f, signal);
  }, 30);
  backdrop(f);
  labelSettings(f);
  if (f.time) labelTime(f);
  unpack(model.get('meta'), bytesOf(model.get('table'))).then((table) => opened(f, table))
    .catch((error) => complain(f, `This browser cannot unpack the figure (${error.message}).`));
  return () => {
    ended.abort();
    clearInterval(attached); clearInterval(f.clock);
    if (f.box) tighten(f, false);
    clearTimeout(f.quiet); clearTimeout(f.asking.timer);
    [...f.pictures, ...f.overs].forEach((u) => URL.revokeObjectURL(u));
  };
}

export default { initialize: join, render };
