// The table and data_table blocks.

import { el, svg } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { drawBlocks } from "./prose.js";
import { parseRichText } from "./richtext.js";
import { element as drawElement } from "./elements.js";

export const cellText = (cell) => {
  if (!cell) return "";
  if (cell.type === "raw_number") return cell.text || String(cell.value);
  if (cell.type === "action_cell") return cell.fallback ? cellText(cell.fallback) : cell.element?.text?.text ?? "";
  if (cell.type === "rich_text") return richPlain(cell.elements);
  return cell.text ?? "";
};

const richPlain = (elements = []) => elements.map((element) => element.text ?? element.name ?? richPlain(element.elements)).join("");

function cellNodes(cell, host, blockID) {
  if (cell?.type === "rich_text") return drawBlocks(parseRichText(cell.elements));
  if (cell?.type === "action_cell" && cell.element) return [drawElement(cell.element, blockID, host)];
  return [withEmoji(cellText(cell))];
}

const numeric = (rows, column) => rows.length > 0 && rows.every((row) => row[column]?.type === "raw_number");

export function table(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const look = head.map((_, column) => {
    const { align, is_wrapped: wrapped } = block.column_settings?.[column] ?? {};
    return [`align-${align || (numeric(rows, column) ? "right" : "left")}`, wrapped ? "wrapped" : "unwrapped"].join(" ");
  });
  return el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, el("table", { class: "table" },
    el("thead", null, el("tr", null, head.map((cell, column) => el("th", { scope: "col", class: look[column] }, cellNodes(cell))))),
    el("tbody", null, rows.map((row) => el("tr", null, row.map((cell, column) => el("td", { class: look[column] }, cellNodes(cell))))))));
}

// dataTable keeps its page, order and filter in host.memory, so that an edit of the message does not lose them.
export function dataTable(block, host, index) {
  const [head = [], ...rows] = block.rows ?? [];
  const size = block.page_size || 5;
  const memory = (host.memory[`table/${block.block_id ?? index}`] ??= { page: 0, column: -1, descending: false, filter: "" });
  const headerColumn = block.row_header_column_index ?? 0;
  const root = el("div", { class: "data-table", role: "group", "aria-label": block.caption });

  const shown = () => {
    const wanted = memory.filter.trim().toLowerCase();
    const found = rows.filter((row) => !wanted || row.some((cell) => cellText(cell).toLowerCase().includes(wanted)));
    if (memory.column < 0) return found;
    const compare = numeric(rows, memory.column)
      ? (a, b) => a[memory.column].value - b[memory.column].value
      : (a, b) => cellText(a[memory.column]).localeCompare(cellText(b[memory.column]), "en", { numeric: true });
    return found.sort((a, b) => (memory.descending ? -1 : 1) * compare(a, b));
  };

  function sortBy(column) {
    memory.descending = memory.column === column ? !memory.descending : numeric(rows, column);
    memory.column = column;
    memory.page = 0;
    draw();
    root.querySelectorAll(".sort")[column].focus();
  }

  function turn(by) {
    memory.page += by;
    draw();
    const pager = root.querySelectorAll(".pager button");
    (pager[by < 0 ? 0 : 1].disabled ? pager[by < 0 ? 1 : 0] : pager[by < 0 ? 0 : 1]).focus();
  }

  // Sentences get room, so that they are not set one word to a line.
  const long = head.map((_, column) => rows.some((row) => cellText(row[column]).length > 24));
  const look = (column) => `${numeric(rows, column) ? "align-right" : "align-left"}${long[column] ? " long" : ""}`;

  const headCell = (cell, column) => {
    const sorted = memory.column === column;
    return el("th", {
      scope: "col", class: look(column),
      "aria-sort": sorted ? (memory.descending ? "descending" : "ascending") : null,
    }, el("button", { type: "button", class: "sort", on: { click: () => sortBy(column) } }, withEmoji(cellText(cell)), sortMark(sorted, memory.descending)));
  };

  const bodyCell = (cell, column) => el(column === headerColumn ? "th" : "td", {
    scope: column === headerColumn ? "row" : null, class: look(column),
  }, cellNodes(cell, host, block.block_id));

  const filter = rows.length > size && el("input", {
    type: "search", class: "control filter", placeholder: "Filter", "aria-label": `Filter ${block.caption}`, value: memory.filter,
    on: { input: () => { memory.filter = filter.value; memory.page = 0; draw(); } },
  });
  const body = el("div");
  function draw() {
    const all = shown();
    const pages = Math.max(1, Math.ceil(all.length / size));
    memory.page = Math.max(0, Math.min(memory.page, pages - 1));
    const first = memory.page * size;
    const page = all.slice(first, first + size);
    body.replaceChildren(
      el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": block.caption }, el("table", { class: "table" },
        el("thead", null, el("tr", null, head.map(headCell))),
        el("tbody", null, page.map((row) => el("tr", null, row.map(bodyCell))),
          page.length === 0 && el("tr", null, el("td", { colspan: head.length, class: "muted" }, "No row matches the filter."))))),
      ...(pages > 1 ? [el("div", { class: "pager" },
        el("span", { "aria-live": "polite" }, `${first + 1}–${first + page.length} of ${all.length}`),
        el("button", { type: "button", class: "btn btn-small", disabled: memory.page === 0, on: { click: () => turn(-1) } }, "Previous"),
        el("button", { type: "button", class: "btn btn-small", disabled: memory.page === pages - 1, on: { click: () => turn(1) } }, "Next"))] : []),
    );
  }
  draw();
  root.append(el("div", { class: "data-table-head" }, el("span", { class: "caption" }, block.caption), filter || ""), body);
  return root;
}

function sortMark(sorted, descending) {
  return svg("svg", { viewBox: "0 0 8 12", width: 8, height: 12, class: "sort-mark", "aria-hidden": "true" },
    svg("path", { d: "M4 1l3 4H1z", opacity: sorted && !descending ? 1 : 0.28 }),
    svg("path", { d: "M4 11l3-4H1z", opacity: sorted && descending ? 1 : 0.28 }));
}
