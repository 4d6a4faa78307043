// For windows in which people look and decide nothing: tables to walk through, tabs, tools. Needs frame.js.

// A table whose rows are walked with the arrows. columns: {name, label, number, title, cell(row)}; one row is picked.
function rowsTable({ columns, rows, picked, label, onPick }) {
  const body = h("tbody", {}, rows.map((row) =>
    h("tr", { class: row.id === picked ? "is-at" : "", "aria-selected": String(row.id === picked), "data-row": row.id, onclick: () => onPick(row.id) },
      columns.map((column, place) => h(place ? "td" : "th", { class: column.number ? "is-number" : "", scope: place ? null : "row" }, column.cell(row))))));
  return h("table", { class: "dl-table", role: "grid", "aria-label": label },
    h("thead", {}, h("tr", {}, columns.map((column) => h("th", { class: column.number ? "is-number" : "", scope: "col", title: column.title || null }, column.label)))),
    body);
}

// Buttons of which one is pressed. options: {value, label, count, key}.
function choiceOf(label, options, chosen, onChoose, classes = "dl-choice") {
  return h("div", { class: classes, role: "group", "aria-label": label }, options.map((option) =>
    h("button", { type: "button", "aria-pressed": String(option.value === chosen), "data-value": option.value, onclick: () => onChoose(option.value) },
      keyHint(option.key), option.label, option.count === undefined ? null : h("small", {}, String(option.count)))));
}

function pager(texts, page, pages, onPage) {
  if (pages < 2) return null;
  return h("div", { class: "dl-pager" },
    h("button", { type: "button", "aria-label": texts.previous, disabled: page < 1, onclick: () => onPage(page - 1) }, "‹"),
    h("span", {}, fill(texts.page_of, { page: page + 1, pages })),
    h("button", { type: "button", "aria-label": texts.next, disabled: page >= pages - 1, onclick: () => onPage(page + 1) }, "›"));
}

// The frame of a looking window: tools for size, help, and a view that keeps its place when it is drawn again.
function openLooking({ model, root, name, draw, onKey, help }) {
  let waitingKeys = []; // pressed while Python was thinking; a quick hand loses no step
  let held = null; // the same for a click
  const texts = model.get("fixed").texts;
  const frame = openFrame({ model, root, label: texts[name], draw: show, onKey: pressed });
  frame.box.setAttribute("role", "region"); // there is much to read in it
  frame.box.classList.add("dl-looking");

  // Where a pane was scrolled to, as long as it shows the same thing (data-keep).
  function show(view) {
    const kept = new Map([...frame.body.querySelectorAll("[data-keep]")].map((pane) => [pane.dataset.keep, pane.scrollTop]));
    const active = frame.body.contains(document.activeElement) ? document.activeElement : null;
    const again = active && { name: active.dataset.name, value: active.value, from: active.selectionStart };
    if (view.stage === "blocked") frame.body.replaceChildren();
    else frame.body.replaceChildren(...draw(view, frame));
    for (const pane of frame.body.querySelectorAll("[data-keep]")) if (kept.has(pane.dataset.keep)) pane.scrollTop = kept.get(pane.dataset.keep);
    const field = again?.name && frame.body.querySelector(`[data-name="${again.name}"]`);
    if (field) { field.value = again.value; field.focus(); field.setSelectionRange?.(again.from, again.from); }
    else if (active) frame.box.focus({ preventScroll: true });
    for (const at of frame.body.querySelectorAll(".is-at")) at.scrollIntoView({ block: "nearest" });
    setTimeout(goOn);
  }
  frame.ask = (message) => {
    if (frame.isWaiting()) held = { ...held, ...message };
    else frame.send({ act: "look", ...message });
  };
  function goOn() {
    if (frame.isWaiting()) return;
    if (held) {
      const message = held;
      held = null;
      frame.ask(message);
    } else if (waitingKeys.length) {
      const event = waitingKeys.shift();
      pressed(event);
      goOn();
    }
  }
  function openHelp() {
    const section = ([title, list]) => h("section", {}, h("h3", {}, title), h("ul", { class: "dl-keys" }, list.map(([keys, what]) =>
      h("li", {}, h("span", {}, keys.split("|").map((key) => h("kbd", {}, key))), h("span", {}, texts[what])))));
    frame.openDialog(texts.help, h("div", { class: "dl-help" }, help.map(section)), { wide: true });
  }
  function pressed(event) {
    const key = keyOf(event);
    if (key === "?" || key === "h") { openHelp(); return true; }
    if (model.get("view").stage === "blocked") return false;
    if (frame.isWaiting()) {
      if (waitingKeys.length < 8) waitingKeys.push(event);
      return event.key.length === 1 || event.key.startsWith("Arrow") || event.key.startsWith("Page");
    }
    return onKey(event, key) || key.length === 1; // an unknown letter is nobody's, JupyterLab's least of all
  }
  // JupyterLab goes to the next cell after it has run one; whoever opened a window means to look at it.
  const { open, close } = frame;
  let settled = null;
  frame.open = () => { open(); settled = setTimeout(() => frame.box.focus({ preventScroll: true }), 400); };
  frame.close = () => { clearTimeout(settled); close(); };
  frame.tools = () => h("span", { class: "dl-tools" },
    frame.otherLanguage("dl-tool"),
    h("button", { type: "button", class: "dl-tool", onclick: () => frame.zoom(-0.1), "aria-label": texts.smaller }, "A−"),
    h("button", { type: "button", class: "dl-tool", onclick: () => frame.zoom(0.1), "aria-label": texts.larger }, "A+"),
    h("button", { type: "button", class: "dl-tool", onclick: frame.fullScreen, "aria-label": texts.full_screen }, h("span", { class: "dl-corners" })),
    h("button", { type: "button", class: "dl-tool", onclick: openHelp }, texts.help, keyHint("?")));
  return frame;
}

// The value beside the present one in a list, as long as there is one.
function beside(values, present, by) {
  const at = values.indexOf(present) + by;
  return at >= 0 && at < values.length ? values[at] : undefined;
}
