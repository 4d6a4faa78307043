// Search without accents and case: what is compared, and where in the printed words it was found.

const LETTERS = { "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "ς": "σ",
                  "’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u00ad": "" };
const ASCII = /^[\x00-\x7f]*$/;
const ODD = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

function fold(text) {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower.normalize("NFD").replace(/\p{M}+/gu, "").replace(ODD, (letter) => LETTERS[letter]);
}

function wordsOf(query) {
  return fold(query).split(/\s+/).filter(Boolean);
}

// Stretches [start, end] of the text in which one of the folded words stands, in order, none overlapping.
function hits(text, words) {
  if (!words.length) return [];
  let folded = "";
  const at = [];
  let place = 0;
  for (const sign of text) {
    const same = fold(sign);
    for (let i = 0; i < same.length; i += 1) at.push(place);
    folded += same;
    place += sign.length;
  }
  at.push(place);
  const found = [];
  for (const word of words) {
    for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
      found.push([at[i], at[i + word.length]]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const apart = [];
  let end = 0;
  for (const each of found) {
    if (each[0] >= end && each[1] > each[0]) {
      apart.push(each);
      end = each[1];
    }
  }
  return apart;
}
