// What is chosen: read from and written to the address, so that every selection is a link.
//   #PC-W3   #tag=T0f39   #cell=model/block   #round=3&perspective=key&q=words

const data = JSON.parse(document.getElementById("data").textContent);
const { say, facets, statements, passages } = data;
const facetAt = new Map(facets.map((facet, i) => [facet.key, i]));
const statementAt = new Map(statements.map((statement, i) => [statement.id, i]));
const passageAt = new Map(passages.map((passage, i) => [passage.id, i]));
const MODEL = facetAt.get("model");
const BLOCK = facetAt.get("block");
const STANCE = facetAt.get("stance");
const STANCES = facets[STANCE].options.length;
// What can be said of a statement that has no passage.
const OF_STATEMENTS = new Set([MODEL, BLOCK, facetAt.get("outcome")]);

const state = { q: "", chosen: new Map(), item: "", tag: "", unknown: "" };

statements.forEach((statement) => { statement.passages = []; statement.folded = null; });
const loose = new Map(); // "model/block", by place, to the passages in no statement
passages.forEach((passage) => {
  passage.folded = null;
  if (passage.s >= 0) {
    statements[passage.s].passages.push(passage);
  } else {
    const cell = `${passage.f[MODEL]}/${passage.f[BLOCK]}`;
    if (!loose.has(cell)) loose.set(cell, []);
    loose.get(cell).push(passage);
  }
});
const cells = [];
facets[MODEL].options.forEach((_, m) => facets[BLOCK].options.forEach((__, b) => {
  cells.push({ m, b, statements: [], loose: loose.get(`${m}/${b}`) || [] });
}));
const cellAt = new Map(cells.map((cell) => [`${cell.m}/${cell.b}`, cell]));
statements.forEach((statement) => {
  const cell = cellAt.get(`${statement.f[MODEL]}/${statement.f[BLOCK]}`);
  if (cell) cell.statements.push(statement);
});

const inFacet = (place, wanted) => (Array.isArray(place) ? place.includes(wanted) : place === wanted);

function foldedPassage(passage) {
  if (passage.folded === null) {
    passage.folded = fold([passage.q, passage.id, passage.who, passage.mark, ...alsoSearched(passage)].join("\n"));
  }
  return passage.folded;
}

function foldedStatement(statement) {
  if (statement.folded === null) statement.folded = fold(`${statement.text}\n${statement.id}\n${statement.specific}`);
  return statement.folded;
}

// The cells that hold something of the choice: [{ cell, statements: [{ statement, found }], loose }].
function select() {
  const words = wordsOf(state.q);
  const wanted = [...state.chosen].map(([key, place]) => [facetAt.get(key), place]);
  const fits = (f) => wanted.every(([facet, place]) => inFacet(f[facet], place));
  const bare = wanted.every(([facet]) => OF_STATEMENTS.has(facet));
  const out = { cells: [], passages: 0, statements: 0, loose: 0 };
  for (const cell of cells) {
    const own = { cell, statements: [], loose: [] };
    for (const statement of cell.statements) {
      const missing = words.filter((word) => !foldedStatement(statement).includes(word));
      const found = statement.passages.filter((passage) => fits(passage.f) &&
        missing.every((word) => foldedPassage(passage).includes(word)));
      if (found.length || (bare && !missing.length && !statement.passages.length && fits(statement.f))) {
        own.statements.push({ statement, found });
        out.passages += found.length;
      }
    }
    own.loose = cell.loose.filter((passage) => fits(passage.f) &&
      words.every((word) => foldedPassage(passage).includes(word)));
    out.statements += own.statements.length;
    out.loose += own.loose.length;
    if (own.statements.length || own.loose.length) out.cells.push(own);
  }
  return out;
}

const anything = () => state.q.trim() !== "" || state.chosen.size > 0;

function link(more) {
  const parts = [];
  const chosen = new Map([...state.chosen].map(([key, place]) => [key, facets[facetAt.get(key)].options[place][0]]));
  const wanted = more === undefined ? chosen : new Map(Object.entries(more));
  if (wanted.has("model") && wanted.has("block")) {
    parts.push(`cell=${encodeURIComponent(wanted.get("model"))}/${encodeURIComponent(wanted.get("block"))}`);
    wanted.delete("model");
    wanted.delete("block");
  }
  wanted.forEach((value, key) => parts.push(`${key}=${encodeURIComponent(value)}`));
  if (more === undefined && state.q.trim()) parts.push(`q=${encodeURIComponent(state.q.trim())}`);
  return `#${parts.join("&")}`;
}

const toStatement = (id) => `#${id.includes("=") ? "item=" : ""}${encodeURIComponent(id)}`;
const toPassage = (id) => `#tag=${encodeURIComponent(id)}`;

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function readAddress() {
  const hash = location.hash.slice(1);
  Object.assign(state, { q: "", item: "", tag: "", unknown: "", chosen: new Map() });
  if (!hash) return;
  if (!hash.includes("=")) {
    if (statementAt.has(decoded(hash))) state.item = decoded(hash);
    else if (passageAt.has(decoded(hash))) state.tag = decoded(hash);
    else state.unknown = decoded(hash);
    return;
  }
  for (const part of hash.split("&")) {
    const key = part.slice(0, part.indexOf("="));
    const value = part.slice(part.indexOf("=") + 1);
    if (key === "q") state.q = decoded(value);
    else if (key === "item" && statementAt.has(decoded(value))) state.item = decoded(value);
    else if (key === "tag" && passageAt.has(decoded(value))) state.tag = decoded(value);
    else if (key === "cell") {
      const slash = value.indexOf("/");
      choose("model", decoded(value.slice(0, slash)));
      choose("block", decoded(value.slice(slash + 1)));
    } else choose(key, decoded(value));
  }
}

function choose(key, value) {
  const facet = facets[facetAt.get(key)];
  const place = facet ? facet.options.findIndex((option) => option[0] === value) : -1;
  if (place >= 0) state.chosen.set(key, place);
  else state.unknown = value;
}
