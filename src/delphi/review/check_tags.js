// The window of *check_tags*: pick a name and a place, then read, accept, change, add, mark as read.
// What is being changed but not yet saved (the draft) lives here; everything else is Python's.

function render({ model, el }) {
  const fixed = model.get("fixed");
  const t = fixed.texts;
  let view = model.get("view");
  let focus = ""; // id of a tag or suggestion
  let draft = null; // {start, end, work_model, swot, links, note, base}
  let split = null; // where a tag is being split
  let lastModel = ""; // of the tag saved last: people stay with a subject
  const work = () => view.work;
  const at = () => ({ transcript_id: work().transcript_id, turn: work().turn });
  const code = (facet, key) => fixed.facets[facet].find((one) => one.code === key);
  const label = (facet, key) => code(facet, key)?.label || t.none_yet;
  const entry = (id) => work().entries.find((one) => one.id === id);
  const text = () => work().speech.find((said) => said.turn === work().turn).text;
  const swotStyle = (key) => { const place = fixed.facets.swot.findIndex((one) => one.code === key); return place < 0 ? null : hue(place); };

  const frame = openFrame({ model, root: el, label: t.desk || "delphi", draw, onKey });

  function draw(next, fresh) {
    const moved = !view.work || !next.work || next.work.turn !== view.work.turn || next.work.transcript_id !== view.work.transcript_id;
    if (next.stage !== view.stage) frame.reveal();
    view = next;
    const failed = next.notice?.kind === "error"; // what could not be saved is not thrown away
    if (moved || (fresh && !failed)) { draft = null; split = null; }
    if (view.stage === "blocked") frame.body.replaceChildren();
    else if (view.stage === "start") drawStart();
    else {
      if (moved || (fresh && !failed) || !entry(focus)) focus = work().focus;
      drawWork();
    }
  }

  // --- start ----------------------------------------------------------------------------------------

  function drawStart() {
    const start = view.start;
    const head = h("div", { class: "dl-title" }, h("h1", {}, t.title), frame.otherLanguage());
    if (!view.coder) {
      const field = h("input", { type: "text", class: "dl-field", id: "dl-new-name", autocomplete: "off", maxlength: "40" });
      const sit = (name) => frame.send({ act: "sit", coder: name });
      frame.body.replaceChildren(h("div", { class: "dl-start" }, head,
        start.cut ? h("button", { type: "button", class: "dl-main", onclick: () => frame.send({ act: "aside" }) }, t.put_aside) : null,
        h("h2", {}, t.who),
        h("div", { class: "dl-names" }, start.coders.map((name) => h("button", { type: "button", class: "dl-big", "data-coder": name, onclick: () => sit(name) }, name))),
        h("form", { class: "dl-row", onsubmit: (e) => { e.preventDefault(); sit(field.value); } },
          h("label", { for: "dl-new-name" }, t.new_name), field, h("button", { type: "submit", class: "dl-big" }, t.continue))));
      (frame.body.querySelector("[data-coder], input")).focus({ preventScroll: true });
      return;
    }
    const begin = (place, where = {}) => frame.send({ act: "begin", place, ...where });
    const bar = (read, total) => h("progress", { max: Math.max(1, total), value: read, "aria-hidden": "true" });
    const count = (p) => fill(t.read_of, p);
    frame.body.replaceChildren(h("div", { class: "dl-start" }, head,
      h("p", { class: "dl-muted" }, h("b", {}, view.coder), ` · ${count(start)} `,
        h("button", { type: "button", class: "dl-plain", onclick: () => { view = { ...view, coder: "" }; drawStart(); } }, t.other_name)),
      h("h2", {}, t.where),
      start.resume ? h("button", { type: "button", class: "dl-place is-main", "data-place": "resume", onclick: () => begin(start.resume.place, start.resume) },
        h("b", {}, t.resume), h("span", {}, `${start.resume.transcript_id}, ${t.turn} ${start.resume.turn}${start.resume.place ? "" : ` (${t.queue})`}`)) : null,
      h("button", { type: "button", class: "dl-place", "data-place": "queue", onclick: () => begin("") }, h("b", {}, t.queue),
        h("span", {}, start.again ? fill(t.again, { count: start.again }) : t.queue_why)),
      h("div", { class: "dl-places" }, start.places.map((place) =>
        h("button", { type: "button", class: "dl-place", "data-place": place.place, "aria-label": `${place.place}, ${place.label}, ${count(place)}`, onclick: () => begin(place.place) },
          h("b", {}, place.place), h("span", {}, place.label), bar(place.read, place.total), h("small", {}, count(place)))))));
    frame.body.querySelector(".dl-place").focus({ preventScroll: true });
  }

  // --- the work surface -----------------------------------------------------------------------------

  function drawWork() {
    const talk = conversation(t, work().speech, work().turn, marks(), { onSelect: selectStretch, onMark: (id) => { if (!draft && entry(id)) { focus = id; drawWork(); } } });
    const inside = frame.box.contains(frame.box.ownerDocument.activeElement);
    frame.body.replaceChildren(header(), h("div", { class: "dl-work" }, talk, panel()), actions());
    showPassage(talk);
    if (inside) frame.box.focus({ preventScroll: true });
    frame.announce(spoken());
  }

  function marks() {
    const found = work().entries.filter((one) => one.state !== "rejected" && one.state !== "dropped" || one.id === focus).map((one) => ({
      start: one.start, end: one.end, id: one.id, style: swotStyle(one.swot),
      classes: `dl-mark is-${one.kind} ${one.id === focus && !draft ? "is-focus" : ""} ${draft?.base?.id === one.id ? "is-old" : ""}`,
    }));
    found.sort((a, b) => (a.id === focus) - (b.id === focus));
    if (draft) found.push({ start: draft.start, end: draft.end, id: "draft", style: swotStyle(draft.swot), classes: "dl-mark is-draft" });
    if (split) found.push({ start: split.at, end: split.base.end, id: "split", classes: "is-second" });
    return found;
  }

  function header() {
    const p = view.progress;
    const tool = (name, key, act) => h("button", { type: "button", class: "dl-tool", title: t[name], "aria-keyshortcuts": key, onclick: () => { act(); } }, t[name], keyHint(key));
    return h("div", { class: "dl-head" },
      h("div", { class: "dl-where", title: `${work().transcript_id}, ${work().session}` }, h("b", {}, work().transcript_id), ` ${t.turn} ${work().turn} `, h("span", { class: "dl-muted" }, work().session)),
      h("div", { class: "dl-progress", title: `${work().transcript_id}: ${fill(t.progress, { read: p.read_here, total: p.total_here })}` },
        h("progress", { max: Math.max(1, p.total), value: p.read, "aria-label": fill(t.progress, p) }),
        h("span", {}, `${p.read} / ${p.total}`)),
      h("span", { class: "dl-muted dl-coder" }, view.coder),
      h("div", { class: "dl-tools" },
        tool("go", "g", openGo), tool("find", "f", openFind), tool("memos", "l", openMemos), tool("help", "?", openHelp),
        h("button", { type: "button", class: "dl-tool", "aria-label": t.smaller, title: t.smaller, onclick: () => frame.zoom(-0.1) }, "A−"),
        h("button", { type: "button", class: "dl-tool", "aria-label": t.larger, title: t.larger, onclick: () => frame.zoom(0.1) }, "A+"),
        h("button", { type: "button", class: "dl-tool", "aria-label": t.full_screen, title: t.full_screen, onclick: frame.fullScreen }, h("span", { class: "dl-corners", "aria-hidden": "true" })),
        tool("start", "", () => leave())));
  }

  function panel() {
    const entries = work().entries;
    const now = draft || entry(focus);
    const hasOpen = entries.some((one) => one.state === "open");
    const cards = entries.map((one) => card(one));
    if (draft && !draft.base) cards.unshift(card({ ...draft, id: "draft", kind: "tag", state: "new" }));
    return h("aside", { class: "dl-panel", "aria-label": t.this_turn },
      h("div", { class: "dl-panel-head" }, h("h2", {}, t.this_turn),
        h("span", { class: `dl-state ${work().checked ? "is-read" : ""}` }, work().checked ? `✓ ${t.is_read}` : t.not_read)),
      cards.length ? h("div", { class: "dl-cards", role: "listbox", "aria-label": t.this_turn, tabindex: "-1" }, cards) : null,
      work().facilitator ? h("p", { class: "dl-hint" }, t.facilitators_turn) : null,
      !work().shown && !work().facilitator && !entries.length && !draft ? h("p", { class: "dl-muted" }, t.no_suggestion) : null,
      split ? h("p", { class: "dl-hint" }, t.splitting) : null,
      draft ? h("p", { class: "dl-muted dl-small" }, t.draft_keys) : null,
      (!now || (now.kind === "tag" && !draft)) && !work().facilitator && !hasOpen ? h("p", { class: "dl-hint" }, t.nothing_else) : null,
      work().note ? h("p", { class: "dl-memo" }, h("b", {}, `${t.memo}: `), work().note) : null,
      now ? choices(now) : null,
      now ? [codeCard(t, "work_model", code("work_model", now.work_model)), codeCard(t, "swot", code("swot", now.swot))] : codes());
  }

  function card(one) {
    const isDraft = draft && (draft.base?.id === one.id || one.id === "draft");
    const shown = isDraft ? draft : one;
    const isFocus = isDraft || (!draft && one.id === focus);
    const title = isDraft && draft.base ? t.changed : one.state === "new" ? t.new_tag
      : one.kind === "again" ? t.decide_again : one.kind === "tag" ? t.your_tag
        : one.state === "rejected" ? t.rejected : one.state === "dropped" ? t.dropped : t.suggestion;
    const links = (shown.links || []).map(([item, stance]) => h("p", { class: "dl-link" }, h("b", {}, item), ` ${stance ? t[stance] : ""} `, h("span", { class: "dl-muted" }, fixed.items.find((i) => i.item_id === item)?.statement || "")));
    return h("div", { class: `dl-card is-${one.kind} is-${one.state} ${isFocus ? "is-focus" : ""} ${isDraft ? "is-draft" : ""}`, role: "option", "aria-selected": String(Boolean(isFocus)), "data-id": one.id, onclick: () => { if (!draft) { focus = one.id; drawWork(); } } },
      h("div", { class: "dl-card-head" }, title, one.kind === "suggestion" && one.confidence !== undefined ? h("span", {}, ` · ${t.certainty}: ${t[one.confidence < 0.34 ? "low" : one.confidence < 0.67 ? "middling" : "high"]}`) : null),
      h("div", { class: "dl-codes" }, h("b", {}, label("work_model", shown.work_model)), h("span", { class: "dl-chip", style: swotStyle(shown.swot) }, label("swot", shown.swot))),
      one.kind === "again" ? h("p", { class: "dl-muted" }, fill(t.was, { code: one.was })) : null,
      isFocus && one.evidence ? h("p", { class: "dl-evidence" }, h("b", {}, `${t.rests_on}: `), one.evidence) : null,
      links.length ? links : isFocus ? offered(shown).slice(0, 1).map(([item, stance]) => h("p", { class: "dl-link" }, h("span", { class: "dl-muted" }, `${t.maybe_item}: `), h("b", {}, item), ` ${stance ? `${t[stance]} (${fixed.stance_measured})` : ""} `, h("span", { class: "dl-muted" }, fixed.items.find((i) => i.item_id === item).statement))) : null,
      shown.note ? h("p", { class: "dl-memo" }, h("b", {}, `${t.memo}: `), shown.note) : null);
  }

  // Statements that the program offers for a passage, as long as it keeps their codes; nobody has checked them.
  function offered(now) {
    const fits = (item) => fixed.items.some((one) => one.item_id === item && one.work_model === now.work_model && one.swot === now.swot);
    return ((draft ? draft.base : now)?.offers || []).filter(([item]) => fits(item));
  }

  // Codes to choose from, with their keys.
  function choices(now) {
    return h("div", { class: "dl-choices" },
      h("button", { type: "button", class: "dl-model", "aria-keyshortcuts": "m", onclick: openModels }, keyHint("m"), h("span", {}, label("work_model", now.work_model))),
      h("div", { class: "dl-chips", role: "group", "aria-label": t.swot }, fixed.facets.swot.map((one) =>
        h("button", { type: "button", class: "dl-chip", style: swotStyle(one.code), "aria-pressed": String(one.code === now.swot), "aria-keyshortcuts": one.key, "data-swot": one.code, onclick: () => edit({ swot: one.code }) }, keyHint(one.key), one.label))));
  }

  // The codebook, when nothing is chosen.
  function codes() {
    return h("div", { class: "dl-codebook" }, ["work_model", "swot"].map((facet) =>
      h("details", { open: fixed.facets[facet].length < 12 && facet === "swot" }, h("summary", {}, t[facet]), fixed.facets[facet].map((one) =>
        h("details", { class: "dl-inner" }, h("summary", {}, one.label), codeCard(t, facet, one))))));
  }

  function actions() {
    const now = entry(focus);
    const act = (key, name, run, main = false) => h("button", { type: "button", class: main ? "dl-main" : "dl-act", "data-act": name, "aria-keyshortcuts": key, onclick: () => { frame.box.focus({ preventScroll: true }); run(); } }, t[name], keyHint(key === " " ? t.space : key === "Enter" ? "⏎" : key));
    if (work().facilitator) return h("div", { class: "dl-actions" }, act("←", "previous", previous), act("→", "next", next, true));
    const open = now?.state === "open" || now?.state === "rejected" || now?.state === "dropped";
    return h("div", { class: "dl-actions" },
      draft ? [act("Enter", "save_change", accept, true), act("Esc", "cancel", cancel)] : open ? act("Enter", "accept", accept, true) : null,
      draft ? [act("m", "work_model", openModels), act("i", "item", openItems), act("e", "memo", openMemo)] : null,
      !draft && now?.kind === "tag" ? act("x", "remove", reject) : !draft && now?.state === "open" ? act("x", "reject", reject) : null,
      draft ? null : [
        act("n", "new", newTag),
        now ? [act("r", "range", range), now.kind === "tag" ? act("d", "divide", divide) : null, act("i", "item", openItems)] : null,
        act("e", "memo", openMemo), act("u", "undo", undo),
      ],
      h("span", { class: "dl-gap" }),
      draft ? null : draft ? null : act(" ", "read", markRead, !open));
  }

  function spoken() {
    const now = draft || entry(focus);
    const said = work().speech.find((one) => one.turn === work().turn);
    const what = now ? `${draft ? t.changed : now.kind === "tag" ? t.your_tag : t.suggestion}: ${label("work_model", now.work_model)}, ${label("swot", now.swot)}. ${points(text()).slice(now.start, now.end).join("")}` : said.text;
    return `${t.turn} ${said.turn}, ${said.speaker}. ${what}`;
  }

  // --- acts -----------------------------------------------------------------------------------------

  const bare = (one) => ({ kind: one.kind, start: one.start, end: one.end, work_model: one.work_model, swot: one.swot, into: one.into });

  function edit(change) {
    const base = entry(focus);
    if (!draft && !base) { frame.tell("error", t.no_tag); return false; }
    draft = { ...(draft || { start: base.start, end: base.end, work_model: base.work_model, swot: base.swot, links: base.links, note: base.note, base }), ...change };
    const same = draft.base && ["start", "end", "work_model", "swot", "note"].every((name) => draft[name] === draft.base[name]) && JSON.stringify(draft.links) === JSON.stringify(draft.base.links);
    if (same) draft = null;
    frame.tell("", "");
    drawWork();
    return true;
  }

  function selectStretch(start, end) {
    if (work().facilitator) { frame.tell("error", t.facilitators_turn); return; }
    if (draft) { edit({ start, end }); return; }
    const base = entry(focus) || work().entries[0];
    draft = { start, end, work_model: base?.work_model || lastModel, swot: "", links: [], note: "", base: null };
    split = null;
    frame.tell("", "");
    drawWork();
    frame.box.focus({ preventScroll: true });
  }

  function newTag() {
    if (draft) { frame.tell("error", t.unsaved); return; }
    const taken = work().entries.filter((one) => one.kind === "tag");
    const free = work().sentences.find(([start, end]) => !taken.some((one) => one.start < end && start < one.end));
    selectStretch(...(free || work().sentences[0]));
  }

  function accept() {
    if (split) { finishSplit(); return; }
    const now = draft || entry(focus);
    if (!now) { frame.tell("info", t.nothing_else); return; }
    if (!draft && now.kind === "tag") { frame.tell("info", t.already_saved); return; }
    if (!now.work_model || !now.swot) {
      frame.tell("error", t.incomplete);
      if (!now.work_model) openModels();
      return;
    }
    const base = draft ? draft.base : now;
    lastModel = now.work_model;
    frame.send({ act: "save", ...at(), base: base ? bare(base) : null, tag: { start: now.start, end: now.end, work_model: now.work_model, swot: now.swot, links: now.links, note: now.note } });
  }

  function reject() {
    const now = entry(focus);
    if (draft && !draft.base) { cancel(); return; }
    if (!now) { frame.tell("error", t.no_tag); return; }
    if (now.state === "rejected" || now.state === "dropped") return;
    frame.send({ act: "reject", ...at(), base: bare(now), note: now.kind === "tag" ? "" : draft?.note || "" });
  }

  function cancel() {
    draft = null;
    split = null;
    frame.tell("", "");
    drawWork();
  }

  const settled = () => { if (draft || split) frame.tell("error", t.unsaved); return !draft && !split; };
  function markRead() {
    if (!settled()) return;
    frame.send(work().facilitator ? { act: "next" } : { act: "read", ...at() });
  }
  function next() { if (settled()) frame.send({ act: "next" }); }
  function previous() { if (settled()) frame.send({ act: "previous" }); }
  function leave() { if (settled()) frame.send({ act: "leave" }); }
  function undo() { if (draft || split) cancel(); else frame.send({ act: "undo" }); }
  function range() { if (!draft) { const base = entry(focus); if (!base) { frame.tell("error", t.no_tag); return; } draft = { start: base.start, end: base.end, work_model: base.work_model, swot: base.swot, links: base.links, note: base.note, base }; drawWork(); } }

  function step(name) {
    const now = draft || entry(focus);
    if (!now) { frame.tell("error", t.no_tag); return; }
    const [start, end] = stepped([now.start, now.end], name, work().sentences, wordsOf(text()));
    if (!draft) edit({ start, end });
    else { draft = { ...draft, start, end }; drawWork(); }
  }

  function divide() {
    const base = entry(focus);
    if (draft || !base || base.kind === "again") { frame.tell("error", draft ? t.unsaved : t.no_tag); return; }
    const places = (bounds) => bounds.map(([start]) => start).filter((start) => start > base.start && start < base.end);
    const sentences = places(work().sentences);
    const words = places(wordsOf(text()));
    if (!words.length) { frame.tell("error", t.one_sentence); return; }
    const middle = (base.start + base.end) / 2;
    const near = (list) => list.reduce((best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best));
    split = { base, at: near(sentences.length ? sentences : words), sentences, words };
    drawWork();
  }
  function moveSplit(direction, byWord) {
    const list = byWord || !split.sentences.length ? split.words : split.sentences;
    const found = direction > 0 ? list.find((one) => one > split.at) : list.filter((one) => one < split.at).pop();
    if (found !== undefined) { split = { ...split, at: found }; drawWork(); }
  }
  function finishSplit() {
    const { base, at: place } = split;
    const letters = points(text());
    let end = place;
    while (end > base.start + 1 && !letters[end - 1].trim()) end -= 1;
    const part = (start, stop, more) => ({ start, end: stop, work_model: base.work_model, swot: base.swot, ...more });
    frame.send({ act: "split", ...at(), base: bare(base), parts: [part(base.start, end, { links: base.links }), part(place, base.end, { links: [] })] });
  }

  function pickEntry(direction) {
    const ids = work().entries.map((one) => one.id);
    if (!ids.length) return;
    const here = ids.indexOf(focus);
    focus = here < 0 ? ids[direction > 0 ? 0 : ids.length - 1] : ids[here + direction] ?? "";
    drawWork();
  }

  // --- dialogs --------------------------------------------------------------------------------------

  function ready() {
    if (draft || entry(focus)) return true;
    frame.tell("error", t.no_tag);
    return false;
  }
  function openModels() {
    if (!ready()) return;
    const again = (draft?.base || entry(focus))?.into || [];
    const options = fixed.facets.work_model.map((one) => ({ value: one.code, label: one.label, key: one.key, hint: again.includes(one.code) ? one.definition : "" }));
    options.sort((a, b) => again.includes(b.value) - again.includes(a.value)); // what a split code may have become comes first
    pickFrom(frame, t.pick_model, options, (draft || entry(focus)).work_model, (value) => edit({ work_model: value }));
  }
  function openItems() {
    if (!ready()) return;
    const now = draft || entry(focus);
    const offers = new Map(offered(now));
    const ranked = [...[...offers.keys()].map((id) => fixed.items.find((item) => item.item_id === id)), ...fixed.items.filter((item) => !offers.has(item.item_id))];
    const options = [
      ...ranked.map((item) => ({ value: item.item_id, label: item.statement, hint: [offers.has(item.item_id) ? t.suggested_unchecked : "", item.item_id, label("work_model", item.work_model), label("swot", item.swot)].filter(Boolean).join(" · ") })),
      ...(now.links.length ? [{ value: "", label: t.no_link }] : []),
    ];
    const stances = (item) => ["supports", "contests", "nuances"].map((value, place) => ({ value, label: t[value], key: String(place + 1), hint: offers.get(item) === value ? `${t.suggested_unchecked}; ${fixed.stance_measured}` : "" }));
    pickFrom(frame, t.pick_item, options, now.links[0]?.[0], (item) => {
      if (!item) { edit({ links: [] }); return; }
      const others = now.links.filter(([other]) => other !== item);
      pickFrom(frame, t.pick_stance, stances(item), now.links.find(([other]) => other === item)?.[1] || "supports", (stance) => edit({ links: [...others, [item, stance]] }));
    }, {
      search: t.search_items,
      filter: { label: t.only_model, keeps: (item) => !now.work_model || fixed.items.find((one) => one.item_id === item).work_model === now.work_model },
    });
  }
  function openMemo() {
    if (work().facilitator) { frame.tell("error", t.facilitators_turn); return; }
    const now = draft || entry(focus);
    const field = h("textarea", { class: "dl-field", rows: "5", "aria-label": t.memo, "data-first": true });
    field.value = (now ? now.note : work().note) || "";
    const save = () => {
      const note = field.value.trim();
      frame.closeDialog();
      if (!now) { if (note) frame.send({ act: "read", ...at(), note }); return; }
      if (!edit({ note })) return;
      if (draft && !draft.base?.into && draft.base?.kind === "tag") accept();
    };
    frame.openDialog(now ? t.memo_tag : t.memo_turn, h("div", { class: "dl-pick" }, now ? null : h("p", { class: "dl-muted" }, t.memo_turn_saves), field,
      h("button", { type: "button", class: "dl-main", onclick: save }, t.save, keyHint("Ctrl ⏎"))), {
      key: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { save(); return true; } return false; },
    });
  }
  function openGo() {
    if (!settled()) return;
    const transcript = h("select", { class: "dl-field", id: "dl-go-t", "data-first": true }, fixed.transcripts.map((id) => h("option", { value: id, selected: id === work().transcript_id }, id)));
    const number = h("input", { class: "dl-field", id: "dl-go-n", type: "number", min: "1", value: String(work().turn) });
    frame.openDialog(t.go, h("form", { class: "dl-pick", onsubmit: (e) => { e.preventDefault(); frame.closeDialog(); frame.send({ act: "go", transcript_id: transcript.value, turn: Number(number.value) || 1 }); } },
      h("label", { for: "dl-go-t" }, t.transcript), transcript, h("label", { for: "dl-go-n" }, t.turn_number), number,
      h("button", { type: "submit", class: "dl-main" }, t.go, keyHint("⏎"))));
  }
  // Places to go to: search hits and memos.
  function placeList(rows, line) {
    return h("ul", { class: "dl-options is-places" }, rows.map((row) =>
      h("li", {}, h("button", { type: "button", class: "dl-hit", onclick: () => { frame.closeDialog(); frame.send({ act: "go", transcript_id: row.transcript_id, turn: row.turn }); } },
        h("b", {}, `${row.transcript_id} · ${row.turn}`), line(row)))));
  }
  function openFind() {
    if (!settled()) return;
    const found = h("div", { "aria-live": "polite" });
    const field = h("input", { class: "dl-field", type: "search", "aria-label": t.search_words, placeholder: t.search_words, "data-first": true });
    const search = (e) => {
      e.preventDefault();
      frame.send({ act: "find", query: field.value }, (answer) => found.replaceChildren(
        h("p", { class: "dl-muted" }, fill(t.hits, { count: answer.hits.length })),
        placeList(answer.hits, (hit) => h("span", {}, `${hit.speaker}: ${hit.text}`))));
    };
    frame.openDialog(t.find, h("form", { class: "dl-pick", onsubmit: search }, field, found), { wide: true });
  }
  function openMemos() {
    if (!settled()) return;
    frame.send({ act: "memos" }, (answer) => frame.openDialog(t.memos, answer.memos.length
      ? placeList(answer.memos, (memo) => h("span", {}, memo.note, memo.quote ? h("small", { class: "dl-muted" }, ` “${memo.quote}”`) : null, h("small", { class: "dl-muted" }, ` ${memo.decided_at.slice(0, 10)}`)))
      : h("p", {}, t.memo_empty), { wide: true }));
  }
  function openHelp() {
    const swot = fixed.facets.swot.map((one) => one.key).filter(Boolean).join(" ");
    const rows = (title, list) => h("section", {}, h("h3", {}, title), h("ul", { class: "dl-keys" }, list.map(([keys, what]) => h("li", {}, h("span", {}, keys.split("|").map((key) => h("kbd", {}, key))), h("span", {}, t[what])))));
    frame.openDialog(t.help, h("div", { class: "dl-help" },
      rows(t.keys_decide, [["⏎|a", "key_accept"], ["x", "key_reject"], ["m", "key_model"], [swot.replaceAll(" ", "|"), "key_swot"], ["n", "key_new"], ["i", "key_item"], ["e", "key_memo"], [t.space, "key_read"], ["u", "key_undo"]]),
      rows(t.keys_stretch, [["r", "key_range"], ["↑|↓", "key_move_stretch"], ["←|→", "key_grow"], ["⇧ ←|⇧ →", "key_grow_word"], ["⇧ ↑|⇧ ↓", "key_grow_start"], ["+|−", "key_widen"], ["d", "key_divide"], ["Esc", "key_escape"]]),
      rows(t.keys_move, [["↑|↓", "key_focus"], ["←|→", "key_turns"], ["g", "key_go"], ["f|/", "key_find"], ["l", "key_memos"], ["?|h", "key_help"]])), { wide: true });
  }

  // --- keyboard -------------------------------------------------------------------------------------

  const ARROWS = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓" };
  const DRAFT_STEPS = {
    "→": "end-on", "←": "end-back", "↓": "sentence-on", "↑": "sentence-back",
    "⇧→": "end-word-on", "⇧←": "end-word-back", "⇧↑": "start-word-back", "⇧↓": "start-word-on",
  };
  const ONCE = new Set(["Enter", " ", "a", "x", "Delete", "u", "d", "n", "i", "e", "m", "g", "f", "l"]);

  function onKey(event) {
    if (view.stage !== "work") return false;
    const key = keyOf(event);
    const arrow = ARROWS[event.key];
    if (frame.isWaiting() || (event.repeat && ONCE.has(key))) return Boolean(arrow) || key.length === 1 || key === "Enter";
    if (arrow && split) { moveSplit(arrow === "→" || arrow === "↓" ? 1 : -1, event.shiftKey); return true; }
    if (arrow && draft) { step(DRAFT_STEPS[(event.shiftKey ? "⇧" : "") + arrow]); return true; }
    const commands = {
      Enter: accept, a: accept, x: reject, Delete: reject, " ": markRead, u: undo, n: newTag, r: range, d: divide,
      m: openModels, i: openItems, e: openMemo, g: openGo, f: openFind, "/": openFind, l: openMemos, "?": openHelp, h: openHelp,
      "+": () => step("widen"), "=": () => step("widen"), "-": () => step("narrow"), "−": () => step("narrow"),
      Escape: () => (draft || split ? cancel() : ((focus = ""), frame.tell("", ""), drawWork())),
      ArrowDown: () => pickEntry(1), ArrowUp: () => pickEntry(-1),
      ArrowRight: next, PageDown: next, ArrowLeft: previous, PageUp: previous,
    };
    const readingOnly = new Set(["Enter", "a", "x", "Delete", "n", "r", "d", "m", "i", "e", "+", "-", "="]);
    if (work().facilitator && readingOnly.has(key)) { frame.tell("error", t.facilitators_turn); return true; }
    if (split && !["Enter", "a", "Escape", "u"].includes(key)) { frame.tell("error", t.splitting); return true; }
    if (commands[key]) { commands[key](); return true; }
    const category = fixed.facets.swot.find((one) => one.key && one.key === key);
    if (category && !work().facilitator) { edit({ swot: category.code }); return true; }
    return key.length === 1; // an unknown letter is nobody's, JupyterLab's least of all
  }

  const keepInView = () => { const talk = frame.body.querySelector(".dl-talk"); if (talk) showPassage(talk); };
  const observer = new ResizeObserver(keepInView);
  observer.observe(frame.body);
  frame.open();
  return () => { observer.disconnect(); frame.close(); };
}

export default { render: inAnyLanguage(render) };
