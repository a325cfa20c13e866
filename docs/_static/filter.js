/* A box above the ledger that shows the defects with some words in them. Without it, the page shows all of them. */
"use strict";

for (const ledger of document.querySelectorAll(".ledger")) {
  const entries = [...ledger.querySelectorAll(":scope > .defect")];
  const texts = entries.map((entry) => entry.textContent.toLowerCase());
  const bar = document.createElement("search");
  bar.className = "filter";

  const words = document.createElement("input");
  words.type = "search";
  words.placeholder = "Filter: a word, a field, an id …";
  words.setAttribute("aria-label", "Show the defects with these words");

  const kind = document.createElement("select");
  kind.setAttribute("aria-label", "Show one kind");
  const marks = new Set(entries.flatMap((entry) => marksOf(entry)));
  kind.append(new Option("every kind", ""), ...[...marks].sort().map((mark) => new Option(mark, mark)));

  const count = document.createElement("output");
  bar.append(words, kind, count);
  ledger.before(bar);

  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    entries.forEach((entry, index) => {
      const fits = wanted.every((word) => texts[index].includes(word)) && (!kind.value || marksOf(entry).includes(kind.value));
      entry.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = `${shown} of ${entries.length}`;
  };
  /* A link to a defect shows it, whatever was filtered. */
  const reveal = () => {
    const aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (aim && entries.includes(aim) && aim.hidden) {
      words.value = kind.value = "";
      show();
      aim.scrollIntoView();
    }
  };
  words.addEventListener("input", show);
  kind.addEventListener("change", show);
  addEventListener("hashchange", reveal);
  show();
}

function marksOf(entry) {
  return [...entry.querySelectorAll(".defect-head .badge")].map((badge) => badge.textContent);
}
