// ---- a pin: the picture stays as a pale ghost, and the next setting is drawn over it

const DOTS = [2, 3.5]; // its own dash, in the figure's pixels
const NOTHING = 'rgba(0, 0, 0, 0)';

// how each kind of artist looks as a ghost: lines dotted, marks hollow, no words, no images
const ghosts = {
  Lines: (style) => ({ ...style, dashes: DOTS, offset: 0, marker: style.marker && hollow(style.marker) }),
  Segments: (style) => ({ ...style, dashes: [DOTS], offsets: [0] }),
  Scatter: (style) => ({ ...style, edges: style.fills, fills: [NOTHING], palette: style.palette, edgewidth: 1.5 }),
  Fills: (style) => ({ ...style, fill: null, stroke: style.stroke ?? style.fill, width: 1.5 }),
  Bars: (style) => ({ ...style, fills: [NOTHING], stroke: style.fills[0], width: 1.5 }),
};

function hollow(marker) {
  const visible = marker.fill && !/^(white|#fff(fff)?)$/i.test(marker.fill) ? marker.fill : marker.stroke;
  return { ...marker, fill: null, stroke: visible, width: 1.5 };
}

function togglePin(f) {
  if (f.pinned) unpin(f);
  else if (f.drawn) pin(f);
}

function pin(f) {
  const { at, step: k } = f.drawn;
  f.pinned = { ...f.drawn, option: option(f) };
  paintGhost(f);
  showPin(f, `pinned: ${[settingsAt(f, at), f.time ? `${f.time.label} ${k}` : ''].filter(Boolean).join(', ')}`);
  f.nodes.pinned.scrollIntoView({ block: 'nearest' }); // it needs a line more than there was
}

function unpin(f) {
  if (!f.pinned) return;
  f.pinned = null;
  showPin(f, '');
}

function showPin(f, text) {
  const { ghost, pinned } = f.nodes;
  ghost.hidden = pinned.hidden = !text;
  write(pinned, text);
  rename(f.pinner, text ? 'Let the pinned picture go' : 'Pin this picture, to compare another with it');
  attribute(f.pinner, 'aria-pressed', String(Boolean(text)));
}

// painted once, on a canvas of its own below the moving one
function paintGhost(f) {
  if (!f.pinned || !f.scale) return;
  const g = cleared(f.nodes.ghost, f.spec.size, f.scale);
  f.spec.artists.forEach((artist, i) => {
    const style = !artist.low && ghosts[artist.kind]?.(artist.style);
    if (!style) return;
    g.setLineDash(['Fills', 'Bars'].includes(artist.kind) ? DOTS : []);
    paintArtist(g, f, f.pinned, artist, i, style);
  });
}
