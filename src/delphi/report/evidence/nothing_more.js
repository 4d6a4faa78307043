// The public edition has nothing more to tell of a passage or a statement.

const alsoSearched = () => [];
const moreAbout = () => [];
const behind = () => [];
const moreOfEvent = () => [];
const moreOfHistory = () => [];
