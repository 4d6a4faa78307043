/* A passage as a card, and lists of cards. */

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
