// One passage as it is printed. Words of people only ever become text.

function h(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === false || value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== "" && child !== undefined));
  return element;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const counted = (number, unit) => `${number} ${say[unit][number === 1 ? 0 : 1]}`;
const option = (facet, place) => facets[facet].options[place][1];

// Text in which the searched words stand out.
function shown(text) {
  const out = [];
  let at = 0;
  for (const [start, end] of hits(text, wordsOf(state.q))) {
    if (start > at) out.push(text.slice(at, start));
    out.push(h("mark", {}, text.slice(start, end)));
    at = end;
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
}
