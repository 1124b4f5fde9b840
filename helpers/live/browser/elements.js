// ---- the page's elements

function element(kind, className, attributes = {}, ...children) {
  const node = document.createElement(kind);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function button(text, name, action) {
  const node = element('button', 'live-button', { type: 'button', 'aria-label': name, title: name }, text);
  node.addEventListener('click', action);
  return node;
}

// what is written anew costs the page a layout, even where nothing has changed

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function attribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

const url = (png) => URL.createObjectURL(new Blob([png], { type: 'image/png' }));
