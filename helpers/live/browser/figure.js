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
    pictures: model.get('pictures').map(url),
    overs: model.get('above').map(url),
    box: null, // the whole figure, once it stands in the page
    nodes: {}, presets: [], points: [], handles: [], player: null,
    lines: rows.length, alone: null,
    table: null, // unpacked (in kernel mode: the newest answer)
    drawn: null, // what the canvases show, { table, cell, step }: also their last good picture
    playing: null, quiet: null, dead: false,
    asking: { busy: false, cell: null, timer: 0 },
  };
}

function build(f) {
  const { spec, el } = f;
  const trouble = element('p', 'live-trouble', { role: 'alert' });
  const sentence = element('p', 'live-said', { 'aria-hidden': 'true' });
  const spoken = element('p', 'live-spoken', { 'aria-live': 'polite' });
  const layers = stageOf(spec);
  const card = element('div', 'live-card', { role: 'group', 'aria-label': 'Live figure' },
    layers.stage, trouble, sentence, spoken, element('p', 'live-note', {}, spec.note));
  f.nodes = { ...layers, trouble, sentence, spoken, card };
  el.classList.add('live-parts');
  buttonsOf(f);
  const [width, height] = spec.size;
  // as large as the column, but seen whole, controls and sentence too, on a low screen; in a narrow
  // window its type stays legible, and the card scrolls sideways
  layers.stage.style.width = `min(100%, ${Math.round(1.3 * width)}px, max(360px, (100vh - ${178 + 33 * f.lines}px) * ${width / height}))`;
  layers.stage.style.minWidth = `min(${Math.round(0.45 * width)}px, 400px)`;
  el.append(card);
  f.points = spec.controls.filter((c) => c.kind === 'point').map((control) => pointOf(f, control));
}

// -- from a setting to a picture

function show(f, table, cell) {
  const error = table.strings[table.error.values[cell]] ?? '';
  complain(f, error);
  if (error) return; // the last good picture stays
  f.drawn = { table, cell, step: Math.min(step(f), f.steps) };
  say(f, table.strings[table.said.values[cell]] ?? '');
  paint(f);
}

const cellOf = (f) => f.traits.reduce((cell, name, i) => cell * f.table.grid[i] + index(f, name), 0);

function update(f) {
  backdrop(f);
  label(f);
  if (f.spec.mode === 'table') {
    if (f.table) show(f, f.table, cellOf(f));
  } else if (f.dead) complain(f, STOPPED);
  else ask(f);
}

function tick(f) {
  label(f);
  if (!f.drawn) return;
  f.drawn = { ...f.drawn, step: step(f) };
  if (!f.nodes.trouble.textContent) say(f, f.nodes.sentence.textContent);
  paint(f);
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

function resized(f) {
  const { card } = f.nodes;
  f.el.closest('.live-figure')?.classList.toggle('live-narrow', card.clientWidth < 640);
  card.toggleAttribute('tabindex', false);
  if (card.scrollWidth > card.clientWidth) card.tabIndex = 0; // to be scrolled by keyboard
  paint(f);
}

function attach(f, signal) {
  const { box } = f;
  box.addEventListener('keydown', (e) => { // what is typed here is no command to JupyterLab
    if (!e.ctrlKey && !e.metaKey && !e.altKey) e.stopPropagation();
  }, { signal });
  box.style.setProperty('--rows', f.lines);
  box.style.setProperty('--label', `${Math.max(0, ...f.rows.map((c) => c.label.length))}ch`); // sliders begin at one place
  const watch = new MutationObserver(() => findHandles(f));
  watch.observe(box, { childList: true, subtree: true });
  signal.addEventListener('abort', () => watch.disconnect());
  findHandles(f);
}

function render({ model, el }) {
  const f = figureOf({ model, el }), ended = new AbortController(), { signal } = ended;
  build(f);
  listen(f, signal);
  marks({ model, stage: f.nodes.stage, size: f.spec.size, signal });
  const sized = new ResizeObserver(() => resized(f));
  sized.observe(f.nodes.stage);
  sized.observe(f.nodes.card);
  const attached = setInterval(() => {
    f.box = el.closest('.live-figure');
    if (!f.box) return;
    clearInterval(attached);
    attach(f, signal);
  }, 30);
  backdrop(f);
  label(f);
  unpack(model.get('meta'), bytesOf(model.get('table'))).then((table) => {
    f.table = table;
    if (f.spec.mode === 'table') return update(f);
    show(f, table, 0);
    if (f.settings.some((control) => !chosen(f, control, control.default))) update(f);
  }).catch((error) => complain(f, `This browser cannot unpack the figure (${error.message}).`));
  return () => {
    ended.abort();
    clearInterval(attached);
    clearInterval(f.playing);
    clearTimeout(f.quiet); clearTimeout(f.asking.timer);
    sized.disconnect();
    [...f.pictures, ...f.overs].forEach((u) => URL.revokeObjectURL(u));
  };
}

export default { render };
