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
        if (halo?.markers) stamp(g, { ...marker, ...halo, fill: null }, s[i + 2], s[i + 3]);
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
