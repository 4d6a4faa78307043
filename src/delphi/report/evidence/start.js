// The page: overview, choices, and the list, of which only what is looked at is built.

const UNITS = 20;
const PRINTED = 400;
const by = (id) => document.getElementById(id);
const list = by("list");
const wide = matchMedia("(min-width: 68rem)");
let units = [];
let built = 0;

// Heading, statement and loose passages, one after the other; built when they come into sight.
function unitsOf(found) {
  const out = [];
  let model = -1;
  for (const { cell, statements: inside, loose: rest } of found.cells) {
    if (cell.m !== model) {
      const name = option(MODEL, cell.m);
      out.push({ heading: true, build: () => h("h2", {}, h("a", { href: link({ model: facets[MODEL].options[cell.m][0] }) }, name)) });
      model = cell.m;
    }
    const to = link({ model: facets[MODEL].options[cell.m][0], block: facets[BLOCK].options[cell.b][0] });
    out.push({ heading: true, build: () => h("h3", {}, h("a", { href: to }, option(BLOCK, cell.b))) });
    inside.forEach((each) => out.push({ build: () => statementCard(each) }));
    if (rest.length) out.push({ build: () => h("section", { class: "loose" }, h("h4", {}, say.loose), h("p", { class: "quiet" }, say.loose_note), ...passageList(rest, FEW)) });
  }
  return out;
}

function build(number) {
  const part = document.createDocumentFragment();
  let made = 0;
  while (built < units.length && made < number) {
    const unit = units[built];
    part.append(unit.build());
    built += 1;
    if (!unit.heading) made += 1;
  }
  list.append(part);
  by("more").hidden = built >= units.length;
}

function overview() {
  const box = by("overview");
  const some = state.item || state.tag || anything();
  by("intro").hidden = Boolean(some);
  if (some || box.childNodes.length) return;
  const blocks = facets[BLOCK].options;
  const rows = facets[MODEL].options.map(([key, label], m) => h("tr", {},
    h("th", { scope: "row" }, h("a", { href: link({ model: key }) }, label)),
    blocks.map(([block, name], b) => {
      const cell = cellAt.get(`${m}/${b}`);
      const now = cell.statements.filter((statement) => !statement.ended);
      const critical = now.filter((s) => s.passages.some((p) => ["contests", "nuances"].includes(facets[STANCE].options[p.f[STANCE]][0])));
      const inside = [
        now.length ? h("a", { href: link({ model: key, block }) }, counted(now.length, "statement")) : null,
        critical.length ? h("span", { class: "quiet" }, `${critical.length} ${say.critical[critical.length === 1 ? 0 : 1]}`) : null,
        !now.length && cell.loose.length ? h("a", { href: link({ model: key, block }) }, counted(cell.loose.length, "passage")) : null,
      ].filter(Boolean);
      return h("td", { "data-label": name }, inside.length ? inside : h("span", { class: "quiet" }, "–"));
    })));
  box.append(h("h2", {}, say.overview), h("table", { class: "grid" }, h("caption", {}, say.overview_caption),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, facets[MODEL].label), blocks.map(([, name]) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, rows)));
  box.append(h("dl", { class: "ways" }, ["round", "perspective", "kind", "stance"].flatMap((key) => {
    const facet = facets[facetAt.get(key)];
    const links = facet.options.map(([value, label], i) => [value, label, used[facetAt.get(key)][i]])
      .filter(([value, , number]) => number && value !== "")
      .map(([value, label]) => h("a", { href: link({ [key]: value }) }, label));
    return links.length > 1 ? [h("dt", {}, say[`${key}s_nav`]), h("dd", {}, links)] : [];
  })));
}

// How many passages and statements have each option: what nobody has is no choice.
const used = facets.map((facet) => facet.options.map(() => 0));
[...passages, ...statements].forEach((each) => each.f.forEach((place, i) => {
  for (const at of Array.isArray(place) ? place : [place]) if (at >= 0) used[i][at] += 1;
}));

function controls() {
  facets.forEach((facet, i) => {
    const options = facet.options.map(([value, label], place) => [value, label, place]).filter(([, , place]) => used[i][place]);
    if (options.length < 2) return;
    const select = h("select", { id: `f-${facet.key}`, onchange: (event) => {
      if (event.target.value === "") state.chosen.delete(facet.key);
      else state.chosen.set(facet.key, Number(event.target.value));
      go();
    } }, h("option", { value: "" }, say.any));
    options.forEach(([, label, place]) => select.append(h("option", { value: String(place) }, label)));
    by("selects").append(h("div", {}, h("label", { for: `f-${facet.key}` }, facet.label), select));
  });
  let waiting = 0;
  by("q").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { state.q = by("q").value; go(true); }, 90); });
  by("choose").addEventListener("submit", (event) => { event.preventDefault(); state.q = by("q").value; go(); by("content").focus(); });
  by("clear").addEventListener("click", () => { state.q = ""; state.chosen.clear(); go(); by("q").focus(); });
  by("skip").addEventListener("click", (event) => { event.preventDefault(); by("content").focus(); by("content").scrollIntoView(); });
  by("home").addEventListener("click", (event) => { event.preventDefault(); state.q = ""; state.chosen.clear(); go(); scrollTo(0, 0); });
  by("more").addEventListener("click", () => { const before = list.children.length; build(UNITS); list.children[before]?.querySelector("a")?.focus({ preventScroll: true }); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    by("q").focus();
    by("q").select();
  });
  const fit = () => { by("facets").open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting) && !by("more").hidden) build(UNITS); },
      { rootMargin: "800px" }).observe(by("more"));
  }
  addEventListener("beforeprint", () => {
    build(PRINTED);
    list.querySelectorAll(".rest").forEach((button) => button.dispatchEvent(new Event("grow")));
    by("cut").hidden = built >= units.length;
    by("cut").textContent = fill(say.print_cut, { n: list.querySelectorAll("article").length });
  });
}

function chips() {
  const out = [...state.chosen].map(([key, place]) => {
    const name = option(facetAt.get(key), place);
    return h("button", { type: "button", "aria-label": fill(say.remove, { name }), onclick: () => { state.chosen.delete(key); go(); by("content").focus(); } },
      `${facets[facetAt.get(key)].label}: ${name} `, h("span", { "aria-hidden": "true" }, "×"));
  });
  if (state.q.trim()) out.push(h("button", { type: "button", "aria-label": fill(say.remove, { name: state.q.trim() }), onclick: () => { state.q = ""; go(); by("q").focus(); } }, `“${state.q.trim()}” `, h("span", { "aria-hidden": "true" }, "×")));
  by("chips").replaceChildren(...out);
  by("active").textContent = state.chosen.size ? ` (${state.chosen.size})` : "";
}

function one() {
  const passage = passages[passageAt.get(state.tag)];
  const statement = statements[state.item ? statementAt.get(state.item) : passage.s];
  const back = h("p", { class: "back" }, h("a", { href: "#" }, `← ${say.back}`));
  const parts = [back];
  if (passage) {
    parts.push(h("h2", { id: "here", tabindex: "-1" }, fill(say.passage_of, { id: passage.id })),
      h("ul", { class: "passages single" }, passageCard(passage, { stance: true, own: true })));
    if (!statement) {
      const to = link({ model: facets[MODEL].options[passage.f[MODEL]][0], block: facets[BLOCK].options[passage.f[BLOCK]][0] });
      parts.push(h("p", {}, h("a", { href: to }, `${option(MODEL, passage.f[MODEL])} › ${option(BLOCK, passage.f[BLOCK])}`), ` · ${say.loose}`));
    }
  }
  if (statement) {
    const card = statementCard({ statement, found: statement.passages }, { alone: true, tag: passage?.id });
    if (passage) card.querySelector("h2").removeAttribute("id");
    parts.push(card);
  }
  list.replaceChildren(...parts);
  units = [];
  built = 0;
  by("more").hidden = true;
  document.getElementById("here").focus({ preventScroll: true });
  if (wide.matches) scrollTo(0, 0);
  else list.scrollIntoView();
}

function show() {
  by("cut").hidden = true;
  if (by("q").value !== state.q && document.activeElement !== by("q")) by("q").value = state.q;
  facets.forEach((facet) => {
    const select = by(`f-${facet.key}`);
    if (select) select.value = state.chosen.has(facet.key) ? String(state.chosen.get(facet.key)) : "";
  });
  chips();
  overview();
  document.title = [state.item || state.tag, pageTitle].filter(Boolean).join(" – ");
  if (state.item || state.tag) {
    by("found").textContent = "";
    one();
    return;
  }
  const found = select();
  let words = found.passages || found.loose || found.statements
    ? fill(say.found, { passages: counted(found.passages, "passage"), statements: counted(found.statements, "statement") }) +
      (found.loose ? fill(say.found_loose, { loose: counted(found.loose, "passage") }) : "") + "."
    : say.nothing;
  if (state.unknown) words = `${fill(say.unknown, { code: state.unknown })} ${anything() ? words : ""}`;
  by("found").textContent = words;
  list.replaceChildren();
  units = unitsOf(found);
  built = 0;
  build(UNITS);
}

// A choice becomes the address; typing does not fill the browser's history.
function go(typing) {
  state.item = state.tag = state.unknown = "";
  if (document.activeElement !== by("q")) by("q").value = state.q;
  const to = link();
  history[typing ? "replaceState" : "pushState"](null, "", to);
  at = location.hash;
  show();
}

const pageTitle = document.title;
let at = null;

function arrive() {
  if (location.hash === at) return;
  at = location.hash;
  readAddress();
  by("q").value = state.q;
  show();
}

controls();
addEventListener("hashchange", arrive);
addEventListener("popstate", arrive);
arrive();
document.documentElement.setAttribute("data-ready", "");
