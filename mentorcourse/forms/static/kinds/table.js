/** A worksheet: rows by columns, which becomes a card for each row where there is little room. */

import { element } from "../element.js";
import { words } from "../words.js";

/** @param {import("../form.js").FormContext} form */
export function buildTable(form) {
  const { rows, columns } = form.definition.layout;
  return grid(form, { caption: form.definition.title, rows, columns, keyOf: (row, column) => `${row}.${column}` });
}

/**
 * A table of fields. Roles are spelled out because a table shown as cards loses its own.
 * @param {import("../form.js").FormContext} form
 * @param {{caption: string, rows: any[], columns: any[], corner?: string,
 *   keyOf: (row: string, column: string) => string}} shape
 */
export function grid(form, { caption, rows, columns, keyOf, corner }) {
  const breadth = columns.length > 3 ? " mcf-many-columns" : columns.length === 3 ? " mcf-three-columns" : "";
  return element("table", { class: `mcf-table${breadth}`, role: "table" },
    element("caption", { class: "mcf-unseen" }, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" },
      corner ? columnHead({ label: corner }) : element("td", { role: "cell" }), columns.map(columnHead))),
    element("tbody", { role: "rowgroup" }, rows.map((row) => element("tr", { role: "row" },
      element("th", { scope: "row", role: "rowheader" }, element("span", { class: "mcf-row-label" }, row.label),
        row.help && element("span", { class: "mcf-help" }, row.help)),
      columns.map((column) => cell(form, row, column, keyOf(row.key, column.key)))))));
}

/** The column's help is said in its head; each cell keeps it for cards and for screen readers. */
const columnHead = ({ label, help }) => element("th", { scope: "col", role: "columnheader" },
  element("span", {}, label), help && element("span", { class: "mcf-help" }, help));

function cell(form, row, column, key) {
  const label = words.cell(row.label, column.label);
  return element("td", { role: "cell" },
    element("span", { class: "mcf-cell-label", "aria-hidden": "true" }, column.label),
    form.field(key, { label, labelShown: false }).element);
}
