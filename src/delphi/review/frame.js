// The frame of every notebook's window: elements, keyboard, dialogs, lists to pick from, messages to Python.
// Joined before the notebook's own script; needs nothing. All text enters the page through text nodes.

function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Python counts code points, JavaScript UTF-16 units.
const points = (text) => Array.from(text);
const countPoints = (text) => points(text).length;

const HUES = [152, 32, 208, 350, 268, 60, 182, 312, 100, 230, 12, 285];
const hue = (place) => `--hue:${HUES[place % HUES.length]}`;

// Letters by what they write, digits by where they are (unshifted on a French or Belgian keyboard, too).
function keyOf(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code || "");
  return digit && !/^[a-z]$/i.test(event.key) ? digit[1] : event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

function keyHint(text) {
  return text ? h("kbd", { "aria-hidden": "true" }, text) : null;
}

// Draws a window anew when Python speaks the other language.
function inAnyLanguage(render) {
  return ({ model, el }) => {
    let end = render({ model, el });
    const again = () => { end(); el.replaceChildren(); end = render({ model, el }); };
    model.on("change:fixed", again);
    return () => { model.off("change:fixed", again); end(); };
  };
}

// openFrame: `draw(view)` fills frame.body; `onKey(event)` says whether it used the key.
function openFrame({ model, root, label, draw, onKey }) {
  const texts = model.get("fixed").texts;
  const live = h("div", { class: "dl-live", role: "status", "aria-live": "polite" });
  const body = h("div", { class: "dl-body" });
  const notice = h("div", { class: "dl-notice", role: "alert" });
  const box = h(
    "div",
    { class: "dl", tabindex: "0", role: "application", "aria-label": label, "data-lm-suppress-shortcuts": "true" },
    body, notice, live,
  );
  root.append(box);
  let waiting = 0;
  let number = Math.floor(Math.random() * 1e9);
  let timer = null;
  let dialog = null;
  let onHits = null;

  const frame = { box, body, texts };
  box.lang = model.get("fixed").language;

  frame.tell = (kind, text) => {
    notice.className = `dl-notice ${text ? `is-${kind}` : ""}`;
    notice.textContent = text || "";
  };
  frame.announce = (text) => { live.textContent = text; };
  frame.isWaiting = () => waiting > 0;

  // One message at a time: what a person decides must be about what she sees.
  frame.send = (message, then = null) => {
    if (waiting) return;
    number += 1;
    waiting = number;
    onHits = then;
    box.setAttribute("aria-busy", "true");
    timer = setTimeout(() => { waiting = 0; box.removeAttribute("aria-busy"); frame.tell("error", texts.no_answer); }, 8000);
    try {
      model.send({ ...message, seq: number });
    } catch {
      frame.tell("error", texts.no_answer);
    }
  };

  function received() {
    const view = model.get("view");
    const mine = view.seq === waiting;
    if (mine) {
      waiting = 0;
      clearTimeout(timer);
      box.removeAttribute("aria-busy");
    }
    if (mine && onHits) {
      const then = onHits;
      onHits = null;
      then(view);
      return;
    }
    const told = view.notice || {};
    frame.tell(told.kind, told.text);
    draw(view, mine);
  }

  let scale = 1;
  frame.zoom = (by) => {
    scale = Math.min(2, Math.max(0.8, scale + by));
    box.style.setProperty("--scale", scale.toFixed(1));
    const talk = body.querySelector(".dl-talk");
    if (talk) showPassage(talk);
    box.focus({ preventScroll: true });
  };
  frame.fullScreen = () => {
    const page = box.ownerDocument;
    if (page.fullscreenElement) page.exitFullscreen();
    else box.requestFullscreen?.();
    box.focus({ preventScroll: true });
  };
  frame.otherLanguage = (classes = "dl-plain") => h("button", { type: "button", class: classes, lang: texts.other_code, "data-act": "language", onclick: () => frame.send({ act: "language", language: texts.other_code }) }, texts.other_language);

  // A dialog over the desk; the first field gets the focus, Esc closes, Tab stays inside.
  frame.openDialog = (title, content, { key = () => false, wide = false } = {}) => {
    frame.closeDialog();
    const name = `dl-${Math.random().toString(36).slice(2)}`;
    const sheet = h(
      "div",
      { class: `dl-sheet ${wide ? "is-wide" : ""}`, role: "dialog", "aria-modal": "true", "aria-labelledby": name, tabindex: "-1" },
      h("div", { class: "dl-sheet-head" },
        h("h2", { id: name }, title),
        h("button", { class: "dl-plain", type: "button", onclick: () => frame.closeDialog() }, texts.close, keyHint("Esc"))),
      content,
    );
    dialog = { shade: h("div", { class: "dl-shade", onclick: (e) => { if (e.target === e.currentTarget) frame.closeDialog(); } }, sheet), sheet, key };
    box.append(dialog.shade);
    (sheet.querySelector("[data-first]") || sheet).focus();
  };
  frame.closeDialog = () => {
    if (!dialog) return;
    dialog.shade.remove();
    dialog = null;
    box.focus({ preventScroll: true });
  };

  function keepTab(event) {
    const stops = [...dialog.sheet.querySelectorAll("button, input, textarea, select, [tabindex='0']")].filter((e) => !e.disabled);
    const here = stops.indexOf(box.ownerDocument.activeElement);
    const next = (here + (event.shiftKey ? -1 : 1) + stops.length) % stops.length;
    if (stops.length) stops[next].focus();
    event.preventDefault();
  }

  box.addEventListener("keydown", (event) => {
    event.stopPropagation(); // with preventDefault and the attribute above: or JupyterLab takes the key
    if (event.isComposing) return;
    const onButton = event.target.closest?.("button, summary") && (event.key === "Enter" || event.key === " ");
    const inField = event.target.closest?.("input, textarea, select");
    if (dialog) {
      if (event.key === "Escape") { event.preventDefault(); frame.closeDialog(); }
      else if (event.key === "Tab") keepTab(event);
      else if (dialog.key(event)) event.preventDefault();
      return;
    }
    if (inField || onButton || event.ctrlKey || event.metaKey || event.altKey) return;
    if (onKey(event)) event.preventDefault();
  });

  model.on("change:view", received);
  frame.close = () => { clearTimeout(timer); model.off("change:view", received); };
  frame.open = () => {
    const view = model.get("view");
    frame.tell(view.notice?.kind, view.notice?.text);
    draw(view, true);
    box.focus({ preventScroll: true });
    frame.reveal();
  };
  // The whole window on the screen, once the notebook has found its layout.
  frame.reveal = () => setTimeout(() => box.scrollIntoView({ block: "nearest" }), 150);
  return frame;
}

// A list to pick from, in a dialog. Options: {value, label, key, hint, style}. Keys, arrows, Enter, or a click.
// With `search`, a field narrows the list and keys of options are off.
function pickFrom(frame, title, options, chosen, onPick, { search = "", filter = null } = {}) {
  let shown = options;
  let at = Math.max(0, options.findIndex((option) => option.value === chosen));
  const list = h("ul", { class: "dl-options", role: "listbox", id: `dl-l${Math.random().toString(36).slice(2)}`, "aria-label": title, tabindex: search ? "-1" : "0", ...(search ? {} : { "data-first": true }) });
  const field = search
    ? h("input", { type: "text", class: "dl-field", placeholder: search, "aria-label": search, role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "data-first": true, oninput: () => { at = 0; show(); } })
    : null;
  const only = filter
    ? h("label", { class: "dl-check" }, h("input", { type: "checkbox", checked: true, onchange: () => { at = 0; show(); } }), filter.label)
    : null;

  function pick(option) {
    frame.closeDialog();
    onPick(option.value);
  }
  function show() {
    const words = (field?.value || "").toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = only?.querySelector("input").checked ? options.filter((o) => !o.value || filter.keeps(o.value)) : options;
    shown = narrowed.filter((o) => words.every((word) => `${o.label} ${o.hint || ""}`.toLowerCase().includes(word)));
    at = Math.min(at, Math.max(0, shown.length - 1));
    list.replaceChildren(...shown.map((option, place) =>
      h("li", { role: "option", id: `${list.id}-${place}`, class: place === at ? "is-at" : "", "aria-selected": String(place === at), style: option.style, onclick: () => pick(option) },
        search ? null : keyHint(option.key), h("span", {}, option.label), option.hint ? h("small", {}, option.hint) : null)));
    (field || list).setAttribute("aria-activedescendant", shown.length ? `${list.id}-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }
  show();
  frame.openDialog(title, h("div", { class: "dl-pick" }, field, only, list), {
    wide: Boolean(search),
    key: (event) => {
      if (event.target.type === "checkbox") return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        at = (at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % Math.max(1, shown.length);
        show();
        return true;
      }
      if (event.key === "Enter" && !event.target.closest("button")) {
        if (shown[at] && !event.repeat) pick(shown[at]);
        return true;
      }
      const option = search ? null : options.find((o) => o.key && o.key === keyOf(event));
      if (option && !event.ctrlKey && !event.metaKey) { pick(option); return true; }
      return false;
    },
  });
}

// A code of the codebook with what a coder needs to decide.
function codeCard(texts, facet, code) {
  if (!code) return null;
  const part = (name, value) => (value ? h("p", {}, h("b", {}, `${texts[name]}: `), value) : null);
  return h("section", { class: "dl-code", "aria-label": `${texts[facet]}: ${code.label}` },
    h("h3", {}, code.label),
    h("p", {}, code.definition), part("include", code.include), part("exclude", code.exclude),
    code.examples.length
      ? h("details", {}, h("summary", {}, texts.examples), h("ul", {}, code.examples.map((example) => h("li", {}, example))))
      : null);
}
