// ---- the stage: two still pictures, and a canvas over each, on which the live artists move

function stageOf(spec) {
  const [width, height] = spec.size;
  const layers = {
    below: element('img', 'live-layer', { alt: '' }),
    low: element('canvas', 'live-layer'),
    above: element('img', 'live-layer', { alt: '' }),
    high: element('canvas', 'live-layer', { role: 'img' }),
  };
  const stage = element('div', 'live-stage', {}, ...Object.values(layers));
  stage.style.aspectRatio = `${width} / ${height}`;
  return { stage, ...layers };
}

// the option of the choice that brings still artists of its own
const option = (f) => (f.switcher ? index(f, f.switcher.traits[0]) : 0);

function backdrop(f) {
  const { below, above } = f.nodes, { pictures, overs } = f, which = option(f);
  if (below.src !== pictures[which]) below.src = pictures[which];
  if (overs.length && above.src !== overs[which]) above.src = overs[which];
  above.hidden = !overs.length;
}

function paint(f) {
  const { stage, low, high } = f.nodes, [width] = f.spec.size;
  const scale = (stage.clientWidth * (window.devicePixelRatio || 1)) / width;
  if (!scale || !f.drawn) return;
  for (const canvas of [low, high]) {
    const g = cleared(canvas, f.spec.size, scale);
    f.spec.artists.forEach((artist, i) => {
      if (artist.low === (canvas === low)) paintArtist(g, f, artist, i);
    });
  }
  high.dataset.cell = f.drawn.cell; high.dataset.step = f.drawn.step;
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

function paintArtist(g, f, artist, i, style = artist.style) {
  const { table, cell, step: k } = f.drawn, [width, height] = f.spec.size;
  if (!table.slots[i] || !f.spec.seen[option(f)][i]) return;
  g.save();
  g.beginPath(); g.rect(...artist.clip); g.clip();
  for (const inset of artist.under) { g.beginPath(); g.rect(0, 0, width, height); g.rect(...inset); g.clip('evenodd'); }
  painters[artist.kind](g, style, moment(table.slots[i], table.times[i], cell, k, f.steps), table.strings);
  g.restore();
}
