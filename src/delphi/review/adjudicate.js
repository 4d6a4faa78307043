// The window of *adjudicate*: a turn on which coders differ, their tags side by side, and a choice.
// What she is choosing (the draft) lives here; what each choice leaves standing is worked out in Python.

function render({ model, el }) {
  const fixed = model.get("fixed");
  const t = fixed.texts;
  let view = model.get("view");
  let draft = null; // {tags: [...], from: "0" for none, "all", "1", "2", … or "" when changed}
  let at = 0; // which tag of the draft
  let ranging = null; // the bounds to go back to, while the stretch is being changed
  let numbersOpen = false;
  const reasons = []; // of this session, the newest last
  const work = () => view.work;
  const here = () => ({ transcript_id: work().transcript_id, turn: work().turn });
  const code = (facet, key) => fixed.facets[facet].find((one) => one.code === key);
  const label = (facet, key) => code(facet, key)?.label || t.none_yet;
  const statement = (item) => fixed.items.find((one) => one.item_id === item)?.statement || "";
  const text = () => work().speech.find((said) => said.turn === work().turn).text;
  const quote = (one) => points(text()).slice(one.start, one.end).join("");
  const swotStyle = (key) => { const place = fixed.facets.swot.findIndex((one) => one.code === key); return place < 0 ? null : hue(place); };
  const copy = (tags) => tags.map(({ start, end, work_model, swot, links }) => ({ start, end, work_model, swot, links: links.map((link) => [...link]) }));
  const inQuestion = () => work().coders.flatMap((one) => one.tags.filter((tag) => tag.in_question));
  const isTwo = () => work().coders.length === 2;

  const frame = openFrame({ model, root: el, label: t.desk || "delphi", draw, onKey });
  frame.box.classList.add("is-adjudicate");

  function draw(next, fresh) {
    const moved = !view.work || !next.work || next.work.turn !== view.work.turn || next.work.transcript_id !== view.work.transcript_id;
    const ruledElsewhere = view.work && next.work && next.work.seen !== view.work.seen;
    if (next.stage !== view.stage) frame.reveal();
    view = next;
    const failed = next.notice?.kind === "error"; // a choice that could not be saved is not thrown away
    if (moved || ruledElsewhere || (fresh && !failed)) { draft = null; ranging = null; at = 0; }
    if (view.stage === "blocked") frame.body.replaceChildren();
    else if (view.stage === "start") drawStart();
    else drawWork();
  }

  // --- start ----------------------------------------------------------------------------------------

  function drawStart() {
    const start = view.start;
    const head = h("div", { class: "dl-title" }, h("h1", {}, t.title), frame.otherLanguage());
    const aside = start.cut ? h("button", { type: "button", class: "dl-main", onclick: () => frame.send({ act: "aside" }) }, t.put_aside) : null;
    if (!view.coder) {
      const field = h("input", { type: "text", class: "dl-field", id: "dl-new-name", autocomplete: "off", maxlength: "40" });
      const sit = (name) => frame.send({ act: "sit", coder: name });
      frame.body.replaceChildren(h("div", { class: "dl-start" }, head, aside,
        h("h2", {}, t.who),
        h("div", { class: "dl-names" }, start.coders.map((name) => h("button", { type: "button", class: "dl-big", "data-coder": name, onclick: () => sit(name) }, name))),
        h("form", { class: "dl-row", onsubmit: (e) => { e.preventDefault(); sit(field.value); } },
          h("label", { for: "dl-new-name" }, t.new_name), field, h("button", { type: "submit", class: "dl-big" }, t.continue))));
      frame.body.querySelector("[data-coder], input").focus({ preventScroll: true });
      return;
    }
    const begin = (where = {}) => frame.send({ act: "begin", ...where });
    const bar = (p) => h("progress", { max: Math.max(1, p.total), value: p.ruled, "aria-hidden": "true" });
    const place = (name, title, line, run, main = false) => h("button", { type: "button", class: `dl-place ${main ? "is-main" : ""}`, "data-place": name, onclick: run }, h("b", {}, title), line);
    frame.body.replaceChildren(h("div", { class: "dl-start" }, head, aside,
      h("p", { class: "dl-muted" }, h("b", {}, view.coder), ` · ${fill(t.open_of, start)} `,
        h("button", { type: "button", class: "dl-plain", onclick: () => { view = { ...view, coder: "" }; drawStart(); } }, t.other_name)),
      start.total ? [
        h("h2", {}, t.where),
        start.resume ? place("resume", t.resume, h("span", {}, `${start.resume.transcript_id}, ${t.turn} ${start.resume.turn}`), () => begin(start.resume), true) : null,
        place("all", t.matters_first, h("span", {}, t.matters_why), () => begin()),
        h("div", { class: "dl-places" }, start.places.map((one) =>
          place(one.place, one.place, [h("span", {}, one.label), bar(one), h("small", {}, fill(t.open_of, one))], () => begin({ transcript: one.place })))),
        h("h2", {}, t.filter), filterForm(view.filters, begin),
        numbersPanel(true),
      ] : h("p", { class: "dl-hint" }, t.nothing_here)));
    (frame.body.querySelector(".dl-place") || frame.box).focus({ preventScroll: true });
  }

  function filterForm(filters, run, now = {}) {
    const id = `dl-f${Math.random().toString(36).slice(2)}`;
    const choice = (name, title, any, options) => {
      const select = h("select", { class: "dl-field", id: `${id}-${name}`, name }, h("option", { value: "" }, any), options.map(([value, shown]) => h("option", { value, selected: value === now[name] }, shown)));
      return [h("label", { for: `${id}-${name}` }, title), select];
    };
    return h("form", { class: "dl-filter", onsubmit: (e) => { e.preventDefault(); const data = new FormData(e.target); run(Object.fromEntries(data)); } },
      choice("transcript", t.transcript, t.any_transcript, filters.transcripts.map((one) => [one, one])),
      choice("pair", t.pair, t.any_pair, filters.pairs.map((pair) => [pair.join(";"), pair.join(" + ")])),
      choice("model", t.work_model, t.any_model, filters.models.map((one) => [one, label("work_model", one)])),
      h("button", { type: "submit", class: "dl-big" }, t.apply_filter));
  }

  // Agreement as of the last build; the numbers before and after are both kept.
  function numbersPanel(open) {
    const numbers = view.numbers;
    const shown = new Intl.NumberFormat(fixed.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const value = (text) => (text ? shown.format(Number(text)) : "–");
    const facet = (row) => (row.both ? t.both_facets : t[row.facet] || row.facet);
    return h("details", { class: "dl-numbers", open: open || numbersOpen, ontoggle: (e) => { if (!open) numbersOpen = e.target.open; } },
      h("summary", {}, t.numbers, h("span", { class: "dl-muted" }, ` · ${fill(t.open_of, numbers)}`)),
      numbers.rows.length ? [
        h("p", { class: "dl-muted" }, t.numbers_of_build),
        h("table", { "aria-label": t.numbers }, h("tbody", {}, numbers.rows.map((row) => h("tr", {},
          h("th", { scope: "row" }, row.coders.join(" + ")), h("td", {}, facet(row)), h("td", {}, fill(t.n_units, { count: row.n })),
          h("td", {}, h("b", {}, value(row.before)), " → ", h("b", {}, value(row.after))))))),
      ] : h("p", { class: "dl-muted" }, t.no_build),
      numbers.rows.length ? h("p", {}, numbers.since ? fill(t.since_build, { count: numbers.since }) : t.none_since) : null);
  }

  // --- the work surface -----------------------------------------------------------------------------

  function drawWork() {
    const talk = conversation(t, work().speech, work().turn, marks(), { onSelect: selectStretch, onMark: () => {} });
    const inside = frame.box.contains(frame.box.ownerDocument.activeElement);
    const scrolled = frame.body.querySelector(".dl-panel")?.scrollTop || 0;
    const sameTurn = frame.body.dataset.turn === `${work().transcript_id} ${work().turn}`;
    frame.body.dataset.turn = `${work().transcript_id} ${work().turn}`;
    frame.body.replaceChildren(header(), h("div", { class: "dl-work" }, talk, panel()), actions());
    if (sameTurn) frame.body.querySelector(".dl-panel").scrollTop = scrolled;
    for (const part of [".dl-choices", ".dl-stands .is-focus"]) frame.body.querySelector(part)?.scrollIntoView({ block: "nearest" });
    showPassage(talk);
    if (inside) frame.box.focus({ preventScroll: true });
    frame.announce(spoken());
  }

  function marks() {
    const found = work().agreed.map((tag, i) => ({ ...tag, id: `agreed:${i}`, classes: "dl-mark is-agreed" }));
    const standing = draft ? draft.tags : work().stands || [];
    standing.forEach((tag, i) => found.push({
      start: tag.start, end: tag.end, id: `stand:${i}`, style: swotStyle(tag.swot),
      classes: `dl-mark ${!draft ? "is-stand" : i === at ? `is-draft ${ranging ? "is-ranging" : ""}` : "is-stand"}`,
    }));
    work().coders.forEach((one, place) => one.tags.filter((tag) => tag.in_question).forEach((tag, i) =>
      found.push({ start: tag.start, end: tag.end, id: `coder:${place + 1}:${i}`, classes: `dl-mark is-by-${place + 1}` })));
    return found;
  }

  function header() {
    const p = view.progress;
    const narrowed = Object.values(view.narrowed).filter(Boolean);
    const tool = (name, key, act) => h("button", { type: "button", class: "dl-tool", title: t[name], "aria-keyshortcuts": key, onclick: () => act() }, t[name], keyHint(key));
    return h("div", { class: "dl-head" },
      h("div", { class: "dl-where" }, h("b", {}, work().transcript_id), ` ${t.turn} ${work().turn} `, h("span", { class: "dl-muted" }, work().session)),
      h("div", { class: "dl-progress", title: fill(t.progress, p) },
        h("progress", { max: Math.max(1, p.total), value: p.done, "aria-label": fill(t.progress, p) }), h("span", {}, `${p.done} / ${p.total}`)),
      h("span", { class: "dl-muted dl-coder" }, view.coder),
      h("div", { class: "dl-tools" },
        tool("list", "l", openList), tool("filter", "f", openFilter), tool("help", "?", openHelp),
        h("button", { type: "button", class: "dl-tool", "aria-label": t.smaller, title: t.smaller, onclick: () => frame.zoom(-0.1) }, "A−"),
        h("button", { type: "button", class: "dl-tool", "aria-label": t.larger, title: t.larger, onclick: () => frame.zoom(0.1) }, "A+"),
        h("button", { type: "button", class: "dl-tool", "aria-label": t.full_screen, title: t.full_screen, onclick: frame.fullScreen }, h("span", { class: "dl-corners", "aria-hidden": "true" })),
        tool("start", "", leave)),
      narrowed.length ? h("span", { class: "dl-muted dl-small" }, narrowed.map((one) => code("work_model", one)?.label || one.replace(";", " + ")).join(" · ")) : null);
  }

  function panel() {
    const now = draft?.tags[draft.tags.length ? Math.min(at, draft.tags.length - 1) : 0];
    const state = work().is_open ? t.is_open : work().judges.length ? fill(t.ruled_by, { judge: work().judges.join(", ") }) : t.ruled;
    return h("aside", { class: "dl-panel", "aria-label": t.this_turn },
      h("div", { class: "dl-panel-head" }, h("div", { class: "dl-kinds" }, work().kinds.map((kind) => h("span", { class: "dl-kind", "data-kind": kind }, t[kind]))),
        h("span", { class: `dl-state ${work().is_open ? "" : "is-read"}` }, work().is_open ? state : `✓ ${state}`)),
      h("div", { class: "dl-columns" }, work().coders.map((one, place) => column(one, place + 1))),
      h("div", { class: "dl-wholes", role: "group" }, whole("a", "all", isTwo() ? t.all_two : t.all_more), whole("n", "none", isTwo() ? t.none_two : t.none_more)),
      h("h2", { class: "dl-part" }, t.stands),
      stands(),
      work().reason && !draft ? h("p", { class: "dl-memo" }, h("b", {}, `${t.reason}: `), work().reason) : null,
      draft ? h("p", { class: "dl-muted dl-small" }, ranging ? t.range_keys : t.draft_keys) : null,
      now ? choices(now) : null,
      definitions(now),
      numbersPanel(false));
  }

  function column(one, number) {
    const chosen = draft?.from === String(number);
    return h("section", { class: `dl-column ${chosen ? "is-chosen" : ""}`, "aria-label": fill(t.column, { number, coder: one.coder }), "data-column": number },
      h("button", { type: "button", class: "dl-follow", "aria-pressed": String(chosen), "aria-keyshortcuts": String(number), "aria-label": fill(t.tags_of, { coder: one.coder }), onclick: () => { frame.box.focus({ preventScroll: true }); follow(number); } },
        keyHint(number < 10 ? String(number) : ""), h("span", { class: `dl-swatch is-by-${number}` }, one.coder), h("small", {}, one.is_read ? `✓ ${t.read_it}` : t.did_not_read)),
      one.tags.length ? one.tags.map((tag) => card(tag, tag.in_question ? "is-asked" : "is-agreed")) : h("p", { class: "dl-muted" }, t.no_tags),
      one.note ? h("p", { class: "dl-memo" }, h("b", {}, `${t.memo}: `), one.note) : null);
  }

  function whole(key, name, title) {
    const chosen = draft?.from === name;
    return h("button", { type: "button", class: "dl-whole", "data-act": name, "aria-pressed": String(chosen), "aria-disabled": String(!work().choices[name]), "aria-keyshortcuts": key, onclick: () => { frame.box.focus({ preventScroll: true }); choose(name, work().choices[name]); } }, keyHint(key), title);
  }

  function card(tag, classes, more = {}) {
    const words = quote(tag);
    return h("div", { class: `dl-card ${classes}`, ...more },
      classes === "is-agreed" ? h("div", { class: "dl-card-head" }, t.agreed) : null,
      h("div", { class: "dl-codes" }, h("b", {}, label("work_model", tag.work_model)), h("span", { class: "dl-chip", style: swotStyle(tag.swot) }, label("swot", tag.swot))),
      h("p", { class: "dl-quote" }, `“${words.length > 90 ? `${words.slice(0, 55)} … ${words.slice(-30)}` : words}”`),
      tag.links.map(([item, stance]) => h("p", { class: "dl-link" }, h("b", {}, item), ` ${stance ? t[stance] : ""} `, h("span", { class: "dl-muted" }, statement(item)))),
      tag.note ? h("p", { class: "dl-memo" }, h("b", {}, `${t.memo}: `), tag.note) : null);
  }

  function stands() {
    const tags = draft ? draft.tags : work().stands;
    if (!tags) return h("p", { class: "dl-hint" }, t.choose_how);
    if (!tags.length) return h("p", { class: "dl-hint dl-nothing" }, t.stands_none);
    return h("div", { class: "dl-cards dl-stands", role: "listbox", "aria-label": t.stands, tabindex: "-1" }, tags.map((tag, i) => {
      const focus = Boolean(draft) && i === at;
      return card(tag, `${focus ? "is-focus is-draft" : ""}`, { role: "option", "aria-selected": String(focus), "data-place": i, onclick: () => { if (!ranging) { if (!draft) begin(); at = i; drawWork(); } } });
    }));
  }

  // Codes to choose from, with their keys.
  function choices(now) {
    return h("div", { class: "dl-choices" },
      h("button", { type: "button", class: "dl-model", "aria-keyshortcuts": "m", onclick: openModels }, keyHint("m"), h("span", {}, label("work_model", now.work_model))),
      h("div", { class: "dl-chips", role: "group", "aria-label": t.swot }, fixed.facets.swot.map((one) =>
        h("button", { type: "button", class: "dl-chip", style: swotStyle(one.code), "aria-pressed": String(one.code === now.swot), "aria-keyshortcuts": one.key, "data-swot": one.code, onclick: () => edit({ swot: one.code }) }, keyHint(one.key), one.label))));
  }

  // The codes in question side by side; those of the tag being changed first.
  function definitions(now) {
    const asked = [...(now ? [now] : []), ...inQuestion()];
    return ["swot", "work_model"].map((facet) => {
      const keys = [...new Set(asked.map((tag) => tag[facet]))].filter(Boolean);
      return h("div", { class: "dl-definitions" }, keys.map((key) => codeCard(t, facet, code(facet, key))));
    });
  }

  function actions() {
    const act = (key, name, run, main = false) => h("button", { type: "button", class: main ? "dl-main" : "dl-act", "data-act": name, "aria-keyshortcuts": key, onclick: () => { frame.box.focus({ preventScroll: true }); run(); } }, t[name], keyHint(key === "Enter" ? "⏎" : key === "Escape" ? "Esc" : key));
    return h("div", { class: "dl-actions" },
      draft ? [
        ranging ? act("Enter", "choose", enter, true) : act("Enter", "settle_it", askReason, true), act("Escape", "cancel", cancel),
        draft.tags.length ? [act("r", "range", range), act("m", "work_model", openModels), act("i", "item", openItems), act("x", "drop", drop)] : null,
        act("+", "add_tag", addTag),
      ] : [act("u", "undo", undo)],
      h("span", { class: "dl-gap" }),
      draft ? null : [act("←", "previous", previous), act("→", "next", next, !work().is_open)]);
  }

  function spoken() {
    const told = (tag) => `${label("work_model", tag.work_model)}, ${label("swot", tag.swot)}: ${quote(tag)}`;
    if (draft) return draft.tags.length ? `${t.stands}: ${told(draft.tags[at])}` : t.stands_none;
    const sides = work().coders.map((one, i) => `${fill(t.column, { number: i + 1, coder: one.coder })}: ${one.tags.filter((tag) => tag.in_question).map(told).join("; ") || t.no_tags}`);
    return `${t.turn} ${work().turn}. ${work().kinds.map((kind) => t[kind]).join(", ")}. ${sides.join(". ")}`;
  }

  // --- choosing and changing ------------------------------------------------------------------------

  function choose(name, tags) {
    if (!tags) { frame.tell("error", t.two_stances); return; }
    draft = { tags: copy(tags), from: name };
    at = 0;
    ranging = null;
    frame.tell("", "");
    drawWork();
  }
  function follow(number) {
    const one = work().coders[number - 1];
    if (one) choose(String(number), one.leaves);
    else frame.tell("error", t.no_such_coder);
  }

  // Changing starts from what stands, or from the only tag there is; else she has to choose first.
  function begin() {
    if (draft) return true;
    if (work().stands?.length) draft = { tags: copy(work().stands), from: "" };
    else if (work().choices.all?.length === 1) draft = { tags: copy(work().choices.all), from: "" };
    else { frame.tell("error", t.choose_first); return false; }
    at = 0;
    return true;
  }
  function edit(change) {
    if (!begin()) return;
    if (!draft.tags.length) { frame.tell("error", t.stands_none); return; }
    draft.tags[at] = { ...draft.tags[at], ...change };
    draft.from = "";
    frame.tell("", "");
    drawWork();
  }
  function drop() {
    if (!begin() || !draft.tags.length) return;
    draft.tags.splice(at, 1);
    draft.from = "";
    at = Math.min(at, Math.max(0, draft.tags.length - 1));
    ranging = null;
    drawWork();
  }
  function addStretch(start, end, byKeyboard) {
    if (!draft) draft = { tags: copy(work().stands || work().choices.none), from: "" };
    const like = draft.tags[at] || inQuestion()[0];
    draft.tags.push({ start, end, work_model: like?.work_model || "", swot: "", links: [] });
    draft.from = "";
    at = draft.tags.length - 1;
    ranging = byKeyboard ? [start, end] : null;
    frame.tell("", "");
    drawWork();
  }
  function addTag() {
    const near = inQuestion()[0];
    const sentences = work().sentences;
    addStretch(...(sentences.find(([start, end]) => near && start < near.end && near.start < end) || sentences[0]), true);
  }
  function selectStretch(start, end) {
    if (ranging) edit({ start, end });
    else addStretch(start, end, false);
    frame.box.focus({ preventScroll: true });
  }
  function range() {
    if (!begin() || !draft.tags.length) return;
    ranging = ranging ? null : [draft.tags[at].start, draft.tags[at].end];
    drawWork();
  }
  function step(name) {
    const tag = draft.tags[at];
    const [start, end] = stepped([tag.start, tag.end], name, work().sentences, wordsOf(text()));
    edit({ start, end });
  }
  function another(direction) {
    if (!draft) { if (!begin()) return; drawWork(); return; }
    at = Math.min(Math.max(0, at + direction), Math.max(0, draft.tags.length - 1));
    drawWork();
  }
  function cancel() {
    if (ranging) {
      [draft.tags[at].start, draft.tags[at].end] = ranging;
      ranging = null;
    } else draft = null;
    at = draft ? at : 0;
    frame.tell("", "");
    drawWork();
  }

  function enter() {
    if (ranging) { ranging = null; drawWork(); return; }
    if (draft) { askReason(); return; }
    if (work().is_open) frame.tell("info", t.choose_how);
    else next();
  }

  // The reason is asked, and may stay empty.
  function askReason() {
    if (!begin()) return;
    if (draft.tags.some((tag) => !tag.work_model || !tag.swot)) {
      at = draft.tags.findIndex((tag) => !tag.work_model || !tag.swot);
      drawWork();
      frame.tell("error", t.incomplete);
      return;
    }
    ranging = null;
    let place = reasons.length;
    const field = h("input", { type: "text", class: "dl-field", "aria-label": t.reason, autocomplete: "off", "data-first": true });
    field.value = work().judges.join() === view.coder ? work().reason : "";
    const recall = (by) => {
      place = Math.min(Math.max(0, place + by), reasons.length);
      field.value = reasons[place] ?? "";
    };
    const save = () => {
      const reason = field.value.trim();
      if (reason) { if (reasons.includes(reason)) reasons.splice(reasons.indexOf(reason), 1); reasons.push(reason); }
      frame.closeDialog();
      frame.send({ act: "rule", ...here(), tags: copy(draft.tags), reason, seen: work().seen });
    };
    frame.openDialog(t.why_title, h("div", { class: "dl-pick" }, field, h("p", { class: "dl-muted dl-small" }, t.why_hint),
      h("button", { type: "button", class: "dl-main", "data-act": "save", onclick: save }, t.save, keyHint("⏎"))), {
      key: (event) => {
        if (event.key === "Enter" && !event.repeat && !event.target.closest("button")) { save(); return true; }
        if (event.key === "ArrowUp" || event.key === "ArrowDown") { recall(event.key === "ArrowUp" ? -1 : 1); return true; }
        return false;
      },
    });
  }

  const settled = () => { if (draft) frame.tell("error", t.unsaved); return !draft; };
  function next() { if (settled()) frame.send({ act: "next" }); }
  function previous() { if (settled()) frame.send({ act: "previous" }); }
  function leave() { if (settled()) frame.send({ act: "leave" }); }
  function undo() { if (draft) cancel(); else frame.send({ act: "undo" }); }

  // --- dialogs --------------------------------------------------------------------------------------

  function ready() {
    if (!begin()) return false;
    if (!draft.tags.length) { frame.tell("error", t.stands_none); return false; }
    drawWork();
    return true;
  }
  function openModels() {
    if (!ready()) return;
    const options = fixed.facets.work_model.map((one) => ({ value: one.code, label: one.label, key: one.key }));
    pickFrom(frame, t.pick_model, options, draft.tags[at].work_model, (value) => edit({ work_model: value }));
  }
  function openItems() {
    if (!ready()) return;
    const now = draft.tags[at];
    const options = [
      ...fixed.items.map((item) => ({ value: item.item_id, label: item.statement, hint: `${item.item_id} · ${label("work_model", item.work_model)} · ${label("swot", item.swot)}` })),
      ...(now.links.length ? [{ value: "", label: t.no_link }] : []),
    ];
    const stances = ["supports", "contests", "nuances"].map((value, place) => ({ value, label: t[value], key: String(place + 1) }));
    pickFrom(frame, t.pick_item, options, now.links[0]?.[0], (item) => {
      if (!item) { edit({ links: [] }); return; }
      const others = now.links.filter(([other]) => other !== item);
      pickFrom(frame, t.pick_stance, stances, now.links.find(([other]) => other === item)?.[1] || "supports", (stance) => edit({ links: [...others, [item, stance]] }));
    }, {
      search: t.search_items,
      filter: { label: t.only_model, keeps: (item) => !now.work_model || fixed.items.find((one) => one.item_id === item).work_model === now.work_model },
    });
  }
  function openList() {
    if (!settled()) return;
    frame.send({ act: "extras" }, (answer) => {
      const options = answer.list.map((row, place) => ({
        value: place,
        label: `${row.is_open ? "" : "✓ "}${row.transcript_id} · ${t.turn} ${row.turn} · ${row.kinds.map((kind) => t[kind]).join(", ")}`,
        hint: `${row.coders.join(" + ")} · ${row.codes.map(([one, other]) => `${label("work_model", one)}, ${label("swot", other)}`).join(" · ")} · “${row.text}”`,
      }));
      const now = answer.list.findIndex((row) => row.transcript_id === work().transcript_id && row.turn === work().turn);
      pickFrom(frame, t.list, options, now, (place) => frame.send({ act: "go", transcript_id: answer.list[place].transcript_id, turn: answer.list[place].turn }), { search: t.list_filter });
    });
  }
  function openFilter() {
    if (!settled()) return;
    frame.send({ act: "extras" }, (answer) => {
      const form = filterForm(answer.filters, (chosen) => { frame.closeDialog(); frame.send({ act: "begin", ...chosen }); }, view.narrowed);
      form.querySelector("select").setAttribute("data-first", "");
      frame.openDialog(t.filter, h("div", { class: "dl-pick" }, form));
    });
  }
  function openHelp() {
    const swot = fixed.facets.swot.map((one) => one.key).filter(Boolean).join("|");
    const rows = (title, list) => h("section", {}, h("h3", {}, title), h("ul", { class: "dl-keys" }, list.map(([keys, what]) => h("li", {}, h("span", {}, keys.split("|").map((key) => h("kbd", {}, key))), h("span", {}, t[what])))));
    frame.openDialog(t.help, h("div", { class: "dl-help" },
      rows(t.keys_decide, [["1|2|…", "key_coder"], ["a", "key_all"], ["n|0", "key_none"], ["⏎", "key_settle"], ["e", "key_reason"], ["u", "key_undo"], ["Esc", "key_escape"]]),
      rows(t.keys_change, [["↑|↓", "key_which"], ["m", "key_model"], [swot, "key_swot"], ["r", "key_range"], ["←|→", "key_grow"], ["⇧ ←|⇧ →", "key_grow_word"], ["⇧ ↑|⇧ ↓", "key_grow_start"], ["i", "key_item"], ["x", "key_drop"], ["+", "key_add"]]),
      rows(t.keys_move, [[`→|←|${t.space}`, "key_next"], ["l", "key_list"], ["f", "key_filter"], ["g", "key_numbers"], ["?|h", "key_help"]])), { wide: true });
  }
  function toggleNumbers() {
    numbersOpen = !numbersOpen;
    drawWork();
    if (numbersOpen) frame.body.querySelector(".dl-numbers").scrollIntoView({ block: "nearest" });
  }

  // --- keyboard -------------------------------------------------------------------------------------

  const STEPS = {
    ArrowRight: "end-on", ArrowLeft: "end-back", ArrowDown: "sentence-on", ArrowUp: "sentence-back",
    "⇧ArrowRight": "end-word-on", "⇧ArrowLeft": "end-word-back", "⇧ArrowUp": "start-word-back", "⇧ArrowDown": "start-word-on",
  };
  const ONCE = new Set(["Enter", " ", "a", "n", "x", "Delete", "u", "e", "i", "m", "r", "l", "f", "g", "+", "ArrowRight", "ArrowLeft"]);

  function onKey(event) {
    if (view.stage !== "work") return false;
    const key = keyOf(event);
    const isArrow = event.key.startsWith("Arrow");
    if (frame.isWaiting()) return isArrow || key.length === 1 || key === "Enter";
    if (ranging && isArrow) { step(STEPS[(event.shiftKey ? "⇧" : "") + event.key]); return true; }
    if (event.repeat && ONCE.has(key)) return true;
    const commands = {
      Enter: enter, a: () => choose("all", work().choices.all), n: () => choose("none", work().choices.none), 0: () => choose("none", work().choices.none),
      e: askReason, x: drop, Delete: drop, r: range, m: openModels, i: openItems, "+": addTag, "=": addTag, u: undo,
      " ": next, ArrowRight: next, PageDown: next, ArrowLeft: previous, PageUp: previous,
      ArrowDown: () => another(1), ArrowUp: () => another(-1),
      l: openList, f: openFilter, g: toggleNumbers, "?": openHelp, h: openHelp,
      Escape: () => { if (draft) cancel(); },
    };
    if (/^[1-9]$/.test(key)) { follow(Number(key)); return true; }
    if (commands[key]) { commands[key](); return true; }
    const category = fixed.facets.swot.find((one) => one.key && one.key === key);
    if (category) { edit({ swot: category.code }); return true; }
    return key.length === 1; // an unknown letter is nobody's, JupyterLab's least of all
  }

  const keepInView = () => { const talk = frame.body.querySelector(".dl-talk"); if (talk) showPassage(talk); };
  const observer = new ResizeObserver(keepInView);
  observer.observe(frame.body);
  frame.open();
  return () => { observer.disconnect(); frame.close(); };
}

export default { render: inAnyLanguage(render) };
