// The overview of an edition in pages: how many passages stand behind what, and on which page.
// An address that names a statement or a passage goes on to its page.

const FEW = 0;
const alsoSearched = () => [];
const number = (n) => n.toLocaleString(data.language);

// What counts passages counts a group as often as it has passages.
const each = (groups) => groups.flatMap((group) => Array(group.n).fill(group));
statements.forEach((statement) => { statement.passages = each(statement.passages); });
cells.forEach((cell) => { cell.loose = each(cell.loose); });

// [place of an option or page, how many], in order.
function numbers(found, of) {
  const out = new Map();
  found.forEach((group) => out.set(of(group), (out.get(of(group)) || 0) + 1));
  return [...out].sort((a, b) => a[0] - b[0]);
}

const pagesOf = (found, hash) => numbers(found, (group) => group.p).map(([page, n]) =>
  h("li", {}, h("a", { href: data.pages[page][0] + hash }, data.pages[page][1]), ` (${number(n)})`));

function counts(found) {
  const parts = [STANCE, facetAt.get("round")].map((facet) => numbers(found, (group) => group.f[facet])
    .sort((a, b) => (a[0] < 0) - (b[0] < 0))
    .map(([place, n]) => `${place < 0 ? say.no_round : option(facet, place)}: ${number(n)}`).join(" · "));
  return parts.map((text) => h("p", { class: "quiet" }, text));
}

function statementCard({ statement, found }, { alone = false } = {}) {
  const outcome = statement.f[facetAt.get("outcome")];
  const all = statement.passages.length;
  const there = statement.p >= 0 ? data.pages[statement.p][0] : "";
  return h("article", { class: alone ? "statement alone" : "statement", "data-ended": statement.ended, "data-id": statement.id },
    h(alone ? "h2" : "h4", { tabindex: alone && "-1", id: alone && "here" },
      h("a", { class: "code", href: there + toStatement(statement.id), "aria-label": fill(say.link, { id: statement.id }) }, shown(statement.id)),
      " ", h("a", { class: "words", href: there + toStatement(statement.id) }, shown(statement.text))),
    statement.specific && h("p", { class: "specific" }, fill(say.specific, { name: statement.specific })),
    h("p", { class: "told" }, outcome >= 0 ? h("span", { class: "status" }, option(facetAt.get("outcome"), outcome)) : "", " ",
      h("span", {}, statement.history)),
    all ? [h("ul", { class: "where" }, pagesOf(found, toStatement(statement.id))), ...counts(found)]
      : h("p", { class: "none" }, say.no_passages),
    found.length < all && h("p", { class: "none" }, fill(say.shown, { n: number(found.length), all: number(all) })) || null);
}

// What is in no statement, in place of the passages.
function passageList(found) {
  const hash = link(Object.fromEntries([MODEL, BLOCK].map((facet) => [facets[facet].key, facets[facet].options[found[0].f[facet]][0]])));
  return [h("ul", { class: "where" }, pagesOf(found, hash)), ...counts(found)];
}

// Words are searched in statements here, and in passages on their pages: these are the ones for what is chosen.
function lead() {
  const box = document.getElementById("pages");
  const typed = state.q.trim();
  const wanted = [...state.chosen].map(([key, place]) => [facetAt.get(key), place]);
  const fitting = anything() ? each(passages).filter((group) => wanted.every(([facet, place]) => inFacet(group.f[facet], place))) : [];
  box.replaceChildren(...(fitting.length ? [
    h("p", {}, typed ? fill(say.search_pages, { q: typed }) : say.open_pages),
    h("ul", { class: "where" }, pagesOf(fitting, link())),
  ] : []));
}

function bucket(id) {
  return [...id].reduce((found, letter) => (found * 31 + letter.codePointAt(0)) % data.lists.length, 0);
}

// Where an address leads that names one thing, if it is not here.
function pageOf(hash) {
  const [, key, name] = hash.match(/^#(?:(item|tag)=)?([^=]+)$/) || [];
  if (!name) return "";
  const id = decoded(name);
  if (key !== "tag" && statementAt.has(id)) {
    const { p } = statements[statementAt.get(id)];
    return p < 0 ? "" : data.pages[p][0] + toStatement(id);
  }
  return key === "item" ? "" : data.lists[bucket(id)] + toPassage(id);
}

function goOn() {
  const there = pageOf(location.hash);
  if (there) location.replace(there);
}

addEventListener("hashchange", goOn);
goOn();
new MutationObserver(lead).observe(document.getElementById("found"), { childList: true });
