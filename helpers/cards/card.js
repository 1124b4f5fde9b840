// ---- the card: a question, a way to answer it, and the answer once the reader has guessed

const VERDICTS = { right: ['✓', 'Right.'], near: ['≈', 'Nearly.'], off: ['≠', 'Not quite.'], shown: ['→', ''] };
const GONE = 'The figure of this card has been run again since. Run this card’s cell again, and it will set the new one.';
const HOW = {
  place: ['Put the flag', 'Press the button, then tap the place in the figure, or go there with the arrow keys and press Enter.'],
  sketch: ['Draw the curve', 'Press the button, then draw into the figure with mouse or finger, or go with the arrow keys and press Enter at each point.'],
};
let turns = 0; // how often was asked, so that to ask again is something new
let cards = 0; // radio buttons of one question share a name, those of another view have another

function render({ model, el }) {
  const ended = new AbortController(), spec = model.get('spec');
  const c = { model, spec, name: `guess-${cards++}-${Date.now()}`, picture: null, signal: ended.signal };
  c.body = BODIES[spec.kind](c);
  c.hint = element('p', 'guess-hint', { role: 'alert' });
  c.reply = element('div', 'guess-reply', { role: 'status' });
  c.check = cardButton('Check my guess', 'guess-check', () => check(c));
  c.show = cardButton('Show me', '', () => answer(c, 'shown'));
  c.again = cardButton('Try again', '', () => askAgain(c));
  c.field = element('fieldset', 'guess-field', {}, element('legend', '', {}, whole(spec.question)), ...c.body.nodes);
  c.card = element('div', 'guess-card', { role: 'group', 'aria-label': 'Guess card' },
    c.field, c.hint, c.reply, element('div', 'guess-buttons', {}, c.check, c.show, c.again));
  c.card.dataset.kind = spec.kind;
  c.card.addEventListener('keydown', (e) => { // what is typed here is no command to JupyterLab
    if (!e.ctrlKey && !e.metaKey && !e.altKey) e.stopPropagation();
  });
  el.append(c.card);
  const refresh = () => refreshCard(c);
  for (const name of ['state', 'guess', 'hint']) model.on(`change:${name}`, refresh);
  refresh();
  return () => {
    ended.abort();
    for (const name of ['state', 'guess', 'hint']) model.off(`change:${name}`, refresh);
    if (asking(c)) save(c.picture, { ask: {} }); // nobody is left to hear the answer
  };
}

const cardButton = (text, className, action) => {
  const node = element('button', `guess-button ${className}`.trim(), { type: 'button' }, text);
  node.addEventListener('click', action);
  return node;
};

// without a break inside “x = 2”
const whole = (text) => text.replace(/(?<=\S) ([=≈<>≤≥·×]) (?=\S)/g, '\u00a0$1\u00a0');

// -- four ways to answer: { nodes, refresh }

const BODIES = { choice: choiceBody, number: numberBody, place: stageBody, sketch: stageBody };

function choiceBody(c) {
  const rows = c.spec.options.map(({ text }, i) => {
    const input = element('input', '', { type: 'radio', name: c.name, value: i });
    input.addEventListener('change', () => keep(c, { option: i }));
    const tag = element('span', 'guess-tag');
    return { input, tag, row: element('label', 'guess-option', {}, input, element('span', '', {}, whole(text)), tag) };
  });
  return {
    nodes: [element('div', 'guess-options', {}, ...rows.map(({ row }) => row))],
    refresh(state, { option }) {
      rows.forEach(({ input, tag, row }, i) => {
        const told = state !== 'asked', yours = told && i === option, right = told && i === c.spec.answer;
        input.checked = i === option;
        input.disabled = told;
        row.dataset.mark = right ? 'true' : yours ? 'guess' : '';
        tag.textContent = right && yours ? '✓ your guess' : right ? '✓ true' : yours ? 'your guess' : '';
      });
    },
  };
}

function numberBody(c) {
  const input = element('input', 'guess-number', { type: 'text', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'done' });
  input.addEventListener('input', () => keep(c, { typed: input.value }));
  input.addEventListener('keydown', (e) => { if (e.key === 'Enter') { e.preventDefault(); check(c); } });
  const label = element('label', 'guess-row', {}, element('span', '', {}, 'Your guess'), input, element('span', 'guess-unit', {}, c.spec.unit));
  return {
    nodes: [label],
    refresh(state, { typed = '' }) {
      if (input.value !== typed) input.value = typed;
      input.readOnly = state !== 'asked';
    },
  };
}

function stageBody(c) {
  const [word, how] = HOW[c.spec.kind], start = cardButton(word, 'guess-start', () => askStage(c));
  const status = element('span', 'guess-put');
  const row = element('div', 'guess-row', {}, start, status), told = element('p', 'guess-how', {}, how);
  return {
    nodes: [told, row],
    refresh(state, { points = [] }) {
      told.hidden = row.hidden = state !== 'asked';
      start.textContent = points.length ? 'Change it' : word;
      const { frame, path, kind } = c.spec;
      const at = ([u, v]) => (path ? `${frame.x.name} = ${coordinate(frame.x, u)}` : `(${coordinate(frame.x, u)}, ${coordinate(frame.y, v)})`);
      status.textContent = !points.length ? '' : kind === 'place' ? `Your flag stands at ${at(points[0])}.` : 'Your curve is drawn.';
    },
  };
}

// -- from one state to the next; all of it is on the model, so that every view shows the same

function save(model, changes) {
  model.set(changes);
  try { model.save_changes(); } catch { /* the kernel is gone; the card goes on */ }
}

const keep = (c, guess) => save(c.model, { guess, hint: '' });

function check(c, onStage = false) {
  const hint = WANTING[c.spec.kind](c.spec, c.model.get('guess'));
  if (!hint) return answer(c, 'answered', onStage);
  c.model.set('hint', ''); // said again, it is to be heard again
  save(c.model, { hint });
  if (asking(c)) save(c.picture, { ask: { ...c.picture.get('ask'), hint } });
  else c.field.querySelector('input:checked, input, button')?.focus({ preventScroll: true });
}

// The figure comes first, its words a frame later: with them the page is laid out anew.
async function answer(c, state, onStage = false) {
  const hadFocus = c.card.contains(document.activeElement);
  const hint = await withFigure(c, () => ({ ...c.model.get('setting'), ask: {}, mark: marksOf(c, state, onStage) }));
  await painted();
  save(c.model, { state, hint });
  if (hadFocus) c.again.focus({ preventScroll: true }); // the button that was pressed is gone
}

const painted = () => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));

async function askAgain(c) {
  const hadFocus = c.card.contains(document.activeElement);
  const hint = await withFigure(c, () => ({ ...c.model.get('before'), ask: {}, mark: {} }));
  save(c.model, { state: 'asked', guess: {}, hint });
  if (hadFocus) c.field.querySelector('input, button').focus({ preventScroll: true });
}

function refreshCard(c) {
  const { model, spec } = c, state = model.get('state'), guess = model.get('guess'), told = state !== 'asked';
  c.card.dataset.state = state;
  c.card.dataset.given = Object.keys(guess).length > 0;
  c.body.refresh(state, guess);
  c.check.hidden = c.show.hidden = told;
  c.again.hidden = !told;
  write(c.hint, model.get('hint'));
  if (!told) { c.reply.replaceChildren(); c.card.dataset.verdict = ''; return; }
  const { verdict, guessed, truth } = replyTo(spec, state, guess), [sign, word] = VERDICTS[verdict];
  c.card.dataset.verdict = verdict;
  const first = element('p', '', {}, element('span', 'guess-sign', { 'aria-hidden': 'true' }, sign));
  if (word) first.append(element('strong', '', {}, word), ' ', whole(guessed));
  const second = word ? element('p', '', {}) : first;
  if (truth) second.append('The answer: ', element('strong', '', {}, whole(truth)), ' ');
  second.append(whole(spec.because));
  c.reply.replaceChildren(...new Set([first, second]));
}

// -- the figure: set to the setting that the card speaks of, or asked for a place or a curve

const asking = (c) => c.picture && c.picture.get('ask')?.card === c.spec.id;

// finds the figure's picture, wherever the page keeps it, and sets it; a sentence if it is gone
async function withFigure(c, changes) {
  const target = c.model.get('target');
  if (!target) return '';
  try {
    c.picture = await c.model.widget_manager.get_model(target.replace('IPY_MODEL_', ''));
  } catch { c.picture = null; }
  if (!c.picture) return GONE;
  save(c.picture, changes());
  return '';
}

// what is painted into the figure: the guess, and once it is told, the truth; a reader who checked it
// there, with the card perhaps out of sight, is told the verdict there, too
function marksOf(c, state, onStage = false) {
  const { spec, model } = c;
  if (!spec.frame) return {};
  const points = state === 'shown' ? [] : model.get('guess').points ?? [];
  const told = state === 'asked' ? {} : { truth: spec.answer, at: spec.place, said: onStage ? verdictOf(c) : '' };
  return { card: spec.id, kind: spec.kind, box: spec.frame.box, points, ...told };
}

function verdictOf({ spec, model }) {
  const { verdict, guessed } = replyTo(spec, 'answered', model.get('guess'));
  return whole(`${VERDICTS[verdict].join(' ')} ${guessed}`);
}

async function askStage(c) {
  const { id, kind, frame, path, question } = c.spec;
  const hint = await withFigure(c, () => ({
    ...c.model.get('before'), mark: marksOf(c, 'asked'),
    ask: { card: id, turn: turns++, kind, frame, path, box: frame.box, label: question },
  }));
  save(c.model, { hint });
  if (!c.picture || c.hearing === c.picture) return;
  const { picture } = c, heard = () => hear(c);
  c.hearing = picture;
  picture.on('change:mark', heard);
  c.signal.addEventListener('abort', () => picture.off('change:mark', heard));
}

function hear(c) {
  const mark = c.picture.get('mark') ?? {};
  if (mark.card !== c.spec.id || mark.truth || c.model.get('state') !== 'asked') return;
  keep(c, { points: mark.points ?? [] });
  if (mark.done) check(c, true);
}

export default { render };
