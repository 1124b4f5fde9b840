// ---- kernel mode: Python is asked for each picture; one request at a time, the newest wins

const STOPPED = 'The kernel stopped; the last picture stays. Run the cell again.';
const WAITING = 'Waiting for Python to answer … (this figure needs a running kernel.)';

function ask(f) {
  const cell = f.traits.map((name) => index(f, name)), { asking } = f;
  if (asking.busy || String(cell) === String(asking.cell)) return;
  asking.cell = cell; asking.busy = true;
  asking.timer = setTimeout(() => complain(f, WAITING), 1500);
  f.model.send({ cell });
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
