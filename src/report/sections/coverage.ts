import type { Status } from '../../sidecar/status.generated.js';
import { printable } from '../../text/printable.js';
import { html, type Html } from '../html.js';
import type { Writing } from '../writing.js';
import { shareBar } from './share-bar.js';

/** What share of the traffic was looked at, and what became of the rest. */
export function coverageSection(coverage: Status['coverage'] | undefined, writing: Writing): Html {
  const { texts } = writing;
  return html`<section aria-labelledby="coverage">
    <h2 id="coverage">${texts('report.coverage.heading', {})}</h2>
    ${coverage === undefined ? html`<p>${texts('report.coverage.unknown', {})}</p>` : shares(coverage, writing)}
  </section>`;
}

function shares(coverage: Status['coverage'], { texts, number, bytes, share }: Writing): Html {
  const { bytes_seen: seen, bytes_unseen: unseen, connections, outcomes } = coverage;
  const all = seen + unseen;
  if (connections === 0) return html`<p>${texts('report.coverage.nothing', {})}</p>`;
  const seenShare = all === 0 ? 1 : seen / all;
  const rows = Object.entries(outcomes)
    .filter(([, { connections: some, bytes_unseen: passed }]) => some > 0 || passed > 0)
    .map(
      ([outcome, totals]) =>
        html`<tr>
          <th scope="row" dir="ltr">${printable(outcome)}</th>
          <td class="number">${number(totals.connections)}</td>
          <td class="number">${bytes(totals.bytes_seen)}</td>
          <td class="number">${bytes(totals.bytes_unseen)}</td>
        </tr>`,
    );
  return html`<p>${texts('report.coverage.share', { seen: share(seenShare), unseen: share(1 - seenShare) })}</p>
    ${shareBar(seenShare, 'seen')}
    <div class="scroll" tabindex="0" role="group" aria-labelledby="coverage">
      <table>
        <thead>
          <tr>
            <th scope="col">${texts('report.coverage.outcome', {})}</th>
            <th scope="col" class="number">${texts('report.coverage.connections', {})}</th>
            <th scope="col" class="number">${texts('report.coverage.bytes_seen', {})}</th>
            <th scope="col" class="number">${texts('report.coverage.bytes_unseen', {})}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}
