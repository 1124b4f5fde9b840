// ---- what is said: the figure's sentence, seen and heard; and what went wrong

const SETTLED = 500; // ms without a change, after which a screen reader is told

// The sentence of the moment that is drawn. One that speaks of a whole setting tells the outcome,
// so it waits for the last step, and for a reader who wants it.
function sentenceOf(f) {
  const { table: { said, strings }, cell, step: k } = f.drawn, each = said.inner.length > 0;
  const text = strings[said.values[cell * said.size + (each ? k : 0)]] ?? '';
  return text && (f.wordless || (f.time && !each && k < f.steps)) ? untold(f) : text;
}

// "r = 1.02, after 5 of 30 steps."
function untold(f) {
  const { at, step: k } = f.drawn, settings = settingsAt(f, at);
  if (!f.time) return settings && `${settings}.`;
  const when = `${whenOf(f, k)}.`;
  return settings ? `${settings}, ${when}` : capital(when);
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

// where in time; what is no step (a budget, a doubling) goes by its own label
function whenOf(f, k) {
  const { label } = f.time;
  if (label !== 'step') return `${label} ${k} of ${f.steps}`;
  return k ? `after ${k} of ${f.steps} ${f.steps > 1 ? 'steps' : 'step'}` : 'before the first step';
}

function say(f) {
  const { sentence, ruler } = f.nodes, text = sentenceOf(f);
  write(sentence, text);
  if (text.length > ruler.textContent.length) write(ruler, text); // its room is kept from now on
  clearTimeout(f.quiet);
  if (!f.playing) f.quiet = setTimeout(() => speak(f, whole(f)), SETTLED);
}

// what has been drawn in words: the sentence, and where in time
function whole(f) {
  const text = sentenceOf(f), { step: k } = f.drawn;
  if (!f.time || !text || text === untold(f)) return text;
  return `${text}${/[.!?…]$/.test(text) ? '' : '.'} ${capital(f.time.label)} ${k} of ${f.steps}.`;
}

function speak(f, text) {
  const { spoken, high, read } = f.nodes;
  if (spoken.textContent !== text) spoken.textContent = text; // a new node: an addition is spoken
  if (!f.drawn) return;
  attribute(high, 'aria-label', whole(f) || 'Live figure');
  const texts = pictureTexts(f);
  write(read, texts.length ? `In the picture: ${texts.join('; ')}` : '');
}

// the words that the picture's own texts show at the moment drawn
function pictureTexts(f) {
  const { table, cell, step: k } = f.drawn;
  return f.spec.artists.flatMap((artist, i) => {
    if (artist.kind !== 'Texts' || !table.slots[i] || !f.spec.seen[option(f)][i]) return [];
    const { text, at } = moment(table.slots[i], table.times[i], cell, k, f.steps);
    return at[0] === GAP ? [] : [(table.strings[text[0]] ?? '').replaceAll('\n', ', ')].filter(Boolean);
  });
}

// the sentence that takes the most room, so that the page does not jump when it comes
function longest(f) {
  const { said, strings } = f.table;
  let best = f.drawn ? untold(f) : '';
  for (const place of new Set(said.values)) if ((strings[place] ?? '').length > best.length) best = strings[place];
  return best;
}

function complain(f, text) {
  const { trouble, card } = f.nodes;
  write(trouble, text);
  card.classList.toggle('live-troubled', Boolean(text));
}

// -- the reader may hide the words, to guess before reading

function toggleWords(f) {
  f.wordless = !f.wordless;
  labelWords(f);
  if (f.drawn) say(f);
}

function labelWords(f) {
  rename(f.worder, f.wordless ? 'Show the words' : 'Hide the words');
  attribute(f.worder, 'aria-pressed', String(f.wordless));
}
