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

function passageCard(passage, { stance = false, own = false } = {}) {
  const statement = statements[passage.s];
  const source = [h("span", { class: "who" }, shown(passage.who))];
  if (stance && passage.s >= 0) source.push(h("span", { class: "stance" }, option(STANCE, passage.f[STANCE])));
  if (statement && passage.v !== statement.version) {
    source.push(h("span", { class: "wording" }, fill(say.about, { n: passage.v })));
  }
  if (passage.mark) source.push(h("span", { class: "special" }, passage.mark));
  source.push(...moreAbout(passage));
  source.push(h("a", { class: "code", href: toPassage(passage.id), "aria-label": fill(say.link, { id: passage.id }) }, shown(passage.id)));
  return h("li", { class: "passage", "data-id": passage.id, "data-current": own },
    h("blockquote", { dir: "auto" }, shown(passage.q)),
    h("p", { class: "source" }, source),
    ...behind(passage, own));
}

// A list of which the first few are shown, the rest on demand and on paper.
function passageList(found, first, options) {
  const list = h("ul", { class: "passages" }, found.slice(0, first).map((passage) => passageCard(passage, options)));
  if (found.length <= first) return [list];
  let at = first;
  const button = h("button", {
    type: "button",
    class: "rest",
    ongrow: () => grow(found.length),
    onclick: () => {
      const next = at;
      grow(50);
      list.children[next].querySelector("a.code").focus({ preventScroll: true });
    },
  }, fill(say.more, { n: found.length - at }));
  const grow = (number) => {
    list.append(...found.slice(at, at + number).map((passage) => passageCard(passage, options)));
    at = Math.min(found.length, at + number);
    button.textContent = fill(say.more, { n: found.length - at });
    if (at >= found.length) button.remove();
  };
  return [list, button];
}
