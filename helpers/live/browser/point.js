// ---- a point that is dragged

const inside = (i, list) => Math.max(0, Math.min(list.length - 1, i));
const nearest = (v, list) => list.reduce((best, u, i) => (Math.abs(u - v) < Math.abs(list[best] - v) ? i : best), 0);
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function pointOf(f, control) {
  const { stage } = f.nodes, [nx, ny] = control.traits;
  const node = element('button', 'live-point', { type: 'button', 'aria-roledescription': 'movable point' });
  const follow = (e) => {
    const box = stage.getBoundingClientRect(), scale = f.spec.size[0] / box.width;
    put(f, control, [nearest((e.clientX - box.left) * scale, control.x), nearest((e.clientY - box.top) * scale, control.y)]);
  };
  node.addEventListener('pointerdown', (e) => { node.setPointerCapture(e.pointerId); node.focus(); e.preventDefault(); });
  node.addEventListener('pointermove', (e) => { if (node.hasPointerCapture(e.pointerId)) follow(e); });
  node.addEventListener('keydown', (e) => {
    const [dx, dy] = ARROWS[e.key] ?? [0, 0], stride = e.shiftKey ? 5 : 1;
    if (!dx && !dy) return;
    e.preventDefault(); e.stopPropagation();
    put(f, control, [inside(index(f, nx) + stride * dx, control.x), inside(index(f, ny) + stride * dy, control.y)]);
  });
  stage.append(node);
  return { node, control };
}
