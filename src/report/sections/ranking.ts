import { html, type Html } from '../html.js';
import type { Ranking } from '../report-data.js';
import type { Writing } from '../writing.js';
import { shareBar } from './share-bar.js';

/** The most frequent names as bars. Each name is a button that shows its findings in the table. */
export function rankingSection(id: string, { top, others }: Ranking, heading: string, writing: Writing): Html {
  const { texts, number } = writing;
  const most = top[0]?.findings ?? 0;
  const items = top.map(
    ({ name, findings }) =>
      html`<li>
        <button type="button" class="name" data-search="${name}" title="${texts('report.ranking.search', {})}">
          <bdi dir="ltr">${name}</bdi>
        </button>
        <span class="number">${number(findings)}</span>
        ${shareBar(findings / most, 'count')}
      </li>`,
  );
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${
      top.length === 0
        ? html`<p>${texts('report.nothing', {})}</p>`
        : html`<ol class="ranking">
            ${items}
          </ol>`
    }
    ${others === 0 ? '' : html`<p>${texts('report.ranking.others', { count: others })}</p>`}
  </section>`;
}
