// A page of several: an address that names what is not here goes back to the overview, which knows where it is.

function isHere(hash) {
  if (!hash) return true;
  const [, key, value] = hash.match(/^#(?:(\w+)=)?(.*)$/);
  if (!key || key === "item" || key === "tag") return statementAt.has(decoded(value)) || passageAt.has(decoded(value));
  if (key !== "cell") return true;
  const [model, block] = value.split("&")[0].split("/").map(decoded);
  const m = facets[MODEL].options.findIndex((option) => option[0] === model);
  const b = facets[BLOCK].options.findIndex((option) => option[0] === block);
  const cell = cellAt.get(`${m}/${b}`);
  return Boolean(cell && (cell.statements.length || cell.loose.length));
}

function goBack() {
  if (!isHere(location.hash)) location.replace(`../${data.door}${location.hash}`);
}

addEventListener("hashchange", goBack);
goBack();
