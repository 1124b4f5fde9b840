// The browser's half of a live figure, in plain files that widget.py joins to one module. It knows
// pixels only: which artists there are, where each is drawn at every setting and step, and which
// setting the controls have chosen. It knows no mathematics.

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
    const values = new NUMBERS[size](ordered(new Uint8Array(raw, offset, size * count), meta.packed ? piece.item : 1));
    offset += size * count;
    if (meta.packed) restore(values, piece);
    const inner = piece.shape.slice(meta.grid.length);
    (slots[piece.slot] ??= {})[piece.name] = { values, inner, size: inner.reduce((a, b) => a * b, 1) };
  }
  const said = slots[meta.times.length];
  return { grid: meta.grid, times: meta.times, strings: JSON.parse(new TextDecoder().decode(raw.slice(offset))), slots, error: said.error, said: said.said };
}

const bytesOf = (view) => new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength);

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer();
}

// all first bytes, then all second bytes … → the bytes of each item (a number, a place) together
function ordered(planes, item) {
  const count = planes.length / item, bytes = new Uint8Array(planes.length);
  for (let i = 0; i < count; i++) for (let p = 0; p < item; p++) bytes[item * i + p] = planes[count * p + i];
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
  const line = 4 * shape[shape.length - 2]; // each end of a segment is told from the point before
  for (let start = 0; start < values.length; start += line)
    for (let i = start + 2; i < start + line; i++) values[i] += values[i - 2];
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
