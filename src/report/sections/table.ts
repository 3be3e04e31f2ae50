import { html, type Html } from '../html.js';
import { SEVERITY_ORDER, type FindingsReport } from '../report-data.js';
import type { Writing } from '../writing.js';

/** The frame of the searchable table; the script fills it page by page, so that any number of findings stays fluid. */
export function tableSection({ findings, rows }: FindingsReport, { texts }: Writing): Html {
  const columns = [
    ['first', texts('report.table.time', {})],
    ['severity', texts('report.table.severity', {})],
    ['pattern', texts('report.table.pattern', {})],
    ['direction', texts('report.table.direction', {})],
    ['dest', texts('report.table.dest', {})],
    ['agent', texts('report.table.agent', {})],
    ['snippet', texts('report.table.snippet', {})],
    ['place', texts('report.table.place', {})],
    ['count', texts('report.table.count', {})],
  ] as const;
  const severities = SEVERITY_ORDER.map((severity) => html`<option value="${severity}">${severity}</option>`);
  return html`<section aria-labelledby="findings">
    <h2 id="findings" tabindex="-1">${texts('report.table.heading', {})}</h2>
    ${rows.length === findings ? '' : html`<p>${texts('report.table.newest', { shown: rows.length, count: findings })}</p>`}
    <div class="controls" role="search">
      <label>${texts('report.table.search', {})} <input type="search" id="search" autocomplete="off" /></label>
      <label
        >${texts('report.table.severity', {})}
        <select id="severity">
          <option value="">${texts('report.table.all', {})}</option>
          ${severities}
        </select></label
      >
      <label
        >${texts('report.table.direction', {})}
        <select id="direction">
          <option value="">${texts('report.table.all', {})}</option>
          <option value="outbound">${texts('report.direction.outbound', {})}</option>
          <option value="inbound">${texts('report.direction.inbound', {})}</option>
        </select></label
      >
      <p id="shown" role="status"></p>
    </div>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="findings">
      <table id="table">
        <thead>
          <tr>
            ${columns.map(
              ([key, name]) => html`<th scope="col" data-column="${key}"><button type="button">${name}</button></th>`,
            )}
          </tr>
        </thead>
        <tbody></tbody>
      </table>
    </div>
    <nav class="pages" aria-label="${texts('report.table.pages', {})}">
      <button type="button" id="previous">${texts('report.table.previous', {})}</button>
      <span id="page"></span>
      <button type="button" id="next">${texts('report.table.next', {})}</button>
    </nav>
  </section>`;
}
