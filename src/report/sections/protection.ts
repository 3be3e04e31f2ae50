import type { Status } from '../../sidecar/status.generated.js';
import { printable } from '../../text/printable.js';
import { inOneLine } from '../../text/said.js';
import { html, type Html } from '../html.js';
import type { ReportContent } from '../page.js';
import type { PauseSpan } from '../pauses.js';
import type { Writing } from '../writing.js';

/** Whether the Traffic Guardian watches now, what it warns of, and when it was paused. */
export function protectionSection(
  { status, pauses, hasEarlierPauses }: Pick<ReportContent, 'status' | 'pauses' | 'hasEarlierPauses'>,
  writing: Writing,
): Html {
  const { texts } = writing;
  return html`<section aria-labelledby="protection">
    <h2 id="protection">${texts('report.protection.heading', {})}</h2>
    ${status === undefined ? html`<p class="state down">${texts('report.protection.not_running', {})}</p>` : state(status, writing)}
    <h3>${texts('report.pauses.heading', {})}</h3>
    ${
      pauses.length === 0
        ? html`<p>${texts('report.pauses.none', {})}</p>`
        : html`<ul>
            ${pauses.map((pause) => pauseItem(pause, writing))}
          </ul>`
    }
    ${hasEarlierPauses === true ? html`<p>${texts('report.pauses.newest', {})}</p>` : ''}
  </section>`;
}

function state(status: Status, { texts, time }: Writing): Html {
  const { https_inspection: opens, warnings, started_at: startedAt, version } = status;
  return html`<p class="state ${status.state}">${texts(`report.protection.${status.state}`, {})}</p>
    <ul>
      <li>${texts('report.protection.since', { version, time: time(startedAt) })}</li>
      <li>${texts(opens ? 'report.protection.https_on' : 'report.protection.https_off', {})}</li>
      ${warnings.map((warning) => html`<li class="warning">${printable(inOneLine(warning, texts))}</li>`)}
    </ul>`;
}

function pauseItem({ began, ended, isOver, reason }: PauseSpan, { texts, time }: Writing): Html {
  const span = { began: time(began), ended: time(ended) };
  return html`<li>${texts(isOver ? 'report.pauses.over' : 'report.pauses.lasts', span)} <bdi>${reason}</bdi></li>`;
}
