// ---- the page's elements

function element(kind, className, attributes = {}, ...children) {
  const node = document.createElement(kind);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function button(text, name, action, key = '') {
  const node = element('button', 'live-button', { type: 'button' }, text);
  node.dataset.key = key;
  rename(node, name);
  node.addEventListener('click', action);
  return node;
}

// drawn, not typed: a font's own ▶ is elsewhere a coloured picture
const ICONS = {
  play: 'M4 2.5v11l9.5-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  pin: 'M5.5 1.5h5v1.2l-.8.8v3.2l2 2.3v1.3H8.7v4l-.7 1.2-.7-1.2v-4h-3V9l2-2.3V3.5l-.8-.8z',
  words: 'M2 2.5h12v8.3H8.2L4.8 13.6v-2.8H2zM4.4 5v1.1h7.2V5zM4.4 7.3v1.1h5V7.3z',
  full: 'M2 2h4.6v1.7H3.7v2.9H2zM9.4 2H14v4.6h-1.7V3.7H9.4zM2 9.4h1.7v2.9h2.9V14H2zM12.3 9.4H14V14H9.4v-1.7h2.9z',
};

function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg'), path = document.createElementNS(space, 'path');
  for (const [key, value] of [['class', 'live-icon'], ['viewBox', '0 0 16 16'], ['aria-hidden', 'true']]) svg.setAttribute(key, value);
  path.setAttribute('d', ICONS[name]);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}

// what is written anew costs the page a layout, even where nothing has changed

function write(node, text) {
  const { firstChild: only } = node;
  if (only?.nodeType !== 3 || only.nextSibling) node.textContent = text;
  else if (only.data !== text) only.data = text; // the same node: nothing around it is looked at again
}

function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function rename(node, name) {
  const { key } = node.dataset;
  attribute(node, 'aria-label', name);
  attribute(node, 'title', key ? `${name} (${key})` : name);
}

const url = (png) => URL.createObjectURL(new Blob([png], { type: 'image/png' }));
