// The browser's half of a live figure. It knows pixels only: which artists there are, where each is
// drawn at every setting and step, and which setting the controls have chosen. It knows no mathematics.

const GAP = -32768;
const NUMBERS = { 1: Uint8Array, 2: Int16Array, 4: Int32Array }; // by their bytes

// ---- unpacking the table (the reverse of packing.py)

async function unpack(meta, bytes) {
  const raw = meta.packed ? await inflate(bytes) : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const slots = [];
  let offset = 0;
  for (const piece of meta.arrays) {
    const count = piece.shape.reduce((a, b) => a * b, 1);
    const size = Number(piece.type.slice(-1));
    const values = new NUMBERS[size](ordered(new Uint8Array(raw, offset, size * count), meta.packed ? size : 1));
    offset += size * count;
    if (meta.packed) restore(values, piece);
    const inner = piece.shape.slice(meta.grid.length);
    (slots[piece.slot] ??= {})[piece.name] = { values, inner, size: inner.reduce((a, b) => a * b, 1) };
  }
  const said = slots[meta.times.length];
  return { grid: meta.grid, times: meta.times, strings: JSON.parse(new TextDecoder().decode(raw.slice(offset))), slots, error: said.error, said: said.said };
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer();
}

// all first bytes, then all second bytes … → the bytes of each number together
function ordered(planes, size) {
  const count = planes.length / size, bytes = new Uint8Array(planes.length);
  for (let i = 0; i < count; i++) for (let p = 0; p < size; p++) bytes[size * i + p] = planes[count * p + i];
  return bytes.buffer;
}

function restore(values, { shape, axes, name }) {
  for (const axis of axes) {
    const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const block = stride * shape[axis];
    for (let start = 0; start < values.length; start += block)
      for (let i = start + stride; i < start + block; i++) values[i] += values[i - stride];
  }
  if (name !== 'segments') return;
  const row = 4 * shape[shape.length - 2];
  for (let start = 0; start < values.length; start += row)
    for (let i = start + 4; i < start + row; i += 4) {
      values[i] += values[i - 2];
      values[i + 1] += values[i - 1];
    }
}

// ---- one moment of one artist: its arrays at a cell of the grid and a step

function moment(slot, time, cell, step, steps) {
  const out = {};
  for (const [name, { values, inner, size }] of Object.entries(slot)) {
    const rest = time === 'frames' ? inner.slice(1) : inner;
    const length = rest.reduce((a, b) => a * b, 1);
    const start = cell * size + (time === 'frames' ? step * length : 0);
    const rows = time === 'trail' ? rest[0] - steps + step : rest[0] ?? 1;
    out[name] = values.subarray(start, start + (rest.length ? length / rest[0] * rows : 1));
    out[name].shape = rest;
  }
  return out;
}

// ---- painting, one function for each kind of artist in artists.py

const paths = new Map();
const shape = (text) => paths.get(text) ?? paths.set(text, new Path2D(text)).get(text);
const turn = (list, i) => list[i % list.length];

function trace(g, s) {
  g.beginPath();
  let x, y;
  for (let i = 0; i < s.length; i += 4) {
    if (s[i + 2] === GAP) { x = undefined; continue; }
    if (s[i] !== x || s[i + 1] !== y) g.moveTo(s[i] / 8, s[i + 1] / 8);
    x = s[i + 2]; y = s[i + 3];
    g.lineTo(x / 8, y / 8);
  }
}

function stamp(g, path, x, y, scale = 1) {
  g.translate(x / 8, y / 8);
  if (scale !== 1) g.scale(scale, scale);
  if (path.fill) { g.fillStyle = path.fill; g.fill(shape(path.path)); }
  if (path.stroke && path.width > 0) {
    g.lineWidth = path.width / scale; g.strokeStyle = path.stroke; g.stroke(shape(path.path));
  }
  if (scale !== 1) g.scale(1 / scale, 1 / scale);
  g.translate(-x / 8, -y / 8);
}

const painters = {
  Lines(g, style, { segments: s }) {
    if (style.stroke) {
      trace(g, s);
      g.lineJoin = 'round';
      if (style.halo) { g.strokeStyle = style.halo.stroke; g.lineWidth = style.halo.width; g.stroke(); }
      g.setLineDash(style.dashes); g.lineDashOffset = style.offset;
      g.strokeStyle = style.stroke; g.lineWidth = style.width; g.stroke();
      g.setLineDash([]);
    }
    const { marker, halo } = style;
    if (marker)
      for (let i = 0; i < s.length; i += 4) {
        if (s[i + 2] === GAP) continue;
        if (halo) stamp(g, { ...marker, ...halo, fill: null }, s[i + 2], s[i + 3]);
        stamp(g, marker, s[i + 2], s[i + 3]);
      }
  },
  Segments(g, style, { segments: s, color, size }) {
    for (let i = 0; i < s.length / 4; i++) {
      if (s[4 * i + 2] === GAP) continue;
      g.beginPath();
      g.moveTo(s[4 * i] / 8, s[4 * i + 1] / 8); g.lineTo(s[4 * i + 2] / 8, s[4 * i + 3] / 8);
      const stroke = color ? style.palette[color[i]] : turn(style.strokes, i);
      const width = size ? size[i] / 8 : turn(style.widths, i);
      if (!stroke || !width) continue;
      g.setLineDash(turn(style.dashes, i)); g.lineDashOffset = turn(style.offsets, i);
      g.lineCap = g.getLineDash().length ? 'butt' : 'round'; // no notch between one and the next
      g.strokeStyle = stroke; g.lineWidth = width; g.stroke();
    }
  },
  Scatter(g, style, { points: p, color, size }) {
    for (let i = 0; i < p.length / 2; i++) {
      const scale = size ? size[i] / 8 : turn(style.sizes, i);
      if (p[2 * i] === GAP || !scale) continue;
      const fill = color ? style.palette[color[i]] : turn(style.fills, i);
      const stroke = style.edges ? turn(style.edges, i) : fill;
      stamp(g, { path: style.path, width: style.edgewidth, fill, stroke }, p[2 * i], p[2 * i + 1], scale);
    }
  },
  Fills(g, style, { outline: o }) {
    g.beginPath();
    for (let i = 0; i < o.length; i += 2)
      if (o[i] !== GAP) g.lineTo(o[i] / 8, o[i + 1] / 8);
    g.closePath();
    if (style.fill) { g.fillStyle = style.fill; g.fill(); }
    if (style.stroke) { g.strokeStyle = style.stroke; g.lineWidth = style.width; g.stroke(); }
  },
  Bars(g, style, { rects: r }) {
    for (let i = 0; i < r.length / 4; i++) {
      if (r[4 * i] === GAP) continue;
      const [x, y, w, h] = [r[4 * i], r[4 * i + 1], r[4 * i + 2] - r[4 * i], r[4 * i + 3] - r[4 * i + 1]].map((v) => v / 8);
      g.fillStyle = turn(style.fills, i);
      g.fillRect(x, y, w, h);
      if (style.stroke) { g.strokeStyle = style.stroke; g.lineWidth = style.width; g.strokeRect(x, y, w, h); }
    }
  },
  Images(g, style, { pixels }) {
    const [height, width] = pixels.shape;
    const small = new OffscreenCanvas(width, height);
    const inner = small.getContext('2d');
    const image = inner.createImageData(width, height);
    const colours = (style.numbers ??= style.palette.map((c) => c.match(/[\d.e-]+/g).map(Number)));
    pixels.forEach((level, i) => {
      const [r, g_, b, a] = colours[Math.min(level, colours.length - 1)];
      image.data.set([r, g_, b, 255 * a], 4 * i);
    });
    inner.putImageData(image, 0, 0);
    g.imageSmoothingEnabled = style.smooth;
    g.drawImage(small, ...style.rect);
  },
  Texts(g, style, { text, at }, strings) {
    const lines = (strings[text[0]] ?? '').split('\n');
    if (at[0] === GAP || !lines.join('')) return;
    g.translate(at[0] / 8, at[1] / 8);
    g.rotate(style.angle);
    g.font = style.font; g.textAlign = style.align; g.textBaseline = 'alphabetic';
    const step = 1.2 * style.size, rise = 0.75 * style.size, extent = step * (lines.length - 1);
    const top = { top: rise, center: (rise - extent) / 2, center_baseline: (rise - extent) / 2 }[style.baseline]
      ?? -extent - (style.baseline === 'bottom' ? 0.22 * style.size : 0);
    if (style.box) {
      const w = Math.max(...lines.map((line) => g.measureText(line).width)), pad = style.box.pad;
      const left = { center: -w / 2, right: -w }[style.align] ?? 0;
      g.fillStyle = style.box.fill;
      g.fillRect(left - pad, top - rise - pad, w + 2 * pad, extent + 1.02 * style.size + 2 * pad);
    }
    lines.forEach((line, i) => {
      if (style.halo) {
        g.lineJoin = 'round'; g.lineWidth = style.halo.width; g.strokeStyle = style.halo.stroke;
        g.strokeText(line, 0, top + i * step);
      }
      g.fillStyle = style.fill;
      g.fillText(line, 0, top + i * step);
    });
  },
};

// ---- the figure's elements

function element(kind, className, attributes = {}, ...children) {
  const node = document.createElement(kind);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function button(text, name, action) {
  const node = element('button', 'live-button', { type: 'button', 'aria-label': name, title: name }, text);
  node.addEventListener('click', action);
  return node;
}

const url = (png) => URL.createObjectURL(new Blob([png], { type: 'image/png' }));

function render({ model, el }) {
  const spec = model.get('spec');
  const [width, height] = spec.size;
  const time = spec.controls.find((c) => c.kind === 'steps');
  const settings = spec.controls.filter((c) => c.kind !== 'steps');
  const traits = settings.flatMap((c) => c.traits);
  const steps = time ? time.n : 0;
  const ended = new AbortController();
  let data = null; // the unpacked table (in kernel mode: the newest answer)
  let drawn = null; // what the canvases show, [data, cell, step]: also their last good picture
  let playing = null;

  el.classList.add('live-parts');
  const below = element('img', 'live-layer', { alt: '' });
  const low = element('canvas', 'live-layer');
  const above = element('img', 'live-layer', { alt: '' });
  const high = element('canvas', 'live-layer', { role: 'img' });
  const stage = element('div', 'live-stage', {}, below, low, above, high);
  stage.style.aspectRatio = `${width} / ${height}`;
  const trouble = element('p', 'live-trouble', { role: 'alert' });
  const sentence = element('p', 'live-said', { 'aria-hidden': 'true' });
  const spoken = element('p', 'live-spoken', { 'aria-live': 'polite' });
  const note = element('p', 'live-note', {}, spec.note);
  const card = element('div', 'live-card', { role: 'group', 'aria-label': 'Live figure' }, stage, trouble, sentence, spoken, note);

  // -- choosing

  const index = (name) => model.get(name);
  function choose(changes) {
    model.set(changes); // all at once: nothing in between is shown or asked for
    try { model.save_changes(); } catch { /* the kernel is gone; the picture goes on */ }
  }
  const places = (control, at) => control.traits.map((name, i) => [name, at[i]]);
  const put = (control, at) => choose(Object.fromEntries(places(control, at)));
  const k = () => (time ? index(time.traits[0]) : 0);

  // -- painting

  const pictures = model.get('pictures').map(url), overs = model.get('above').map(url);
  const switcher = settings.find((c) => c.switches);
  const option = () => (switcher ? index(switcher.traits[0]) : 0);
  function backdrop() {
    const which = option();
    if (below.src !== pictures[which]) below.src = pictures[which];
    if (overs.length && above.src !== overs[which]) above.src = overs[which];
    above.hidden = !overs.length;
  }

  function paint() {
    const scale = (stage.clientWidth * (window.devicePixelRatio || 1)) / width;
    if (!scale || !drawn) return;
    const [table, cell, step] = drawn;
    for (const canvas of [low, high]) {
      const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
      if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
      const g = canvas.getContext('2d');
      g.setTransform(1, 0, 0, 1, 0, 0);
      g.clearRect(0, 0, w, h);
      spec.artists.forEach((artist, i) => {
        if (artist.low !== (canvas === low) || !table.slots[i] || !spec.seen[option()][i]) return;
        g.save();
        g.setTransform(w / width, 0, 0, h / height, 0, 0);
        g.beginPath(); g.rect(...artist.clip); g.clip();
        for (const inset of artist.under) { g.beginPath(); g.rect(0, 0, width, height); g.rect(...inset); g.clip('evenodd'); }
        painters[artist.kind](g, artist.style, moment(table.slots[i], table.times[i], cell, step, steps), table.strings);
        g.restore();
      });
    }
    high.dataset.cell = cell; high.dataset.step = step;
  }

  // -- saying

  let quiet;
  function say(text) {
    const whole = time && text ? `${text}${/[.!?…]$/.test(text) ? '' : '.'} Step ${k()} of ${steps}.` : text;
    sentence.textContent = text;
    high.setAttribute('aria-label', whole || 'Live figure');
    clearTimeout(quiet);
    if (spoken.textContent !== text) quiet = setTimeout(() => { spoken.textContent = text; }, 500);
  }
  function complain(text) {
    if (trouble.textContent !== text) trouble.textContent = text;
    card.classList.toggle('live-troubled', Boolean(text));
  }

  // -- from a setting to a picture

  function show(table, cell) {
    const error = table.strings[table.error.values[cell]] ?? '';
    complain(error);
    if (error) return; // the last good picture stays
    drawn = [table, cell, Math.min(k(), steps)];
    say(table.strings[table.said.values[cell]] ?? '');
    paint();
  }

  const asking = { busy: false, cell: null, timer: 0 }; // one request at a time, the newest wins
  function ask() {
    const cell = traits.map(index);
    if (asking.busy || String(cell) === String(asking.cell)) return;
    asking.cell = cell; asking.busy = true;
    asking.timer = setTimeout(() => complain('Waiting for Python to answer … (this figure needs a running kernel.)'), 1500);
    model.send({ cell });
  }
  async function answered(message, buffers) {
    clearTimeout(asking.timer);
    asking.busy = false;
    if (message.error) complain(message.error);
    else {
      const view = buffers[0];
      data = await unpack(message.meta, new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength));
      show(data, 0);
    }
    ask();
  }

  function update() {
    backdrop();
    label();
    if (spec.mode === 'table') {
      if (data) show(data, traits.reduce((cell, name, i) => cell * data.grid[i] + index(name), 0));
    } else if (dead) complain(stopped);
    else ask();
  }
  function tick() {
    label();
    if (!drawn) return;
    drawn = [drawn[0], drawn[1], k()];
    if (!trouble.textContent) say(sentence.textContent);
    paint();
  }

  const stopped = 'The kernel stopped; the last picture stays. Run the cell again.';
  let dead = false;
  function died() {
    dead = true;
    clearTimeout(asking.timer);
    if (spec.mode === 'kernel') complain(stopped);
  }

  // -- buttons: presets beside their control, Play, Step and Reset beside the steps

  function play() {
    if (playing) return pause();
    if (k() >= steps) put(time, [0]);
    const pace = Math.min(400, Math.max(50, 4000 / steps));
    let at = k(); // if it is another at the next step, the reader has taken over
    playing = setInterval(() => (k() === at && at < steps ? put(time, [++at]) : pause()), pace);
    label();
  }
  function pause() {
    clearInterval(playing); playing = null;
    label();
  }
  function reset() {
    pause();
    choose(Object.fromEntries(spec.controls.flatMap((control) => places(control, control.default))));
  }

  const rows = spec.controls.filter((c) => c.kind !== 'point');
  let lines = rows.length, alone; // for buttons that stand beside no slider
  function group(control, name, ...buttons) {
    const node = element('div', 'live-buttons', { role: 'group', 'aria-label': name }, ...buttons);
    const beside = rows.indexOf(control), row = beside < 0 ? lines++ : beside;
    node.classList.toggle('live-alone', beside < 0);
    node.style.setProperty('--row', row + 1);
    node.style.order = 2 * row + 1; // in one column each stands below its slider
    if (beside < 0) alone = node;
    el.append(node);
  }
  const presets = [];
  for (const control of spec.controls) {
    const buttons = control.presets.map(({ at, text }) => {
      const node = button(text, `${control.label} = ${text}`, () => put(control, at));
      presets.push({ node, control, at });
      return node;
    });
    if (buttons.length) group(control, `${control.label}: presets`, ...buttons);
  }
  const resetter = button('Reset', 'Reset: everything as at the start', reset);
  const player = time && button('▶ Play', 'Play the steps', play);
  const stepper = time && button('Step', 'One step further', () => { pause(); put(time, [(k() + 1) % (steps + 1)]); });
  const bare = time ?? rows.find((c) => !c.presets.length); // a row that has no buttons yet
  if (bare || !alone) group(bare, time ? 'Time' : 'Reset', ...(time ? [player, stepper, resetter] : [resetter]));
  else alone.append(resetter);

  // as large as the column, but seen whole, controls and sentence too, on a low screen; in a narrow
  // window its type stays legible, and the card scrolls sideways
  stage.style.width = `min(100%, ${Math.round(1.3 * width)}px, max(360px, (100vh - ${178 + 33 * lines}px) * ${width / height}))`;
  stage.style.minWidth = `min(${Math.round(0.45 * width)}px, 400px)`;
  el.append(card);
  marks({ model, stage, size: spec.size, signal: ended.signal });

  // -- a point that is dragged

  const handles = spec.controls.filter((c) => c.kind === 'point').map((control) => {
    const node = element('button', 'live-point', { type: 'button', 'aria-roledescription': 'movable point' });
    const [nx, ny] = control.traits;
    const clamp = (i, list) => Math.max(0, Math.min(list.length - 1, i));
    const nearest = (v, list) => list.reduce((best, u, i) => (Math.abs(u - v) < Math.abs(list[best] - v) ? i : best), 0);
    const follow = (e) => {
      const box = stage.getBoundingClientRect(), scale = width / box.width;
      put(control, [nearest((e.clientX - box.left) * scale, control.x), nearest((e.clientY - box.top) * scale, control.y)]);
    };
    node.addEventListener('pointerdown', (e) => { node.setPointerCapture(e.pointerId); node.focus(); e.preventDefault(); });
    node.addEventListener('pointermove', (e) => { if (node.hasPointerCapture(e.pointerId)) follow(e); });
    node.addEventListener('keydown', (e) => {
      const stride = e.shiftKey ? 5 : 1;
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key] ?? [0, 0];
      if (!dx && !dy) return;
      e.preventDefault(); e.stopPropagation();
      put(control, [clamp(index(nx) + stride * dx, control.x), clamp(index(ny) + stride * dy, control.y)]);
    });
    stage.append(node);
    return { node, control };
  });

  // -- names and states for those who do not see, and for the eye

  function label() {
    for (const { node, control } of handles) {
      const [i, j] = control.traits.map(index);
      node.style.left = `${(100 * control.x[i]) / width}%`;
      node.style.top = `${(100 * control.y[j]) / height}%`;
      node.setAttribute('aria-label', `${control.label} at (${control.texts[0][i]}, ${control.texts[1][j]}); arrow keys move it`);
    }
    for (const { node, control, at } of presets)
      node.setAttribute('aria-pressed', String(control.traits.every((t, i) => index(t) === at[i])));
    if (player) {
      player.textContent = playing ? '❚❚ Pause' : '▶ Play';
      player.setAttribute('aria-label', playing ? 'Pause' : 'Play the steps');
    }
    nameSliders();
  }

  // ipywidgets leaves its slider handles and toggle buttons without accessible names
  function nameSliders() {
    const box = el.closest('.live-figure');
    if (!box) return;
    const found = [...box.children].filter((child) => child !== el && !child.contains(el));
    rows.forEach((control, row) => {
      if (found[row]) found[row].style.order = 2 * row;
      const value = index(control.traits[0]);
      const text = control.kind === 'steps' ? String(value) : control.texts[value];
      const handle = found[row]?.querySelector('.noUi-handle');
      if (handle) for (const [name, what] of [['aria-label', control.label], ['aria-valuetext', text]])
        if (handle.getAttribute(name) !== what) handle.setAttribute(name, what);
      found[row]?.querySelectorAll('.widget-readout').forEach((node) => {
        if (control.kind === 'steps') { node.role = 'textbox'; node.ariaLabel = `${control.label}, value`; }
        else if (node.isContentEditable) node.contentEditable = 'false'; // typing there would move nothing
      });
      found[row]?.querySelectorAll('button').forEach((node, i) => node.setAttribute('aria-pressed', String(i === value)));
    });
  }

  // -- start

  for (const name of traits) model.on(`change:${name}`, update);
  if (time) model.on(`change:${time.traits[0]}`, tick);
  model.on('msg:custom', answered);
  model.on('comm_live_update', died);
  const sized = new ResizeObserver(() => {
    el.closest('.live-figure')?.classList.toggle('live-narrow', card.clientWidth < 640);
    card.toggleAttribute('tabindex', false);
    if (card.scrollWidth > card.clientWidth) card.tabIndex = 0; // to be scrolled by keyboard
    paint();
  });
  sized.observe(stage);
  sized.observe(card);

  const attached = setInterval(() => {
    const box = el.closest('.live-figure');
    if (!box) return;
    clearInterval(attached);
    box.addEventListener('keydown', (e) => { // what is typed here is no command to JupyterLab
      if (!e.ctrlKey && !e.metaKey && !e.altKey) e.stopPropagation();
    }, { signal: ended.signal });
    box.style.setProperty('--rows', lines);
    box.style.setProperty('--label', `${Math.max(0, ...rows.map((c) => c.label.length))}ch`); // sliders begin at one place
    const watch = new MutationObserver(nameSliders);
    watch.observe(box, { childList: true, subtree: true });
    ended.signal.addEventListener('abort', () => watch.disconnect());
    label();
  }, 30);

  backdrop();
  label();
  unpack(model.get('meta'), new Uint8Array(model.get('table').buffer, model.get('table').byteOffset, model.get('table').byteLength))
    .then((table) => {
      data = table;
      if (spec.mode === 'table') update();
      else {
        show(table, 0);
        if (settings.some((c) => c.traits.some((t, i) => index(t) !== c.default[i]))) update();
      }
    }, (error) => complain(`This browser cannot unpack the figure (${error.message}).`));

  return () => {
    ended.abort();
    clearInterval(attached);
    clearInterval(playing);
    clearTimeout(quiet); clearTimeout(asking.timer);
    sized.disconnect();
    for (const name of traits) model.off(`change:${name}`, update);
    if (time) model.off(`change:${time.traits[0]}`, tick);
    model.off('msg:custom', answered);
    model.off('comm_live_update', died);
    [...pictures, ...overs].forEach((u) => URL.revokeObjectURL(u));
  };
}

export default { render };
