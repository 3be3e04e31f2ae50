import type { PageData } from '../report-data.js';
import { byId } from './dom.js';
import { FindingsTable } from './findings-table.js';
import { drawTimeline } from './timeline-chart.js';

const data: unknown = JSON.parse(byId('data', HTMLScriptElement).textContent);
if (isPageData(data)) {
  const table = new FindingsTable(data);
  for (const button of document.querySelectorAll<HTMLElement>('button[data-search]')) {
    button.addEventListener('click', () => table.searchFor(button.dataset['search'] ?? ''));
  }
  drawTimeline(data);
}

/** One program wrote page and data together, so that they are there is all that there is to check. */
function isPageData(value: unknown): value is PageData {
  return typeof value === 'object' && value !== null && 'rows' in value && 'timeline' in value && 'words' in value;
}
