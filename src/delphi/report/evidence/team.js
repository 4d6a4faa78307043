// What only the team sees of a passage and a statement: who said it, where, and the numbers behind a status.

const session = (passage) => data.sessions[passage.t];
const alsoSearched = (passage) => [passage.speaker, session(passage).id, passage.source];

function moreAbout(passage) {
  return [
    h("span", { class: "speaker" }, shown(passage.speaker)),
    h("span", { class: "turn" }, shown(session(passage).id), `, ${fill(say.turn, { n: passage.n })}`),
    h("span", { class: "origin" }, shown(passage.source)),
  ];
}

function table(caption, columns, rows) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, h("table", {},
    h("caption", {}, caption), h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell)))))));
}

function moreOfEvent(event) {
  const out = [];
  if (event.people) out.push(h("p", { class: "quiet" }, fill(say.who, { text: event.people })));
  const tags = event.said_at.split(";").filter(Boolean);
  if (tags.length) {
    const links = tags.flatMap((id, i) => [i ? ", " : "", h("a", { href: toPassage(id) }, id)]);
    out.push(h("p", { class: "quiet" }, fill(say.said_at, { text: "" }), links));
  }
  if (event.by) out.push(h("p", { class: "quiet" }, fill(say.by, { text: event.by })));
  return out;
}

function moreOfHistory(statement) {
  if (!statement.rounds.length) return [];
  return [table(say.rounds, say.round_columns, statement.rounds.map((row) => row.map((cell, i) => (i === 2 && !cell ? say.all_groups : cell))))];
}
