// ---- a slider's rail under a finger: a tap or a sideways drag moves it, a swipe up or down scrolls

// ipywidgets would move the handle at the first touch, before it is known what the finger wants
function railsOf(f, signal) {
  const { box } = f, hear = (name, act) => box.addEventListener(name, act, { signal, capture: true });
  let finger = null;
  const move = (e) => {
    const { control, base } = finger, { left, width } = base.getBoundingClientRect();
    const last = control.kind === 'steps' ? control.n : control.texts.length - 1;
    put(f, control, [Math.max(0, Math.min(last, Math.round(((e.clientX - left) / width) * last)))]);
  };
  const rail = (node) => !node.closest('.noUi-handle') && node.closest('.noUi-base');
  hear('touchstart', (e) => { if (rail(e.target)) e.stopPropagation(); });
  hear('pointerdown', (e) => {
    const base = e.pointerType === 'touch' && rail(e.target);
    const found = base && f.handles.find(({ handle }) => handle && base.contains(handle));
    if (!found) return;
    finger = { control: found.control, base, x: e.clientX, moved: false, id: e.pointerId };
  });
  hear('pointermove', (e) => {
    if (finger?.id !== e.pointerId) return;
    finger.moved ||= Math.abs(e.clientX - finger.x) > SLIP;
    if (finger.moved) move(e);
  });
  hear('pointerup', (e) => { if (finger?.id === e.pointerId) { move(e); finger = null; } });
  hear('pointercancel', () => { finger = null; });
}
