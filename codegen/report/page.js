"use strict";
(() => {
  const search = document.getElementById("search");
  const boxes = [...document.querySelectorAll("[data-box]")];
  const groups = [...document.querySelectorAll("details[data-group]")];
  const left = document.getElementById("left");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.box));
    let shown = 0;
    for (const group of groups) {
      let some = 0;
      for (const item of group.querySelectorAll("article")) {
        const text = item.dataset.text;
        const fits = wanted.has(item.dataset.class) && words.every((word) => text.includes(word));
        item.hidden = !fits;
        some += fits ? 1 : 0;
      }
      group.hidden = some === 0;
      if (words.length && some) group.open = true;
      shown += some;
    }
    left.textContent = `${shown} shown`;
  };
  // A link can carry the filter: page.html#q=users&class=breaking
  const asked = new URLSearchParams(location.hash.slice(1));
  search.value = asked.get("q") || "";
  if (asked.get("class")) {
    const classes = asked.get("class").split(",");
    for (const box of boxes) box.checked = classes.includes(box.dataset.box);
  }
  for (const input of [search, ...boxes]) input.addEventListener("input", filter);
  for (const [id, open] of [["unfold", true], ["fold", false]]) {
    document.getElementById(id).addEventListener("click", () => {
      for (const group of groups) group.open = open;
    });
  }
  filter();
})();
