// The consensus window: one work model over the rounds; agreement, confusion and opposite categories of coders.

function render({ model, el }) {
  const t = model.get("fixed").texts;
  const frame = openLooking({
    model, root: el, name: "window", draw, onKey,
    help: [[t.keys_look, [["1|…|4", "key_tabs"], ["↑|↓", "key_rows"], ["p|n", "key_models"], ["c", "key_pick"], ["s", "key_keep"], ["←|→", "key_pages"], ["r", "key_reload"], ["?|h", "key_help"], ["Esc", "key_escape"]]]],
  });
  const ask = frame.ask;
  const view = () => model.get("view");
  const SIGNS = [["supports", "+"], ["contests", "−"], ["nuances", "±"]];

  // --- one work model over the rounds ---------------------------------------------------------------

  const badge = (status, label) => h("span", { class: `dl-status is-${status}` }, label);

  function people(cell) {
    const said = SIGNS.filter(([stance]) => cell[stance]);
    const spoken = said.map(([stance]) => `${cell[stance]} ${t[stance]}`).join(", ");
    return said.length
      ? h("small", { title: spoken }, h("span", { "aria-hidden": "true" }, said.map(([stance, sign]) => `${sign}${cell[stance]} `)), h("span", { class: "dl-live" }, spoken), " ", fill(t.of_present, { count: cell.present }))
      : null;
  }
  const changed = (cell) => (cell.version > 1 ? h("small", {}, `${t.version} ${cell.version} `) : null);

  function roundsTable(now) {
    const head = h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t.statement),
      now.columns.map((column) => h("th", { scope: "col", title: column.round_label }, `${t.round} ${column.round}`, h("small", {}, column.perspective)))));
    const width = now.columns.length + 1;
    return h("table", { class: "dl-table dl-rounds", role: "grid", "aria-label": now.label }, head, now.blocks.map((block) => h("tbody", {},
      h("tr", { class: "dl-block" }, h("th", { colspan: width, scope: "rowgroup" }, block.label, block.loose ? h("small", {}, block.loose) : null)),
      block.statements.length
        ? block.statements.map((one) => h("tr", { class: `${one.id === now.pick ? "is-at" : ""} ${one.ended ? "is-ended" : ""}`, "aria-selected": String(one.id === now.pick), "data-row": one.id, onclick: () => ask({ pick: one.id }) },
          h("th", { scope: "row", class: one.below ? "is-below" : "" }, one.subgroup ? h("small", {}, one.subgroup) : null, h("span", { class: "dl-said" }, one.text), " ", badge(one.status, one.status_label)),
          one.cells.map((cell) => h("td", {}, cell ? [badge(cell.status, cell.status_label), changed(cell), people(cell)] : null))))
        : h("tr", { class: "dl-none" }, h("td", { colspan: width }, block.empty ? t.empty : t.none_kept)))));
  }

  function statement(one) {
    const part = (title, list) => (list.length ? h("section", {}, h("h3", {}, title), list) : null);
    const quotations = one.stances.filter((group) => group.quotations.length);
    return [
      h("h2", {}, one.text),
      h("p", {}, badge(one.status, one.status_label), " ", h("small", { class: "dl-muted" }, one.id)),
      part(t.people, [h("ul", { class: "dl-people" }, one.people.map((row) => {
        const said = SIGNS.filter(([stance]) => row[stance]).map(([stance]) => `${row[stance]} ${t[stance]}`);
        return row.group && !said.length ? null : h("li", { class: row.group ? "is-group" : "" },
          row.group ? `${row.group}: ` : h("b", {}, `${t.round} ${row.round}, ${row.perspective}: `),
          [row.status_label, ...said, `${row.present} ${t.present}`].join(" · "));
      }))]),
      part(t.ledger, one.events.map((event) => h("div", { class: "dl-event" },
        h("p", {}, h("b", {}, `${t.round} ${event.round}: ${event.event}`), event.version > 1 ? ` (${t.version} ${event.version})` : ""),
        event.before ? h("p", {}, h("del", {}, event.before)) : null, event.before && event.after ? h("p", {}, h("ins", {}, event.after)) : null,
        event.reason ? h("p", {}, h("b", {}, `${t.reason}: `), event.reason) : null,
        event.decided_by ? h("p", { class: "dl-muted" }, `${t.decided_by}: ${event.decided_by}`) : null))),
      one.versions.length > 1 ? part(t.versions, one.versions.map((version) => h("p", {}, h("b", {}, `${version.version}. `), version.text, " ", h("small", { class: "dl-muted" }, version.swot)))) : null,
      part(t.ratings, one.ratings.length ? [h("table", { class: "dl-table dl-small" }, h("tbody", {}, one.ratings.map((rating) =>
        h("tr", {}, h("th", { scope: "row" }, `${rating.scale}, ${t.round} ${rating.round}, ${rating.perspective}`), h("td", {}, rating.measure), h("td", { class: "is-number" }, rating.value)))))] : []),
      part(t.quotations, quotations.length
        ? quotations.map((group) => [h("h4", { class: `is-${group.stance || "none"}` }, t[`stance_${group.stance}`]), group.quotations.map((said) =>
          h("blockquote", { class: `is-${group.stance || "none"}` }, h("p", {}, `“${said.text}”`), h("footer", {}, `${said.who} · ${said.place}${said.version > 1 ? ` · ${t.version} ${said.version}` : ""}${said.disputed ? ` · ${t.disputed}` : ""}`)))])
        : [h("p", { class: "dl-muted" }, t.no_quotations)]),
    ];
  }

  function drawRounds(now) {
    return [
      h("nav", { class: "dl-codelist", "aria-label": t.models, "data-keep": "models" }, h("h2", {}, t.models), h("ul", {}, now.models.map((one) =>
        h("li", {}, h("button", { type: "button", class: one.code === now.model ? "is-at" : "", "aria-current": one.code === now.model ? "true" : null, "data-code": one.code, onclick: () => ask({ model: one.code }) }, h("span", {}, one.label)))))),
      h("main", { class: "dl-main-pane" },
        h("header", { class: "dl-codehead" }, h("h1", {}, now.label), h("p", {}, now.definition)),
        choiceOf(t.keep, now.keeps.map((value) => ({ value, label: t[`keep_${value}`] })), now.keep, (keep) => ask({ keep })),
        h("div", { class: "dl-tablebox", "data-keep": `${now.model}/${now.keep}` }, roundsTable(now)),
        h("p", { class: "dl-how" }, t.how_rounds)),
      now.detail ? h("section", { class: "dl-detail dl-statement", "aria-label": t.statement, "data-keep": `${now.model}/${now.pick}`, tabindex: "0" }, statement(now.detail)) : null,
    ];
  }

  // --- coders ---------------------------------------------------------------------------------------

  const choices = (...groups) => h("div", { class: "dl-shows" }, groups.filter((group) => group.options.length > 1).map((group) =>
    h("span", { class: "dl-labelled" }, h("b", {}, group.label), choiceOf(group.label, group.options, group.chosen, group.onChoose))));
  const coders = (now) => ({ label: t.coders, options: now.groups, chosen: now.coders, onChoose: (value) => ask({ coders: value }) });

  function drawAgreement(now) {
    if (!now.rows.length) return [h("main", { class: "dl-main-pane" }, h("p", { class: "dl-empty" }, t.no_agreement))];
    const stage = (name, part, label) => ({ label, number: true, cell: (row) => row[name][part] || "–" });
    const columns = [
      { label: t.code, cell: (row) => (row.whole ? h("b", {}, row.label) : h("span", { class: "dl-indent" }, row.label)) },
      stage("before", "raw_agreement", t.raw_agreement), stage("before", "alpha", t.alpha_before), stage("before", "interval", t.interval),
      stage("after", "alpha", t.alpha_after), stage("after", "interval", t.interval),
      stage("before", "kappa", t.kappa), stage("before", "ac1", t.ac1), stage("before", "units", t.units), stage("before", "missing", t.missing),
    ];
    const one = now.detail;
    return [
      h("main", { class: "dl-main-pane" },
        choices({ label: t.unit, options: now.units, chosen: now.unit, onChoose: (unit) => ask({ unit }) }, coders(now)),
        h("div", { class: "dl-tablebox", "data-keep": `agreement/${now.unit}/${now.coders}` }, rowsTable({ columns, rows: now.rows, picked: now.pick, label: t.tab_agreement, onPick: (pick) => ask({ pick }) })),
        h("p", { class: "dl-how" }, t.how_agreement)),
      one ? h("section", { class: "dl-detail is-narrow", "aria-label": one.label, tabindex: "0" }, h("h2", {}, one.label), ["before", "after"].map((name) => h("section", {}, h("h3", {}, t[name]),
        h("dl", { class: "dl-facts" }, [["raw_agreement", t.raw_agreement], ["alpha", t.alpha], ["interval", t.interval], ["kappa", t.kappa], ["ac1", t.ac1], ["units", t.units], ["missing", t.missing]].map(([part, label]) => [h("dt", {}, label), h("dd", {}, one[name][part] || "–")])),
        h("p", { class: "dl-muted" }, one[name].note)))) : null,
    ];
  }

  function drawConfusion(now) {
    if (!now.rows.length) return [h("main", { class: "dl-main-pane" }, h("p", { class: "dl-empty" }, t.no_agreement))];
    const most = Math.max(1, ...now.rows.flatMap((row) => row.counts.filter((_, place) => place !== row.same)));
    return [h("main", { class: "dl-main-pane" },
      choices({ label: t.facet, options: now.facets, chosen: now.facet, onChoose: (facet) => ask({ facet }) }, coders(now)),
      h("div", { class: "dl-tablebox" }, h("table", { class: "dl-table dl-confusion" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, `${now.names[0]} ↓ ${now.names[1]} →`), now.columns.map((label) => h("th", { scope: "col" }, label)))),
        h("tbody", {}, now.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.label), row.counts.map((n, place) =>
          h("td", { class: `is-number ${place === row.same ? "is-same" : ""}`, style: place !== row.same && n ? `--share:${(n / most).toFixed(2)}` : null }, n || "·"))))))),
      h("p", { class: "dl-how" }, fill(t.how_confusion, { first: now.names[0], second: now.names[1] })))];
  }

  function drawOpposite(now) {
    const columns = [
      { label: t.place, cell: (row) => row.place }, { label: t.work_model, cell: (row) => row.work_model },
      { label: t.coders, cell: (row) => row.coders.map((coder, place) => h("div", {}, fill(t.says, { coder, code: row.swot[place] }))) },
      { label: t.settled, cell: (row) => (row.adjudicated ? t.yes : t.no) },
    ];
    const one = now.detail;
    const which = [{ value: "all", label: t.opposite_all, count: now.counts.all }, { value: "open", label: t.opposite_open, count: now.counts.open }];
    return [
      h("main", { class: "dl-main-pane" },
        h("div", { class: "dl-shows" }, choiceOf(t.opposite_which, which, now.open ? "open" : "all", (value) => ask({ open: value === "open" })), pager(t, now.page, now.pages, (page) => ask({ page }))),
        h("div", { class: "dl-tablebox", "data-keep": `opposite/${now.open}/${now.page}` }, now.rows.length ? rowsTable({ columns, rows: now.rows, picked: now.pick, label: t.tab_opposite, onPick: (pick) => ask({ pick }) }) : h("p", { class: "dl-empty" }, t.nothing_here)),
        h("p", { class: "dl-how" }, t.how_opposite)),
      one ? h("section", { class: "dl-detail", "aria-label": one.place, tabindex: "0" }, h("h2", {}, one.work_model), h("p", { class: "dl-muted" }, one.place),
        h("p", {}, one.coders.map((coder, place) => h("span", { class: `dl-by is-${"ab"[place]}` }, fill(t.says, { coder, code: one.swot[place] })))),
        one.before ? h("p", { class: "dl-text dl-beside" }, one.before) : null,
        h("p", { class: "dl-text" }, one.pieces.map(([text, by]) => (by ? h("span", { class: [...by].map((name) => `is-${name}`).join(" ") + " dl-stretch" }, text) : text)))) : null,
    ];
  }

  function draw(now) {
    const parts = { rounds: drawRounds, agreement: drawAgreement, confusion: drawConfusion, opposite: drawOpposite };
    const tabs = now.tabs.map((value, place) => ({ value, label: t[`tab_${value}`], key: String(place + 1) }));
    return [
      h("div", { class: "dl-head" }, h("b", { class: "dl-where" }, t.window), h("span", { class: "dl-about" }, t.about),
        h("button", { type: "button", class: "dl-tool", onclick: () => ask({}) }, t.reload, keyHint("r")), frame.tools()),
      choiceOf(t.window, tabs, now.tab, (tab) => ask({ tab }), "dl-tabs is-top"),
      h("div", { class: "dl-work" }, parts[now.tab](now[now.tab])),
    ];
  }

  // --- keyboard -------------------------------------------------------------------------------------

  function onKey(event, key) {
    const now = view();
    const here = now[now.tab];
    const go = (message) => { if (message) ask(message); return true; };
    const ids = now.tab === "rounds" ? here.blocks.flatMap((block) => block.statements.map((one) => one.id)) : here.rows.map((row) => row.id);
    const row = (by) => { const pick = here.pick === undefined ? undefined : beside(ids, here.pick, by); return go(pick === undefined ? null : { pick }); };
    const page = (by) => go(here.pages && here.page + by >= 0 && here.page + by < here.pages ? { page: here.page + by } : null);
    const model_ = (by) => { const code = here.models && beside(here.models.map((one) => one.code), here.model, by); return go(code ? { model: code } : null); };
    if (/^\d$/.test(key)) return go(now.tabs[Number(key) - 1] && { tab: now.tabs[Number(key) - 1] });
    const commands = {
      ArrowDown: () => row(1), ArrowUp: () => row(-1), ArrowRight: () => page(1), ArrowLeft: () => page(-1), PageDown: () => page(1), PageUp: () => page(-1),
      n: () => model_(1), p: () => model_(-1), r: () => go({}),
      s: () => go(here.keeps ? { keep: here.keeps[(here.keeps.indexOf(here.keep) + 1) % here.keeps.length] } : here.open === undefined ? null : { open: !here.open }),
      c: () => { if (here.models) pickFrom(frame, t.pick_model, here.models.map((one) => ({ value: one.code, label: one.label })), here.model, (value) => ask({ model: value })); return true; },
    };
    return commands[key] ? commands[key]() : false;
  }

  frame.open();
  return () => frame.close();
}

export default { render: inAnyLanguage(render) };
