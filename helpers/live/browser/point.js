// ---- a point: dragged, put where the map is clicked or tapped, or moved by arrow keys

const inside = (i, list) => Math.max(0, Math.min(list.length - 1, i));
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const RIM = 12; // figure pixels beyond its grid at which a point still follows
const SLIP = 8; // screen pixels that a tap may move

// the place of a pixel in a grid that is even on the screen
function nearest(v, list) {
  const last = list.length - 1;
  return inside(Math.round(((v - list[0]) / (list[last] - list[0])) * last), list);
}

function pointOf(f, control) {
  const node = element('button', 'live-point', { type: 'button', 'aria-roledescription': 'movable point' });
  node.addEventListener('keydown', (e) => {
    const [dx, dy] = ARROWS[e.key] ?? [0, 0], stride = e.shiftKey ? 5 : 1;
    if (!dx && !dy) return;
    e.preventDefault();
    const [i, j] = control.traits.map((name) => index(f, name));
    put(f, control, [inside(i + stride * dx, control.x), inside(j + stride * dy, control.y)]);
  });
  f.nodes.stage.insertBefore(node, f.nodes.high); // below the run's own marks
  return { node, control };
}

// in the figure's pixels
function pixelOf(f, e) {
  const box = f.nodes.stage.getBoundingClientRect(), scale = f.spec.size[0] / box.width;
  return [(e.clientX - box.left) * scale, (e.clientY - box.top) * scale];
}

const within = (v, list) => v > Math.min(list[0], list.at(-1)) - RIM && v < Math.max(list[0], list.at(-1)) + RIM;

// the point whose handle was taken, else the nearest of those that live where the map was clicked
function pointAt(f, e) {
  const taken = f.points.find(({ node }) => node === e.target);
  if (taken) return taken;
  const [x, y] = pixelOf(f, e);
  const away = ({ control: c }) => Math.hypot(c.x[index(f, c.traits[0])] - x, c.y[index(f, c.traits[1])] - y);
  return f.points.filter(({ control }) => within(x, control.x) && within(y, control.y)).sort((a, b) => away(a) - away(b))[0];
}

function follow(f, { control }, e) {
  const [x, y] = pixelOf(f, e);
  put(f, control, [nearest(x, control.x), nearest(y, control.y)]);
}

// A finger drags the ring only: elsewhere its swipe scrolls the page, and its tap puts the point.
function movePoints(f, signal) {
  const { stage } = f.nodes;
  let held = null, tapped = null;
  const hear = (name, act) => stage.addEventListener(name, act, { signal });
  hear('pointerdown', (e) => {
    const point = e.button === 0 && e.isPrimary ? pointAt(f, e) : null, taken = point && e.target === point.node;
    held = tapped = null;
    if (!point) return;
    if (e.pointerType === 'touch' && !taken) { tapped = { point, x: e.clientX, y: e.clientY }; return; }
    e.preventDefault();
    held = point;
    stage.setPointerCapture(e.pointerId);
    point.node.focus({ preventScroll: true });
    if (!taken) follow(f, point, e);
  });
  hear('pointermove', (e) => { if (held && stage.hasPointerCapture(e.pointerId)) follow(f, held, e); });
  hear('pointerup', (e) => {
    if (tapped && Math.hypot(e.clientX - tapped.x, e.clientY - tapped.y) < SLIP) follow(f, tapped.point, e);
    held = tapped = null;
  });
  hear('pointercancel', () => { held = tapped = null; });
}
