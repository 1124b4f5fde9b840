// ---- the stage: two still pictures, and a canvas over each, on which the live artists move

function stageOf(spec) {
  const [width, height] = spec.size;
  const layers = {
    below: element('img', 'live-layer', { alt: '' }),
    low: element('canvas', 'live-layer'),
    above: element('img', 'live-layer', { alt: '' }),
    ghost: element('canvas', 'live-layer live-ghost', { hidden: '' }),
    high: element('canvas', 'live-layer', { role: 'img', 'aria-label': 'Live figure' }),
  };
  const stage = element('div', 'live-stage', {}, ...Object.values(layers));
  stage.style.setProperty('--ratio', width / height);
  return { stage, ...layers };
}

// the option of the choice that brings still artists of its own
const option = (f) => (f.switcher ? index(f, f.switcher.traits[0]) : 0);

function backdrop(f) {
  const { below, above } = f.nodes, which = option(f);
  if (f.backdrop === which) return;
  f.backdrop = which;
  below.src = f.pictures[which];
  above.hidden = !f.overs.length;
  if (f.overs.length) above.src = f.overs[which];
}

// canvas pixels a figure pixel: as many as the screen has, however the page is scaled. Measured
// when the stage changes, not at every picture: to ask for a size is to lay out the page.
function measure(f) {
  f.scale = (f.nodes.stage.getBoundingClientRect().width * (window.devicePixelRatio || 1)) / f.spec.size[0];
  f.painted = null;
  paint(f);
  paintGhost(f);
}

// a page that is magnified has more pixels, though the stage may be no larger
function watchDensity(f, signal) {
  const density = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  density.addEventListener('change', () => { measure(f); watchDensity(f, signal); }, { signal, once: true });
}

function paint(f) {
  const { drawn, scale } = f, { low, high } = f.nodes;
  if (!scale || !drawn) return;
  const now = [drawn.cell, drawn.step, option(f)];
  if (f.painted?.table === drawn.table && String(f.painted.now) === String(now)) return;
  f.painted = { table: drawn.table, now };
  for (const canvas of [low, high]) {
    if (canvas === low && !f.anyLow) continue;
    const g = cleared(canvas, f.spec.size, scale);
    f.spec.artists.forEach((artist, i) => {
      if (artist.low === (canvas === low)) paintArtist(g, f, { ...drawn, option: now[2] }, artist, i);
    });
  }
  high.dataset.cell = drawn.cell; high.dataset.step = drawn.step;
}

// an empty canvas that takes the figure's own pixels
function cleared(canvas, [width, height], scale) {
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  const g = canvas.getContext('2d');
  g.setTransform(1, 0, 0, 1, 0, 0);
  g.clearRect(0, 0, w, h);
  g.setTransform(w / width, 0, 0, h / height, 0, 0);
  return g;
}

function paintArtist(g, f, { table, cell, step: k, option: which }, artist, i, style = artist.style) {
  if (!table.slots[i] || !f.spec.seen[which][i]) return;
  const [width, height] = f.spec.size;
  g.save();
  g.beginPath(); g.rect(...artist.clip); g.clip();
  for (const inset of artist.under) { g.beginPath(); g.rect(0, 0, width, height); g.rect(...inset); g.clip('evenodd'); }
  painters[artist.kind](g, style, moment(table.slots[i], table.times[i], cell, k, f.steps), table.strings);
  g.restore();
}
