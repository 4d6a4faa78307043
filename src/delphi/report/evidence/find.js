// From a passage's code to the page that holds it.

const data = JSON.parse(document.getElementById("data").textContent);

function goOn() {
  const [, hash] = location.hash.match(/^#(?:tag=)?(.*)$/) || ["", ""];
  let id = hash;
  try { id = decodeURIComponent(hash); } catch { /* as it stands */ }
  const at = Object.hasOwn(data.found, id) ? data.pages[data.found[id]] : "";
  location.replace(at ? `${at}#tag=${encodeURIComponent(id)}` : `../${data.door}#unknown=${encodeURIComponent(id)}`);
}

addEventListener("hashchange", goOn);
goOn();
