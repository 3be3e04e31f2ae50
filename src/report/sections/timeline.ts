import { html, type Html } from '../html.js';
import { SEVERITY_ORDER, type Timeline } from '../report-data.js';
import type { Writing } from '../writing.js';

/** Findings over time: a chart for those who see it, and the same numbers as a table for everybody. */
export function timelineSection(timeline: Timeline, { texts, time, number }: Writing): Html {
  const rows = timeline.starts.flatMap((start, i) => {
    const counts = SEVERITY_ORDER.map((severity) => timeline.counts[severity][i] ?? 0);
    if (counts.every((count) => count === 0)) return [];
    return [
      html`<tr>
        <th scope="row">${time(start)}</th>
        ${counts.map((count) => html`<td class="number">${number(count)}</td>`)}
      </tr>`,
    ];
  });
  return html`<section aria-labelledby="timeline">
    <h2 id="timeline">${texts('report.timeline.heading', {})}</h2>
    <ul class="legend" aria-hidden="true">
      ${SEVERITY_ORDER.map((severity) => html`<li class="${severity}">${severity}</li>`)}
    </ul>
    <div id="chart" role="img" dir="ltr" aria-label="${texts('report.timeline.chart', {})}"></div>
    <details>
      <summary>${texts('report.timeline.numbers', {})}</summary>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="timeline">
        <table>
          <thead>
            <tr>
              <th scope="col">${texts('report.timeline.from', {})}</th>
              ${SEVERITY_ORDER.map((severity) => html`<th scope="col" class="number">${severity}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}
