// ---- numbers, read as people type them

const PARTS_OF_ONE = { '½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4', '⅕': '1/5', '⅛': '1/8' };
const TIMES = { dozen: 12, hundred: 100, thousand: 1e3, k: 1e3, million: 1e6 };
const PERCENT = /^(%|per ?cents?\b)/;
const DIGITS = String.raw`(?:\d[\d.,]*|[.,]\d+)`;
const FACTOR = String.raw`${DIGITS}(?:e[+-]?\d+)?(?:\^\(?[+-]?\d+\)?)?`;
const LIKE = 'Write it like 0.05, 3/4, 10^-3 or 12 %.';

// what was typed → { value }, or { hint }: a sentence that says what to change
function readNumber(typed, unit = '') {
  const text = tidied(typed);
  if (!text) return { hint: 'Type a number first, or press “Show me”.' };
  const [, sum, rest] = text.match(new RegExp(String.raw`^([+-]?(?:\d+ )?${FACTOR}(?:[*/]${FACTOR})*)(.*)$`)) ?? [];
  if (sum === undefined) return { hint: `“${typed.trim()}” cannot be read as a number. ${LIKE}` };
  if (/^\s*-\s*\d/.test(rest)) return { hint: `“${typed.trim()}” is a range; a guess is one number.` };
  const twice = (sum.match(new RegExp(DIGITS, 'g')) ?? []).find((digits) => /^[1-9]\d{0,2},\d{3}$/.test(digits));
  if (twice) return { hint: `“${twice}” may be ${twice.replace(',', '.')} or ${twice.replace(',', '')}: write one of these.` };
  const times = ending(rest, unit), value = product(sum) * times;
  if (Number.isNaN(value)) return { hint: `“${typed.trim()}” cannot be read as a number. ${LIKE}` };
  if (!Number.isFinite(value)) return { hint: `“${typed.trim()}” is no finite number; the answer is one.` };
  return { value };
}

// one way of writing: a plain minus, *, ^ and /, no spaces inside a number, no words before it
function tidied(typed) {
  return typed.trim().toLowerCase()
    .replace(/[−–—‒]/g, '-').replace(/[\u00a0\u2009\u202f\t]/g, ' ').replace(/[×·∙⋅]/g, '*')
    .replace(/[½⅓⅔¼¾⅕⅛]/g, (c) => ` ${PARTS_OF_ONE[c]}`)
    .replace(/([⁻⁺]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, sign, raised) => `^${sign === '⁻' ? '-' : ''}${[...raised].map((c) => RAISED.indexOf(c)).join('')}`)
    .replace(/\*\*/g, '^').replace(/[⁄∕÷]/g, '/')
    .replace(/^.*[=≈~]/, '').replace(/^\s*(about|around|roughly|circa|ca\.?|approx\.?|perhaps|maybe)\s+/, '')
    .replace(/^minus\s+/, '-').replace(/\{/g, '(').replace(/\}/g, ')')
    .replace(/(\d)\s*x\s*(?=10)/g, '$1*')
    .replace(/(\d)[ '’](?=\d{3}(?!\d))/g, '$1')
    .replace(/\s*([*/^])\s*/g, '$1').replace(/^([+-])\s+/, '$1').trim();
}

// what stands behind the number: a unit is no matter, % and “thousand” are, unless they are the answer's own
function ending(rest, unit) {
  const [, sign, words] = rest.match(/^\s*([%‰°]?)\s*([\p{L}\s./²³]*)$/u) ?? [];
  if (sign === undefined) return NaN;
  const word = firstWord(words), own = word === firstWord(unit);
  const scale = sign === '‰' ? 1e-3 : PERCENT.test(sign + words) ? 1e-2 : own ? 1 : TIMES[word] ?? 1;
  return PERCENT.test(unit) && scale < 1 ? scale * 100 : scale;
}

const firstWord = (words) => words.trim().toLowerCase().split(/\s+/)[0].replace(/s$/, '');

function product(sum) {
  const sign = sum.startsWith('-') ? -1 : 1, [, whole, bare] = sum.replace(/^[+-]/, '').match(/^(?:(\d+) )?(.*)$/);
  if (whole && !/^\d+\/\d+$/.test(bare)) return NaN; // “1 3/4” is one number, “1 5” are two
  const [first, ...others] = bare.split(/(?=[*/])/);
  let value = power(first);
  for (const other of others) value = other[0] === '*' ? value * power(other.slice(1)) : value / power(other.slice(1));
  return sign * (value + Number(whole ?? 0));
}

function power(text) {
  const [base, exponent = '1'] = text.replace(/[()]/g, '').split('^');
  return decimal(base) ** Number(exponent);
}

// 1234.5, 1,234.5, 1.234,5 and 1234,5 are one number: the last of two kinds of mark is the decimal one
function decimal(text) {
  const [digits, exponent = ''] = text.split(/(?=e)/), marks = digits.replace(/\d/g, '');
  const point = new Set(marks).size === 2 ? marks.at(-1) : marks.length === 1 ? marks : '';
  const [whole, part = '', more] = point ? digits.split(point) : [digits];
  if (more !== undefined || (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{3})+$/.test(whole))) return NaN;
  return Number(`${whole.replace(/[.,]/g, '') || 0}.${part || 0}${exponent}`);
}
