// ---- the figure's room: the page's column, a panel of its own, or the whole screen

const isFull = (f) => f.box.matches(':fullscreen, .live-over');

async function fill(f) {
  if (isFull(f)) return;
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    await f.box.requestFullscreen();
  } catch { // not allowed here, or unknown to a telephone: over the page at least
    f.box.popover = 'manual';
    f.box.classList.add('live-over');
    f.box.showPopover?.();
  }
  fit(f);
}

async function leave(f) {
  if (f.box.classList.contains('live-over')) {
    f.box.classList.remove('live-over');
    f.box.hidePopover?.();
    f.box.popover = null;
  } else await document.exitFullscreen();
  fit(f);
}

// Full screen was entered or left, by this or another figure. N may have led far from where the page
// stands: it then comes to the figure that was left.
function filled(f, by) {
  fit(f);
  if (by === f.box && !isFull(f)) f.box.scrollIntoView({ block: 'nearest' });
}

const toggleFull = (f) => (isFull(f) ? leave(f) : fill(f));

// in a narrow window the figure takes the room of the output's number, and half of the cell's margins
function tighten({ box }, tight) {
  box.classList.toggle('live-tight', tight);
  for (const around of ['.jp-OutputArea-child', '.jp-Cell-outputWrapper']) box.closest(around)?.classList.toggle('live-tight-row', tight);
}

// All sizes are told in units of --u, so that controls and words scale as the picture does.
function fit(f) {
  const { box } = f;
  if (!box?.clientWidth) return;
  const full = isFull(f), panel = box.closest('.jp-LinkedOutputView'), filled = full || Boolean(panel);
  const room = full ? window.innerHeight : panel?.clientHeight;
  const page = box.closest('.jp-Cell')?.clientWidth ?? box.clientWidth;
  const width = full ? window.innerWidth : box.clientWidth;
  const unit = filled ? Math.min(width / 1100, room / 620) : width / 1000;
  const least = matchMedia('(pointer: coarse)').matches || !filled ? 1 : full ? 0.5 : 0.8;
  const u = full ? Math.max(least, unit) : Math.min(Math.max(least, unit), 1.6);
  box.style.setProperty('--u', `${u.toFixed(3)}px`);
  if (panel) box.style.setProperty('--room', `${room}px`);
  box.classList.toggle('live-full', full);
  box.classList.toggle('live-filled', filled);
  tighten(f, page < 1050);
  box.classList.toggle('live-narrow', width < 520 * u);
  rename(f.filler, full ? 'Leave full screen' : 'Full screen');
  attribute(f.filler, 'aria-pressed', String(full));
}
