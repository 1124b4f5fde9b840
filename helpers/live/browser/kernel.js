// ---- kernel mode: Python is asked for each picture; one request at a time, the newest wins

const STOPPED = 'The kernel stopped; the last picture stays. Run the cell again.';
const WAITING = 'Waiting for Python to answer … If its kernel was stopped, run the cell again.';
const FORGOTTEN = 'The kernel was restarted and no longer knows this figure; the last picture stays. Run the cell again.';
const PATIENCE = 1500; // ms

function ask(f) {
  const cell = f.traits.map((name) => index(f, name)), { asking } = f;
  if (asking.busy || String(cell) === String(asking.cell)) return;
  asking.cell = cell; asking.busy = true;
  asking.timer = setTimeout(() => complain(f, WAITING), PATIENCE);
  f.model.send({ cell }, { iopub: { status: ({ content }) => { if (content.execution_state === 'idle') doubt(f, cell); } } });
}

// a kernel that is done with a question and has not answered it was started anew
function doubt(f, cell) {
  const { asking } = f;
  if (!asking.busy || asking.cell !== cell) return;
  clearTimeout(asking.timer);
  asking.timer = setTimeout(() => complain(f, FORGOTTEN), PATIENCE);
}

async function answered(f, message, [view]) {
  clearTimeout(f.asking.timer);
  f.asking.busy = false;
  if (message.error) complain(f, message.error);
  else {
    f.table = await unpack(message.meta, bytesOf(view));
    show(f, f.table, 0, f.asking.cell);
  }
  ask(f);
}

function died(f) {
  f.dead = true;
  clearTimeout(f.asking.timer);
  if (f.spec.mode === 'kernel') complain(f, STOPPED);
}
