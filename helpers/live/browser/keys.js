// ---- keys, while the figure has the focus

const KEYS = {
  ' ': { act: playOrPause, time: true },
  '+': { act: (f) => stepBy(f, 1), time: true, again: true },
  '=': { act: (f) => stepBy(f, 1), time: true, again: true }, // + without its shift
  '-': { act: (f) => stepBy(f, -1), time: true, again: true },
  '−': { act: (f) => stepBy(f, -1), time: true, again: true },
  p: { act: togglePin },
  r: { act: reset },
  n: { act: nextFigure },
  b: { act: toggleWords },
  f: { act: toggleFull },
  '?': { act: showKeys },
};
const TOLD = [
  ['1 … 9', 'press a preset, in the order of the page', 'presets'], ['space', 'play, pause', 'time'],
  ['+ −', 'one step on, one back', 'time'], ['← →', 'move the slider or the point that was used last'],
  ['P', 'pin this picture, let it go'], ['B', 'hide or show the words'], ['R', 'reset'],
  ['F', 'full screen; Esc leaves it'], ['N', 'next figure'], ['?', 'these keys'],
];
const THROUGH = new Set(['PageUp', 'PageDown', 's', 'S']); // a remote's, and the slides' own

const typing = (node) => node.isContentEditable || node.matches('input, select, textarea');
const pressing = (node, key) => [' ', 'Enter'].includes(key) && node.matches('button:not(.live-point), summary, a');

function keyed(f, e) {
  if (e.ctrlKey || e.metaKey || e.altKey || THROUGH.has(e.key)) return;
  e.stopPropagation(); // what is typed here is no command to JupyterLab
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
  if (e.defaultPrevented || typing(e.target) || pressing(e.target, key) || e.target.closest('dialog')) return;
  const preset = /^[1-9]$/.test(key) && f.presets[key - 1];
  const found = preset ? { act: () => press(f, preset) } : KEYS[key];
  if (!found || (found.time && !f.time)) return;
  e.preventDefault();
  if (!e.repeat || found.again) found.act(f);
}

// Notebook 7 takes keys for its commands before the figure has them, unless somebody is writing.
function keepKeys(f, signal) {
  const notebook = document.body.dataset.notebook && f.box.closest('.jp-Notebook');
  if (!notebook) return;
  const writing = () => notebook.classList.toggle('jp-mod-readWrite', f.box.contains(document.activeElement));
  f.box.addEventListener('focusin', () => setTimeout(writing), { signal }); // once the notebook has said no
  f.box.addEventListener('focusout', () => notebook.classList.remove('jp-mod-readWrite'), { signal });
}

// A click anywhere gives the figure the focus, so that space then plays; a slider keeps its arrows.
function clicked(f, e) {
  const at = document.activeElement, { card, box } = { ...f.nodes, box: f.box };
  if (!e.detail || e.target.closest('dialog') || typing(e.target)) return; // pressed by keyboard
  const rail = e.target.closest('.noUi-target')?.querySelector('.noUi-handle');
  if (rail) rail.focus({ preventScroll: true });
  else if (e.target.closest('button:not(.live-point)') || !box.contains(at)) card.focus({ preventScroll: true });
}

function nextFigure(f) {
  const all = [...document.querySelectorAll('.live-figure')].filter((box) => box.getClientRects().length);
  const next = all[(all.indexOf(f.box) + 1) % all.length], full = isFull(f);
  if (next !== f.box) next.dispatchEvent(new CustomEvent('live-enter', { detail: { full } }));
}

// the figure is gone to, from another by N
async function entered(f, full) {
  if (full) await fill(f);
  else f.box.scrollIntoView({ block: 'nearest' });
  f.nodes.card.focus({ preventScroll: true });
}

function showKeys(f) {
  const { dialog } = f.nodes;
  if (dialog.open) return;
  const rows = TOLD.filter(([, , needs]) => !needs || (needs === 'time' ? f.time : f.presets.length));
  const table = element('table', '', {}, ...rows.map(([keys, what]) => element('tr', '', {},
    element('th', '', { scope: 'row' }, ...keys.split(' ').map((key) => (key === '…' ? ' … ' : element('kbd', '', {}, key)))),
    element('td', '', {}, what))));
  const done = button('Close', 'Close', () => dialog.close());
  dialog.replaceChildren(element('h2', '', {}, 'Keys of this figure'), table, done);
  dialog.showModal();
  done.focus();
}

function dialogOf(f) {
  const dialog = element('dialog', 'live-keys', { 'aria-label': 'Keys of this figure' });
  dialog.addEventListener('keydown', (e) => { if (e.key === '?') dialog.close(); });
  dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); }); // beside it
  dialog.addEventListener('close', () => f.nodes.card.focus({ preventScroll: true }));
  return dialog;
}
