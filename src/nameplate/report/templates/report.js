/* Filters the list of units when a number is followed; the page says everything without it. */
(() => {
  const units = [...document.querySelectorAll("details.unit")];
  const note = document.getElementById("filter");
  const all = note.textContent;
  const keys = ["verdict", "site", "maker", "makerName", "label", "order"];
  const fits = (unit, key, wanted) =>
    key === "order" ? unit.dataset.order.split(" ").includes(wanted) : unit.dataset[key] === wanted;
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href="#units"]');
    if (!link) return;
    const wanted = keys.filter((key) => link.dataset[key] !== undefined);
    if (!wanted.length) return;
    let shown = 0;
    for (const unit of units) {
      unit.hidden = !wanted.every((key) => fits(unit, key, link.dataset[key]));
      shown += unit.hidden ? 0 : 1;
    }
    note.textContent = `${shown} devices: ${wanted.map((key) => link.dataset[key].replaceAll("_", " ")).join(", ")}. `;
    const reset = document.createElement("button");
    reset.textContent = "Show all";
    reset.addEventListener("click", () => {
      for (const unit of units) unit.hidden = false;
      note.textContent = all;
    });
    note.append(reset);
  });
})();
