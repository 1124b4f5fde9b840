// ---- what is said: the figure's sentence, seen and heard; and what went wrong

function say(f, text) {
  const { sentence, spoken, high } = f.nodes;
  const whole = f.time && text ? `${text}${/[.!?…]$/.test(text) ? '' : '.'} Step ${step(f)} of ${f.steps}.` : text;
  write(sentence, text);
  attribute(high, 'aria-label', whole || 'Live figure');
  clearTimeout(f.quiet);
  if (spoken.textContent !== text) f.quiet = setTimeout(() => write(spoken, text), 500);
}

function complain(f, text) {
  const { trouble, card } = f.nodes;
  write(trouble, text);
  card.classList.toggle('live-troubled', Boolean(text));
}
