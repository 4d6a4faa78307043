// The conversation around a passage, with marked stretches; and stretches chosen by mouse or keyboard.
// All offsets are code points of the turn's text, end exclusive, as in Python.

const graphemes = typeof Intl !== "undefined" && Intl.Segmenter ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

// Bounds of matches in code points.
function spansOf(text, pattern) {
  const spans = [];
  let unit = 0;
  let point = 0;
  for (const match of text.matchAll(pattern)) {
    point += countPoints(text.slice(unit, match.index));
    unit = match.index;
    spans.push([point, point + countPoints(match[0])]);
  }
  return spans;
}
const wordsOf = (text) => spansOf(text, /\S+/gu);
const notesOf = (text) => spansOf(text, /\[[^\[\]]*\]/gu);

// A paragraph cut at every bound of every stretch; marks: {start, end, classes, style, id}.
function markedText(text, marks) {
  const all = [...notesOf(text).map(([start, end]) => ({ start, end, classes: "dl-note" })), ...marks];
  const letters = points(text);
  const cuts = [...new Set([0, letters.length, ...all.flatMap((mark) => [mark.start, mark.end])])]
    .filter((cut) => cut >= 0 && cut <= letters.length)
    .sort((a, b) => a - b);
  return h("p", { class: "dl-text" }, cuts.slice(0, -1).map((cut, place) => {
    const end = cuts[place + 1];
    const here = all.filter((mark) => mark.start <= cut && mark.end >= end);
    const piece = letters.slice(cut, end).join("");
    if (!here.length) return piece;
    const last = here[here.length - 1];
    const edges = here.some((m) => m.start === cut && m.id) ? " is-first" : "";
    return h("span", { class: here.map((mark) => mark.classes).join(" ") + edges, style: here.map((m) => m.style).filter(Boolean).pop(), "data-id": [...here].reverse().find((m) => m.id)?.id || last.id }, piece);
  }));
}

// speech: turns in order; the one with number `turn` is the passage.
function conversation(texts, speech, turn, marks, { onSelect, onMark }) {
  let current = null;
  const turns = speech.map((said) => {
    const here = said.turn === turn;
    const text = markedText(said.text, here ? marks : []);
    if (here) current = text;
    return h("article", { class: `dl-turn ${said.facilitator ? "is-facilitator" : ""} ${here ? "is-here" : ""}`, "aria-current": here ? "true" : null },
      h("header", {}, h("b", {}, said.speaker), said.facilitator ? h("i", {}, texts.facilitator) : null, h("span", { class: "dl-number" }, `${texts.turn} ${said.turn}`)),
      text);
  });
  const region = h("div", { class: "dl-talk", role: "region", "aria-label": texts.conversation, tabindex: "-1" }, turns);
  region.addEventListener("mouseup", (event) => {
    const stretch = current && selected(current);
    if (stretch) onSelect(...stretch);
    else if (event.target.dataset?.id) onMark(event.target.dataset.id);
  });
  return region;
}

// Bring the passage, or what is chosen in it, into view.
function showPassage(region) {
  const here = region.querySelector(".is-here");
  if (!here) return;
  const target = region.querySelector(".is-draft, .is-focus") || here;
  const [outer, turn, mark] = [region, here, target].map((element) => element.getBoundingClientRect());
  const turnFits = turn.height < outer.height * 0.6;
  const goal = turnFits ? turn.top - outer.height * 0.3 : mark.top - outer.height * 0.35;
  region.scrollTop += goal - outer.top;
}

// What the mouse selected in a paragraph, widened to whole characters, without space at its ends.
function selected(paragraph) {
  const selection = paragraph.ownerDocument.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(paragraph)) return null;
  const whole = paragraph.ownerDocument.createRange();
  whole.selectNodeContents(paragraph);
  const unitsBefore = (node, offset, fallback) => {
    if (!paragraph.contains(node)) return fallback;
    const part = whole.cloneRange();
    part.setEnd(node, offset);
    return part.toString().length;
  };
  const text = paragraph.textContent;
  const from = unitsBefore(range.startContainer, range.startOffset, 0);
  const to = unitsBefore(range.endContainer, range.endOffset, text.length);
  selection.removeAllRanges();
  return tidy(text, from, to);
}

// UTF-16 bounds to code points, on whole characters (an emoji, a letter with its accent) and without outer space.
function tidy(text, from, to) {
  if (graphemes) {
    for (const { index, segment } of graphemes.segment(text)) {
      if (index < from && index + segment.length > from) from = index;
      if (index < to && index + segment.length > to) to = index + segment.length;
    }
  }
  const piece = text.slice(from, to);
  if (!piece.trim()) return null;
  from += piece.length - piece.trimStart().length;
  to -= piece.length - piece.trimEnd().length;
  const start = countPoints(text.slice(0, from));
  return [start, start + countPoints(text.slice(from, to))];
}

// Bounds after a step of the keyboard; the same bounds when there is nothing in that direction.
function stepped(stretch, step, sentences, words) {
  const [start, end] = stretch;
  const after = (bounds, side, than) => bounds.map((b) => b[side]).find((value) => value > than);
  const before = (bounds, side, than) => bounds.map((b) => b[side]).filter((value) => value < than).pop();
  const inside = (value) => (value !== undefined && value > start ? value : end);
  switch (step) {
    case "sentence-on": return sentences.find((s) => s[0] > start) ?? stretch;
    case "sentence-back": return sentences.filter((s) => s[0] < start).pop() ?? stretch;
    case "end-on": return [start, after(sentences, 1, end) ?? end];
    case "end-back": return [start, inside(before(sentences, 1, end))];
    case "end-word-on": return [start, after(words, 1, end) ?? end];
    case "end-word-back": return [start, inside(before(words, 1, end))];
    case "start-word-back": return [before(words, 0, start) ?? start, end];
    case "start-word-on": { const next = after(words, 0, start); return [next !== undefined && next < end ? next : start, end]; }
    case "widen": { const on = after(sentences, 1, end); return on !== undefined ? [start, on] : [before(sentences, 0, start) ?? start, end]; }
    case "narrow": {
      const back = before(sentences, 1, end);
      if (back !== undefined && back > start) return [start, back];
      const next = after(sentences, 0, start);
      return next !== undefined && next < end ? [next, end] : stretch;
    }
    default: return stretch;
  }
}
