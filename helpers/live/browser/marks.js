// ---- marks: what a guess card asks the reader to put on the stage, a flag or a curve
//
// Two traits of the model tell it all. `ask`: what is asked, {} for nothing:
//   { card, turn, kind: "place" or "sketch", box, frame, path, label, hint }
// `mark`: what the reader has put there, and the truth once it is told:
//   { card, kind, box, points, truth, said, at, done }
// Places are fractions of the box of the axes, (0, 0) at its lower left; `box` is in the figure's
// pixels; `at` holds the settings (time apart) of which the truth speaks: at others marks hide.

const MARK = { guess: '#8e24aa', truth: '#16212b' };
const COLUMNS = 60; // a sketch has one height in each
const between = (low, value, high) => Math.max(low, Math.min(high, value));

function marks({ model, stage, size, signal }) {
  const m = { model, stage, size, scale: 0, canvas: null, told: null, area: null, bar: null, at: [0.5, 0.5], stroke: null, painted: '' };
  const hear = (name, act) => { model.on(name, act); signal.addEventListener('abort', () => model.off(name, act)); };
  hear('change:ask', () => askOnStage(m));
  hear('change', () => showMarks(m));
  const measure = () => { // not at every mark: to ask for a size is to lay out the page
    m.scale = stage.getBoundingClientRect().width * (window.devicePixelRatio || 1) / size[0];
    showMarks(m);
  };
  const sized = new ResizeObserver(measure);
  sized.observe(stage);
  signal.addEventListener('abort', () => sized.disconnect());
  window.addEventListener('resize', () => requestAnimationFrame(measure), { signal }); // magnified, too
  askOnStage(m);
}

const asked = (m) => m.model.get('ask') ?? {};
const marked = (m) => m.model.get('mark') ?? {};

// -- the axes that take the pointer and the keys, and below the stage what is asked, with its buttons

function askOnStage(m) {
  const ask = asked(m), had = m.area?.contains(document.activeElement) || m.bar?.contains(document.activeElement);
  if (m.area && m.turn === ask.turn) { // the same question goes on
    m.bar.hint.textContent = ask.hint ?? '';
    return;
  }
  m.turn = ask.turn;
  m.area?.remove(); m.bar?.remove();
  m.area = m.bar = null;
  m.stage.classList.toggle('live-asking', Boolean(ask.card));
  if (!ask.card) {
    if (had) m.stage.closest('.live-card')?.focus({ preventScroll: true });
    return;
  }
  m.at = marked(m).card === ask.card && marked(m).points?.at(-1) || [0.5, ask.path ? onPath(ask.path, 0.5) : 0.5];
  m.area = areaOf(m, ask);
  m.bar = barOf(m, ask);
  m.stage.append(m.area);
  m.stage.parentElement.after(m.bar);
  if (m.stage.offsetParent) {
    m.bar.scrollIntoView({ block: 'nearest' });
    m.stage.scrollIntoView({ block: 'nearest' });
    m.area.focus({ preventScroll: true });
  }
}

function areaOf(m, ask) {
  const [left, top, width, height] = ask.box, [w, h] = m.size;
  const area = element('div', 'live-area', {
    tabindex: 0, role: 'slider', 'aria-label': ask.label, 'aria-valuemin': 0, 'aria-valuemax': 100,
    'aria-roledescription': ask.kind === 'place' ? 'flag' : 'pen',
  });
  Object.assign(area.style, { left: `${100 * left / w}%`, top: `${100 * top / h}%`, width: `${100 * width / w}%`, height: `${100 * height / h}%` });
  const at = (e) => {
    const box = area.getBoundingClientRect();
    return [between(0, (e.clientX - box.left) / box.width, 1), between(0, 1 - (e.clientY - box.top) / box.height, 1)];
  };
  area.addEventListener('pointerdown', (e) => {
    e.preventDefault(); e.stopPropagation();
    area.setPointerCapture(e.pointerId);
    area.focus({ preventScroll: true });
    m.stroke = null;
    putMark(m, at(e));
  });
  area.addEventListener('pointermove', (e) => { if (area.hasPointerCapture(e.pointerId)) putMark(m, at(e)); });
  area.addEventListener('pointerup', () => { m.stroke = null; saveMarks(m); });
  area.addEventListener('click', (e) => e.stopPropagation()); // a figure may take clicks on its map
  area.addEventListener('keydown', (e) => keyOnStage(m, e));
  area.addEventListener('focus', () => showMarks(m));
  area.addEventListener('blur', () => showMarks(m));
  speakCursor(m, area);
  return area;
}

function barOf(m, ask) {
  const hint = element('span', 'live-ask-hint', { role: 'alert' }, ask.hint ?? '');
  const bar = element('div', 'live-ask', { role: 'group', 'aria-label': 'Your guess' },
    element('span', 'live-ask-what', {}, ask.label), hint,
    button('Check my guess', 'Check my guess', () => m.model.set('mark', { ...marked(m), card: ask.card, done: (marked(m).done ?? 0) + 1 })),
    ...(ask.kind === 'sketch' ? [button('Rub out', 'Rub out the sketch', () => { keepMark(m, []); saveMarks(m); m.area.focus({ preventScroll: true }); })] : []),
    button('Not now', 'Not now: put the guess aside', () => stopAsking(m)));
  bar.hint = hint;
  bar.addEventListener('click', (e) => e.stopPropagation()); // the focus stays here
  bar.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') stopAsking(m);
    e.stopPropagation(); // the figure has keys of its own
  });
  return bar;
}

function stopAsking(m) {
  m.model.set('ask', {});
  saveMarks(m);
}

// -- putting: by the pointer, or at the cross that the arrow keys move

function keyOnStage(m, e) {
  const ask = asked(m), [dx, dy] = ARROWS[e.key] ?? [0, 0], stride = (e.shiftKey ? 5 : 1) / COLUMNS;
  if (dx || dy) {
    const x = between(0, Math.round(COLUMNS * (m.at[0] + stride * dx)) / COLUMNS, 1);
    m.at = [x, ask.path ? onPath(ask.path, x) : between(0, m.at[1] + stride * dy, 1)];
    speakCursor(m);
    showMarks(m);
  } else if (e.key === 'Enter' || e.key === ' ') {
    m.stroke = null; // a point of its own
    putMark(m, m.at);
    m.stroke = null;
    saveMarks(m);
    if (ask.kind === 'place') m.bar.querySelector('button').focus({ preventScroll: true });
  } else if (e.key === 'Escape') stopAsking(m);
  else return;
  e.preventDefault(); e.stopPropagation();
}

function putMark(m, [x, y]) {
  const ask = asked(m);
  m.at = [x, ask.path ? onPath(ask.path, x) : y];
  keepMark(m, ask.kind === 'place' ? [m.at] : stroked(m, m.at));
  speakCursor(m);
}

// the sketch with one more piece: from the last place of this stroke to here, a height in each column
function stroked(m, [x, y]) {
  const here = [Math.round(x * COLUMNS), y], from = m.stroke ?? here, points = new Map();
  if (marked(m).card === asked(m).card)
    for (const [u, v] of marked(m).points ?? []) points.set(Math.round(u * COLUMNS), v);
  const way = here[0] - from[0];
  for (let i = 0; i <= Math.abs(way); i++) {
    const part = way ? i / Math.abs(way) : 1;
    points.set(from[0] + i * Math.sign(way), from[1] + part * (here[1] - from[1]));
  }
  m.stroke = here;
  return [...points].sort((a, b) => a[0] - b[0]).map(([column, v]) => [column / COLUMNS, v]);
}

function keepMark(m, points) {
  const { card, kind, box } = asked(m);
  m.model.set('mark', { card, kind, box, points });
}

function saveMarks(m) {
  try { m.model.save_changes(); } catch { /* the kernel is gone; the marks stay */ }
}

// the height of a path [[x, y], …] at x
function onPath(path, x) {
  const next = path.findIndex(([u]) => u >= x);
  if (next <= 0) return between(0, path.at(next)[1], 1);
  const [[u0, v0], [u1, v1]] = [path[next - 1], path[next]];
  return between(0, v0 + (x - u0) / (u1 - u0) * (v1 - v0), 1);
}

// -- in data: what is read out, for those who do not see

function speakCursor(m, area = m.area) {
  const { frame, path } = asked(m), [x, y] = m.at;
  const across = `${frame.x.name} = ${written(reach(frame.x, x), 3)}`;
  area.setAttribute('aria-valuenow', Math.round(100 * (path ? x : y)));
  area.setAttribute('aria-valuetext', path ? across : `${across}, ${frame.y.name} = ${written(reach(frame.y, y), 3)}`);
}

// -- painting: a canvas of its own, as sharp as the screen, that is there only while it is needed

function showMarks(m) {
  const { model, stage } = m, mark = marked(m), ask = asked(m);
  if (!ask.card && !mark.card) {
    m.canvas?.remove(); m.told?.remove();
    m.canvas = m.told = null; m.painted = '';
    return;
  }
  if (!m.canvas) stage.prepend(m.canvas = element('canvas', 'live-marks'));
  m.canvas.hidden = Object.entries(mark.at ?? {}).some(([name, i]) => model.get(name) !== i);
  if (!m.told) stage.parentElement.after(m.told = element('p', 'live-told'));
  write(m.told, m.canvas.hidden ? '' : mark.said ?? ''); // the card itself says it aloud
  const { scale } = m;
  const cross = m.area?.matches(':focus-visible') && !m.stroke ? m.at : null;
  const now = JSON.stringify([scale, mark, ask.card, cross]); // few numbers: quicker than painting
  if (m.canvas.hidden || !scale || now === m.painted) return;
  m.painted = now;
  const g = cleared(m.canvas, m.size, scale);
  g.lineJoin = g.lineCap = 'round';
  const place = pixelsIn(mark.box ?? ask.box);
  const big = Math.max(1, 0.85 * (window.devicePixelRatio || 1) / scale); // legible on a telephone, too
  if (mark.kind === 'place') paintFlags(g, mark, place, big);
  if (mark.kind === 'sketch') paintCurves(g, mark, place, big);
  if (cross) paintCross(g, place, cross, big);
  m.canvas.dataset.points = mark.points?.length ?? 0;
  m.canvas.dataset.truth = Boolean(mark.truth);
}

const pixelsIn = ([left, top, width, height]) => ([x, y]) => [left + x * width, top + (1 - y) * height];

function paintFlags(g, { points = [], truth, box: [left, , width] }, place, big) {
  const [there] = truth ?? [], [here] = points, right = left + width;
  if (there && here) dashed(g, [place(here), place(there)], MARK.guess, 2 * big, [4 * big, 5 * big]);
  if (there) paintFlag(g, place(there), MARK.truth, 'true', 46, right, big);
  if (here) paintFlag(g, place(here), MARK.guess, 'your guess', 28, right, big);
}

function paintFlag(g, [x, y], ink, word, tall, right, big) {
  const up = y < big * (tall + 24) ? -1 : 1;
  g.save();
  g.translate(x, y); g.scale(big, big);
  const shape = new Path2D(`M0 0V${-up * tall}l17 ${up * 7}l-17 ${up * 7}`);
  g.strokeStyle = '#fff'; g.lineWidth = 6; g.stroke(shape);
  g.strokeStyle = g.fillStyle = ink; g.lineWidth = 2.5; g.stroke(shape);
  g.fill(new Path2D(`M0 ${-up * tall}l17 ${up * 7}l-17 ${up * 7}Z`));
  g.beginPath(); g.arc(0, 0, 4.5, 0, 2 * Math.PI);
  g.fill(); g.strokeStyle = '#fff'; g.lineWidth = 1.5; g.stroke();
  const narrow = right - x < 110 * big; // then the word stands on the other side
  paintWord(g, word, narrow ? -6 : 21, up * (7 - tall), ink, narrow ? 'right' : 'left', 1);
  g.restore();
}

function paintCurves(g, { points = [], truth, box }, place, big) {
  const [left, top, width, height] = box;
  g.save();
  g.beginPath(); g.rect(left - 3, top - 3, width + 6, height + 6); g.clip();
  if (truth) {
    dashed(g, truth.map(place), MARK.truth, 1.5 * big, []); // thin: the figure's own line lies under it
  }
  if (points.length) {
    dashed(g, points.map(place), '#fff', 8 * big, []);
    dashed(g, points.map(place), MARK.guess, 4 * big, truth ? [11 * big, 7 * big] : []);
  }
  if (points.length === 1) { g.fillStyle = MARK.guess; g.beginPath(); g.arc(...place(points[0]), 4 * big, 0, 7); g.fill(); }
  g.restore();
  if (!truth) return;
  const end = (curve) => {
    const [x, y] = place(curve.at(-1));
    return [between(left, x, left + width), between(top + 8 * big, y, top + height - 8 * big)];
  };
  const [tx, ty] = end(truth), [gx, gy] = points.length ? end(points) : [0, Infinity];
  const near = Math.abs(ty - gy) < 36 * big && Math.abs(tx - gx) < 90 * big;
  const apart = near ? Math.sign(ty - gy || 1) * 9 * big : 0;
  paintWord(g, 'true', tx - 4, ty - 14 * big + apart, MARK.truth, 'right', big);
  if (points.length) paintWord(g, 'your guess', gx - 4, gy - 14 * big - apart, MARK.guess, 'right', big);
}

function dashed(g, way, ink, width, dashes) {
  g.beginPath();
  for (const [x, y] of way) g.lineTo(x, y);
  g.setLineDash(dashes);
  g.strokeStyle = ink; g.lineWidth = width; g.stroke();
  g.setLineDash([]);
}

function paintCross(g, place, [x, y], big) {
  for (const [ink, width] of [['#fff', 4 * big], [MARK.guess, 1.5 * big]]) {
    dashed(g, [place([x, 0]), place([x, 1])], ink, width, []);
    dashed(g, [place([0, y]), place([1, y])], ink, width, []);
  }
}

function paintWord(g, word, x, y, ink, align, big) {
  g.font = `600 ${14 * big}px system-ui, sans-serif`;
  g.textAlign = align; g.textBaseline = 'middle';
  g.strokeStyle = '#fff'; g.lineWidth = 4 * big; g.strokeText(word, x, y);
  g.fillStyle = ink; g.fillText(word, x, y);
}
