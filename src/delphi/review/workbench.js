// The codebook workbench: codes, the terms of one code, and what the term that is picked finds.

function render({ model, el }) {
  const t = model.get("fixed").texts;
  const frame = openLooking({
    model, root: el, name: "window", draw, onKey,
    help: [[t.keys_look, [["↑|↓", "key_rows"], ["←|→", "key_pages"], ["1|…|5", "key_tabs"], ["p|n", "key_codes"], ["c", "key_pick"], ["s", "key_show"], ["t|/", "key_try"], ["r", "key_reload"], ["?|h", "key_help"], ["Esc", "key_escape"]]]],
  });
  const ask = frame.ask;
  const view = () => model.get("view");

  // --- parts ----------------------------------------------------------------------------------------

  function codeList(now) {
    return h("nav", { class: "dl-codelist", "aria-label": t.codes, "data-keep": "codes" }, now.codes.map((group) => [
      h("h2", {}, t[group.facet]),
      h("ul", {}, group.codes.map((code) => {
        const here = group.facet === now.here.facet && code.code === now.here.code;
        return h("li", {}, h("button", { type: "button", class: here ? "is-at" : "", "aria-current": here ? "true" : null, "data-code": code.code, onclick: () => ask({ facet: group.facet, code: code.code }) },
          h("span", {}, code.label),
          code.precision || code.recall ? h("small", {}, `${t.precision} ${code.precision || "–"} · ${t.recall} ${code.recall || "–"}`) : null));
      })),
    ]));
  }
  const someWords = (words) => h("span", { class: "dl-words" }, words.length ? [words.slice(0, 4).map(([form, n]) => [form, " ", h("small", {}, String(n)), " "]), words.length > 4 ? `+${words.length - 4}` : null] : "–");
  const number = (name, title) => ({ label: t[name], number: true, title: title && t[title], cell: (row) => (row[name] === "" || row[name] === null || row[name] === undefined ? "–" : String(row[name])) });
  const word = (label) => ({ label, cell: (row) => (row.id === "" ? h("i", {}, t.all_terms) : h("code", {}, row.id)) });
  const words = { label: t.found_words, cell: (row) => (row.id === "" ? "" : someWords(row.words)) };
  const COLUMNS = {
    terms: [word(t.term), words, number("hits"), number("right"), number("wrong"), number("precision"), number("recall"), number("alone", "alone_why")],
    excluded: [word(t.term), words, { ...number("hits"), label: t.barred }, { ...number("right"), label: t.barred_right }, { ...number("wrong"), label: t.barred_wrong }],
    openers: [word(t.term), words, number("facilitators"), number("participants")],
    absent: [word(t.word), number("inside"), number("outside"), number("turns"), number("likelihood"), { label: t.term_of, cell: (row) => row.elsewhere.join(", ") }],
    try: [word(t.term), number("hits"), number("right"), number("wrong"), number("precision"), number("recall"), number("new_right"), number("new_wrong")],
  };

  function table(now) {
    const columns = COLUMNS[now.tab].filter((column) => now.about.judged || ![t.right, t.wrong, t.precision, t.recall, t.alone].includes(column.label));
    if (!now.rows.length) return now.tab === "try" ? null : h("p", { class: "dl-empty" }, t.nothing_here);
    if (now.rows[0].mistake) return h("p", { class: "dl-empty dl-mistake", role: "alert" }, now.rows[0].mistake);
    return rowsTable({ columns, rows: now.rows, picked: now.pick, label: t[now.tab], onPick: (pick) => ask({ pick }) });
  }

  function tryField(now) {
    const field = h("input", { type: "text", class: "dl-field", "data-name": "query", placeholder: t.try_field, "aria-label": t.try_field, value: now.query, spellcheck: "false", onkeydown: (event) => {
      if (event.key === "Enter") { event.preventDefault(); ask({ query: field.value }); }
      if (event.key === "Escape") { event.preventDefault(); frame.box.focus({ preventScroll: true }); }
    } });
    return h("div", { class: "dl-try" }, h("div", { class: "dl-tryrow" }, field, h("button", { type: "button", class: "dl-main", onclick: () => ask({ query: field.value }) }, t.try_it)),
      h("p", { class: "dl-how" }, fill(t.try_why, now.about)));
  }

  function passage(one) {
    const verdict = one.missed && one.verdict === "right" ? "missed" : one.verdict;
    return h("li", { class: `dl-passage is-${verdict}` },
      h("header", {}, h("b", {}, one.speaker), h("span", {}, `${one.transcript_id} · ${t.turn} ${one.turn}`), h("em", {}, t[`verdict_${verdict}`])),
      h("p", { class: "dl-text" }, one.before ? h("span", { class: "dl-beside" }, one.before, " ") : null,
        one.pieces.map(([text, hit]) => (hit ? h("mark", {}, text) : text)),
        one.after ? h("span", { class: "dl-beside" }, " ", one.after) : null));
  }

  function detail(now) {
    const one = now.detail;
    if (!one) return null;
    const list = (title, pairs, more) => (pairs.length ? h("section", {}, h("h3", {}, title),
      h("ul", { class: "dl-wordlist" }, pairs.map(([form, n]) => h("li", {}, form, h("small", {}, String(n)))), more ? h("li", {}, fill(t.more_words, { count: more })) : null)) : null);
    const shows = Object.entries(one.counts).map(([value, count]) => ({ value, label: t[value], count }));
    const isTerm = now.pick !== "" && now.tab !== "absent";
    return h("section", { class: "dl-detail", "aria-label": t.passages, "data-keep": `${now.here.code}/${now.tab}/${now.pick}/${one.show}/${one.page}`, tabindex: "0" },
      h("h2", {}, now.pick === "" ? t.all_terms : h("code", {}, now.pick)),
      isTerm && !now.rows[0].mistake ? list(t.stands_for, one.words, one.more_words) || h("p", { class: "dl-how" }, t.no_words) : null,
      list(t.said_as, one.forms),
      shows.length ? h("div", { class: "dl-shows" },
        choiceOf(t.passages, now.about.judged ? shows : shows.filter((show) => show.value === "all"), one.show, (show) => ask({ show })),
        pager(t, one.page, one.pages, (page) => ask({ page }))) : null,
      one.passages.length ? h("ol", { class: "dl-passages" }, one.passages.map(passage)) : h("p", { class: "dl-empty" }, shows.length ? t.no_passages : ""));
  }

  function draw(now) {
    const tabs = now.tabs.map((value, place) => ({ value, label: t[value], key: String(place + 1) }));
    return [
      h("div", { class: "dl-head" },
        h("b", { class: "dl-where" }, t.window),
        h("span", { class: "dl-about" }, fill(t.about, now.about)),
        h("button", { type: "button", class: "dl-tool", onclick: () => ask({}) }, t.reload, keyHint("r")),
        frame.tools()),
      h("div", { class: "dl-work" },
        codeList(now),
        h("main", { class: "dl-main-pane" },
          h("header", { class: "dl-codehead" }, h("h1", {}, now.here.label), h("p", {}, now.here.definition)),
          choiceOf(t.window, tabs, now.tab, (tab) => ask({ tab }), "dl-tabs"),
          now.about.judged || now.tab === "openers" ? null : h("p", { class: "dl-how is-strong" }, t.not_judged),
          now.tab === "try" ? tryField(now) : null,
          h("div", { class: "dl-tablebox", "data-keep": `${now.here.code}/${now.tab}` }, table(now)),
          now.tab === "try" ? null : h("p", { class: "dl-how" }, t[`how_${now.tab}`])),
        detail(now)),
    ];
  }

  // --- keyboard -------------------------------------------------------------------------------------

  function onKey(event, key) {
    const now = view();
    const codes = now.codes.flatMap((group) => group.codes.map((code) => ({ facet: group.facet, code: code.code })));
    const at = codes.findIndex((code) => code.facet === now.here.facet && code.code === now.here.code);
    const go = (message) => { if (message) ask(message); return true; };
    const row = (by) => { const pick = beside(now.rows.map((one) => one.id), now.pick, by); return go(pick === undefined ? null : { pick }); };
    const page = (by) => { const one = now.detail; return go(one && one.page + by >= 0 && one.page + by < one.pages ? { page: one.page + by } : null); };
    if (/^\d$/.test(key)) return go(now.tabs[Number(key) - 1] && { tab: now.tabs[Number(key) - 1] });
    const commands = {
      ArrowDown: () => row(1), ArrowUp: () => row(-1), ArrowRight: () => page(1), ArrowLeft: () => page(-1), PageDown: () => page(1), PageUp: () => page(-1),
      n: () => go(codes[at + 1]), p: () => go(codes[at - 1]), r: () => go({}),
      s: () => { const shows = Object.keys(now.detail?.counts || {}); return go(shows.length ? { show: shows[(shows.indexOf(now.detail.show) + 1) % shows.length] } : null); },
      t: openTry, "/": openTry,
      c: () => { pickFrom(frame, t.pick_code, now.codes.flatMap((group) => group.codes.map((code) => ({ value: `${group.facet} ${code.code}`, label: code.label, hint: t[group.facet] }))), `${now.here.facet} ${now.here.code}`, (value) => { const [facet, code] = value.split(" "); ask({ facet, code }); }); return true; },
    };
    return commands[key] ? commands[key]() : false;
  }
  function openTry() {
    if (view().tab !== "try") { wanted = true; ask({ tab: "try" }); } else focusTry();
    return true;
  }
  let wanted = false;
  const focusTry = () => frame.body.querySelector('[data-name="query"]')?.focus();
  const onView = () => { if (wanted && view().tab === "try") { wanted = false; focusTry(); } };
  model.on("change:view", onView);
  const onFocus = () => { if (view().stage === "work" && !frame.isWaiting()) ask({}); }; // back from the editor
  window.addEventListener("focus", onFocus);
  frame.open();
  return () => { window.removeEventListener("focus", onFocus); model.off("change:view", onView); frame.close(); };
}

export default { render: inAnyLanguage(render) };
