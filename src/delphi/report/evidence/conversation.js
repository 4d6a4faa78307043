// The internal edition: a passage in its conversation, its decisions, and the numbers behind a status.

const AROUND = 3;

function behind(passage, open) {
  const body = h("div", { class: "talk" });
  const details = h("details", { class: "context", ontoggle: () => details.open && write() }, h("summary", {}, say.context), body);
  const numbers = Object.keys(session(passage).turns).map(Number).sort((a, b) => a - b);
  const here = numbers.indexOf(passage.n);
  let from = Math.max(0, here - AROUND);
  let to = Math.min(numbers.length, here + AROUND + 1);
  const write = (again) => {
    if (body.childNodes.length && !again) return;
    const turns = numbers.slice(from, to).map((number) => turn(passage, number));
    body.replaceChildren(h("p", { class: "about" }, `${session(passage).id}: ${session(passage).about}`));
    if (from > 0) body.append(h("button", { type: "button", onclick: () => { from = Math.max(0, from - 5); write(true); body.querySelector("button").focus(); } }, say.earlier));
    body.append(h("ol", { class: "turns" }, turns));
    if (to < numbers.length) body.append(h("button", { type: "button", onclick: () => { to = Math.min(numbers.length, to + 5); write(true); [...body.querySelectorAll("button")].at(-1).focus(); } }, say.later));
    if (passage.evidence) body.append(h("p", { class: "quiet" }, fill(say.grounds, { text: passage.evidence })));
    body.append(...decisions(passage));
  };
  if (open) { write(); details.open = true; }
  return [details];
}

function turn(passage, number) {
  const [speaker, text, leads] = session(passage).turns[number];
  const mine = number === passage.n;
  const words = mine && passage.at.length
    ? [text.slice(0, passage.at[0]), h("mark", { class: "stretch" }, text.slice(...passage.at)), text.slice(passage.at[1])]
    : [text];
  return h("li", { class: leads ? "leads" : "", "data-current": mine, value: String(number) },
    h("span", { class: "label" }, text || speaker ? speaker : "–", leads ? ` (${say.facilitator})` : ""), " ",
    text ? h("span", { class: "words", dir: "auto" }, words) : h("span", { class: "quiet" }, say.silent_turn));
}

function decisions(passage) {
  const rows = session(passage).decisions[passage.n] || [];
  if (!rows.length) return [];
  const text = session(passage).turns[passage.n]?.[1] || "";
  const stretch = (at) => (at.length ? `“${text.slice(...at)}”` : say.whole_turn);
  return [table(say.decisions, say.decision_columns, rows.map((row) => [
    row.coder, row.when, [row.action, h("span", { class: "quiet" }, ` ${stretch(row.at)}`)], row.codes,
    [row.item && statementAt.has(row.item) ? h("a", { href: toStatement(row.item) }, row.item) : row.item, row.stance ? ` ${row.stance}` : ""],
    row.note, row.row,
  ]))];
}
