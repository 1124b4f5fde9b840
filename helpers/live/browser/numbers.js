// ---- numbers: on the axes of a figure, and as a reader likes them

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

// what stands at a part of an axis, 0 at its lower or left end; and back
const reach = ({ ends: [low, high], log }, part) => (log ? low * (high / low) ** part : low + part * (high - low));

// as helpers/words.py writes it, by default with the two digits that a distance deserves
function written(value, digits = 2) {
  const [mantissa, exponent] = value.toExponential(digits - 1).replace('-', '−').split('e');
  const tens = Number(exponent.replace('−', '-'));
  if (!value || (tens > -5 && tens < 6)) {
    const [whole, part] = String(Number(value.toPrecision(digits))).replace('-', '−').split('.');
    const apart = whole.replace('−', '').length > 4 ? whole.replace(/(\d)(?=(\d{3})+$)/g, '$1\u202f') : whole;
    return part ? `${apart}.${part}` : apart;
  }
  const raised = [...String(tens)].map((c) => (c === '-' ? '⁻' : RAISED[c])).join('');
  const factor = String(Number(mantissa.replace('−', '-'))).replace('-', '−');
  const times = /^−?1$/.test(factor) ? factor.slice(0, -1) : `${factor}·`;
  return `${times}10${raised}`;
}
