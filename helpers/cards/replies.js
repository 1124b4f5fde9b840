// ---- what a card says of a guess: first whether it is one, then how far off it is

const RIGHT = 0.05, NEAR = 0.15; // of the shorter side of the axes: how far off a flag may be
const CLOSE = 0.08, FAIR = 0.2; // of the height of the axes: how far off a sketch may be everywhere
const SLACK = 0.06; // of that height: what does not count as rising or falling

const DUST = 1e-12; // of a number: rounding in what was typed, 2.01 thousand

// what is still wanting of a guess, in a sentence; '' if it can be checked
const WANTING = {
  choice: (spec, guess) => (guess.option === undefined ? 'Choose one first, or press “Show me”.' : ''),
  number: (spec, guess) => readNumber(guess.typed ?? '', spec.unit).hint ?? '',
  place: (spec, guess) => (guess.points?.length ? '' : 'Put the flag into the figure first, or press “Show me”.'),
  sketch(spec, { points = [] }) {
    if (!points.length) return 'Draw the curve into the figure first, or press “Show me”.';
    if (points.length === 1) return 'One point is no curve: go on drawing, to the left or to the right.';
    const [from, to] = [points[0][0], points.at(-1)[0]], [first, last] = seenOf(spec);
    if (Math.min(to, last) - Math.max(from, first) >= (last - first) / 2) return '';
    const { x } = spec.frame;
    return `Your curve goes from ${x.name} = ${coordinate(x, from)} to ${coordinate(x, to)}: draw on, over half of the axis at least.`;
  },
};

// { verdict, guessed, truth }: a word for the verdict, a sentence about the guess, one about the truth
const REPLIES = {
  choice(spec, { option }) {
    const { text, why } = spec.options[option], right = option === spec.answer;
    if (right) return { verdict: 'right', guessed: `You guessed: ${sentence(text)}`, truth: '' };
    return { verdict: 'off', guessed: `You guessed: ${sentence(text)} ${why}`, truth: spec.text };
  },
  number(spec, { typed }) {
    const { value } = readNumber(typed, spec.unit), off = Math.abs(value - spec.answer), size = Math.abs(spec.answer) || 1;
    const verdict = off <= (spec.within + DUST) * size ? 'right' : off <= Math.max(0.1, 2 * spec.within) * size ? 'near' : 'off';
    const guessed = `You guessed ${typed.trim()}${verdict === 'right' ? '' : `: ${farOff(value, spec.answer)}`}.`;
    return { verdict, guessed, truth: spec.text };
  },
  place(spec, { points: [at] }) {
    const { frame, path, answer: [there], value } = spec, [, , width, height] = frame.box, short = Math.min(width, height);
    const off = Math.hypot((at[0] - there[0]) * width, path ? 0 : (at[1] - there[1]) * height) / short;
    const verdict = off <= RIGHT ? 'right' : off <= NEAR ? 'near' : 'off';
    const [x, y] = [coordinate(frame.x, at[0]), coordinate(frame.y, at[1])];
    const ways = [beside(frame.x, at[0], there[0], value[0], 'too far left', 'too far right'),
      path ? '' : beside(frame.y, at[1], there[1], value[1], 'too low', 'too high')].filter(Boolean);
    const tail = verdict === 'right' || !ways.length ? '' : `: ${ways.join(' and ')}`;
    return { verdict, guessed: `Your flag stands at ${path ? `${frame.x.name} = ${x}` : `(${x}, ${y})`}${tail}.`, truth: spec.text };
  },
  sketch(spec, { points }) {
    const { y } = spec.frame, [first, last] = seenOf(spec);
    const yours = points.filter(([u]) => u >= first && u <= last), common = yours.length > 1 ? yours : points;
    const [begin] = common[0], [end, at] = common.at(-1), there = heightAt(spec.answer, end);
    const columns = [...common, ...spec.answer].map(([u]) => u).filter((u) => u >= begin && u <= end).sort((a, b) => a - b);
    const does = (curve) => course(columns.map((u) => [u, heightAt(curve, u)]));
    const drawn = does(common), real = does(spec.answer), same = drawn === real;
    const widest = Math.max(...columns.map((u) => Math.abs(heightAt(common, u) - between01(heightAt(spec.answer, u)))));
    const verdict = same && widest <= CLOSE ? 'right' : same && widest <= FAIR ? 'near' : 'off';
    const ending = Math.abs(at - between01(there)) <= SLACK / 2 ? ''
      : there !== between01(there) ? 'the true one has left the axes'
        : `yours is ${farOff(reach(y, at), reach(y, there), ['too low', 'too high'], y.log)}`;
    const guessed = same ? `Your curve ${drawn}, as the true one does${ending && `, but at its end ${ending}`}.`
      : `Your curve ${drawn}; the true one ${real}.${ending && ` At its end ${ending}.`}`;
    return { verdict, guessed, truth: '' };
  },
};

function replyTo(spec, state, guess) {
  if (state === 'shown') return { verdict: 'shown', guessed: '', truth: spec.text };
  return REPLIES[spec.kind](spec, guess);
}

const sentence = (text) => `${/^\p{L}{2}/u.test(text) ? text[0].toUpperCase() : text[0]}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;
const between01 = (v) => Math.max(0, Math.min(1, v));

// in factors where that is natural: both on one side of 0 and far apart, or on a logarithmic axis
function farOff(guess, truth, [less, more] = ['too small', 'too large'], factors = false) {
  const ratio = guess / truth;
  if (guess * truth < 0) return `${truth < 0 ? 'it is negative' : 'it is positive'}, off by ${written(Math.abs(guess - truth))}`;
  if (ratio > 0 && Number.isFinite(ratio) && (factors || ratio >= 1.5 || ratio <= 1 / 1.5)) {
    const side = truth > 0 ? (ratio > 1 ? more : less) : `too ${ratio > 1 ? 'far from' : 'near'} 0`;
    return `${side} by a factor of ${written(Math.max(ratio, 1 / ratio))}`;
  }
  return `${guess > truth ? more : less} by ${written(Math.abs(guess - truth))}`;
}

// how far a flag stands to one side, '' where nobody would see it
function beside(scale, at, there, value, less, more) {
  if (Math.abs(at - there) < 0.01) return '';
  const here = reach(scale, at), side = at < there ? less : more;
  return scale.log ? `${side} by a factor of ${written(Math.max(here / value, value / here))}` : `${rounded(scale, Math.abs(here - value))} ${side}`;
}

// a place on an axis, as finely as a hand can put it: a hundredth of the axis
const coordinate = (scale, part) => (scale.log ? written(reach(scale, part)) : rounded(scale, reach(scale, part)));

function rounded({ ends: [low, high] }, value) {
  const decimals = Math.max(0, Math.ceil(-Math.log10(Math.abs(high - low) / 100)));
  return String(Number(value.toFixed(decimals))).replace('-', '−');
}

// ---- curves: places [[x, y], …] of increasing x

// from where to where the true curve can be seen
function seenOf({ answer }) {
  const inside = answer.filter(([u, v]) => u >= 0 && u <= 1 && v >= 0 && v <= 1);
  return [inside[0][0], inside.at(-1)[0]];
}

function heightAt(points, x) {
  const next = points.findIndex(([u]) => u >= x);
  if (next <= 0) return points.at(next)[1];
  const [[u0, v0], [u1, v1]] = [points[next - 1], points[next]];
  return v0 + (x - u0) / (u1 - u0) * (v1 - v0);
}

// in words: what a curve does from its beginning to its end
function course(points) {
  const ways = [];
  let low = points[0][1], high = low;
  for (const [, height] of points) {
    low = Math.min(low, height); high = Math.max(high, height);
    if (height > low + SLACK && ways.at(-1) !== 'rises') { ways.push('rises'); high = height; }
    if (height < high - SLACK && ways.at(-1) !== 'falls') { ways.push('falls'); low = height; }
  }
  return ways.length > 2 ? 'goes up and down' : ways.join(', then ') || 'stays level';
}
