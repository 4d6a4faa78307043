// A statement with its support and dissent side by side, and its history.

const FEW = 3;

function statementCard({ statement, found }, { alone = false, tag = "" } = {}) {
  const heading = h(alone ? "h2" : "h4", { tabindex: alone && "-1", id: alone && "here" },
    h("a", { class: "code", href: toStatement(statement.id), "aria-label": fill(say.link, { id: statement.id }) }, shown(statement.id)),
    " ", h("span", { class: "words" }, shown(statement.text)));
  const outcome = statement.f[facetAt.get("outcome")];
  const parent = statements[statementAt.get(statement.parent)];
  const about = [
    alone && h("p", { class: "place" }, h("a", { href: link({ model: facets[MODEL].options[statement.f[MODEL]][0], block: facets[BLOCK].options[statement.f[BLOCK]][0] }) },
      `${option(MODEL, statement.f[MODEL])} › ${option(BLOCK, statement.f[BLOCK])}`)),
    heading,
    statement.specific && h("p", { class: "specific" }, fill(say.specific, { name: statement.specific })),
    parent && h("p", { class: "specific" }, `${say.parent} `, h("a", { href: toStatement(parent.id) }, parent.text)),
    h("p", { class: "told" }, outcome >= 0 && h("span", { class: "status" }, option(facetAt.get("outcome"), outcome)), " ",
      h("span", {}, statement.history)),
  ].filter(Boolean);
  const all = statement.passages.length;
  if (!all) about.push(h("p", { class: "none" }, say.no_passages));
  else if (found.length < all) about.push(h("p", { class: "none" }, fill(say.shown, { n: found.length, all })));
  return h("article", { class: alone ? "statement alone" : "statement", "data-ended": statement.ended, "data-id": statement.id },
    about, stances(statement, found, alone, tag), past(statement, alone));
}

// Every stance is named, also where nobody took it; passages of those that somebody took stand side by side.
function stances(statement, found, alone, tag) {
  const taken = facets[STANCE].options.map(() => []);
  found.forEach((passage) => taken[passage.f[STANCE]].push(passage));
  const total = facets[STANCE].options.map(() => 0);
  statement.passages.forEach((passage) => { total[passage.f[STANCE]] += 1; });
  const columns = [];
  const nobody = [];
  facets[STANCE].options.forEach(([key, label], place) => {
    if (!total[place]) {
      if (key) nobody.push(label.toLowerCase());
      return;
    }
    columns.push(h("section", { class: `side ${key || "other"}` },
      h(alone ? "h3" : "h5", { class: "stance" }, label),
      h("p", { class: "people" }, [statement.people[place], counted(total[place], "passage")].filter(Boolean).join(" · ")),
      ...(taken[place].length ? passageList(taken[place], alone ? 100 : FEW) : [])));
  });
  const out = [];
  if (columns.length) out.push(h("div", { class: `sides n${columns.length}` }, columns));
  if (nobody.length && columns.length) out.push(h("p", { class: "nobody" }, fill(say.nobody, { stances: nobody.join(` ${say.or} `) })));
  if (tag) out.forEach((part) => part.querySelector(`[data-id="${CSS.escape(tag)}"]`)?.setAttribute("data-current", ""));
  return out;
}

function past(statement, open) {
  const title = (text) => h(open ? "h3" : "h5", {}, text);
  const body = h("div", {});
  const write = () => {
    if (body.childNodes.length) return;
    if (statement.versions.length > 1) {
      body.append(title(say.wordings), h("ol", { class: "wordings" }, statement.versions.map((each) =>
        h("li", { value: each.version }, h("span", { class: "words" }, each.text), " ",
          h("span", { class: "quiet" }, each.category + (each.version === statement.version ? ` · ${say.present_wording}` : ""))))));
    }
    body.append(title(say.ledger));
    if (statement.events.length) {
      body.append(h("ul", { class: "events" }, statement.events.map((each) => h("li", {},
        h("strong", {}, fill(say.round, { n: each.round })), ` · ${each.what}`,
        each.before && each.after && each.before !== each.after &&
          h("p", {}, fill(say.from_to, { before: `“${each.before}”`, after: `“${each.after}”` })),
        each.reason && h("p", {}, fill(say.reason, { text: each.reason })), ...moreOfEvent(each)))));
    } else body.append(h("p", { class: "quiet" }, say.no_ledger));
    body.append(...moreOfHistory(statement));
  };
  const details = h("details", { class: "history", ontoggle: () => details.open && write() }, h("summary", {}, say.history), body);
  if (open) { write(); details.open = true; }
  return details;
}
