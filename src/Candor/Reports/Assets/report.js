"use strict";

// The browser of changed documents: everything it shows is set as text, never as markup.
(() => {
  const pageSize = 10;
  const data = JSON.parse(document.getElementById("documents-data").textContent);
  const list = document.getElementById("documents-list");
  if (list === null) {
    return;
  }

  const byId = (name) => document.getElementById(`documents-${name}`);
  const controls = { search: byId("search"), pair: byId("pair"), task: byId("task"), direction: byId("direction") };
  const status = byId("status");
  const pages = byId("pages");
  let page = 0;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) {
      made.textContent = text;
    }
    if (className !== undefined) {
      made.className = className;
    }
    return made;
  };

  const searchable = data.documents.map((row) =>
    [row.question ?? "", row.image ?? "", row.task, String(row.id), row.hash, ...row.answers.map((answer) => answer[0] ?? "")]
      .join("\n")
      .toLocaleLowerCase("en"));

  const matches = () => {
    const words = controls.search.value.toLocaleLowerCase("en").split(/\s+/u).filter((word) => word !== "");
    return data.documents.filter((row, i) =>
      (controls.pair.value === "all" || row.pair === Number(controls.pair.value)) &&
      (controls.task.value === "all" || row.task === controls.task.value) &&
      (controls.direction.value === "all" || (controls.direction.value === "gained") === (row.b > row.a)) &&
      words.every((word) => searchable[i].includes(word)));
  };

  const chosen = (count, seeds) => {
    if (count === 0) {
      return "";
    }
    return seeds === 1 ? " (chosen)" : ` (chosen by ${count} of ${seeds} seeds)`;
  };

  const likelihood = (value) => (value === null ? "not a number" : value.toFixed(3));

  const answersOf = (row, pair) => {
    const table = element("table");
    table.append(element("caption", "Answers with their log-likelihoods"));
    const head = element("tr");
    for (const title of ["answer", pair.baseline, pair.variant]) {
      const cell = element("th", title);
      cell.scope = "col";
      head.append(cell);
    }
    const top = element("thead");
    top.append(head);
    const body = element("tbody");
    row.answers.forEach(([text, right, a, b, chosenA, chosenB], i) => {
      const line = element("tr");
      const name = element("th", `${text ?? `answer ${i + 1}`}${right === 1 ? " — right" : ""}`, right === 1 ? "right" : undefined);
      name.scope = "row";
      line.append(
        name,
        element("td", likelihood(a) + chosen(chosenA, pair.baselineSeeds)),
        element("td", likelihood(b) + chosen(chosenB, pair.variantSeeds)));
      body.append(line);
    });
    table.append(top, body);
    return table;
  };

  const itemOf = (row) => {
    const pair = data.pairs[row.pair];
    const item = element("li");
    item.append(
      element("h3", `${row.task}, document ${row.id}: ${row.b > row.a ? "gained" : "lost"}`),
      element("p", `${pair.name}; ${row.metric} ${Number(row.a.toFixed(4))} → ${Number(row.b.toFixed(4))}`, "meta"));
    if (row.image !== undefined) {
      item.append(element("p", `picture: ${row.image}`, "meta"));
    }
    item.append(
      row.question === undefined
        ? element("p", `SHA-256 ${row.hash}`, "meta hash")
        : element("p", row.question, "question"));
    const region = element("div", undefined, "scroll");
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", `Answers to ${row.task}, document ${row.id}, ${pair.name}`);
    region.append(answersOf(row, pair));
    item.append(region);
    return item;
  };

  const show = () => {
    const found = matches();
    const count = Math.max(1, Math.ceil(found.length / pageSize));
    page = Math.min(page, count - 1);
    list.replaceChildren(...found.slice(page * pageSize, (page + 1) * pageSize).map(itemOf));
    status.textContent = found.length === 0
      ? `No document of ${data.documents.length} fits.`
      : `${found.length} of ${data.documents.length} documents, page ${page + 1} of ${count}.`;
    pages.hidden = count === 1;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page === count - 1;
  };

  const turn = (step) => {
    page += step;
    show();
    document.getElementById("documents-controls").scrollIntoView();
  };

  for (const control of Object.values(controls)) {
    control.addEventListener("input", () => {
      page = 0;
      show();
    });
  }
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  byId("controls").hidden = false;
  show();
})();
