// The internal edition in pages: the conversation around a passage has a page of its own.

const behind = (passage) => [h("p", { class: "source" },
  h("a", { href: `transcripts/${encodeURIComponent(session(passage).id)}.html#${encodeURIComponent(passage.id)}` }, say.context))];
