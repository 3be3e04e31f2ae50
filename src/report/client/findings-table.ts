import type { PageData, ReportRow } from '../report-data.js';
import { byId, elementOf, filled } from './dom.js';
import { RowFilter } from './row-filter.js';
import { firstOrderOf, isColumn, ordered, type Order } from './row-order.js';

/** Rows on the page at once: what a browser lays out without a pause. */
const PAGE_ROWS = 100;
/** Rows on paper. */
const PRINTED_ROWS = 500;

/** The searchable list: what is looked for, in which order, and which page of it is shown. */
export class FindingsTable {
  readonly #data: PageData;
  readonly #filter: RowFilter;
  readonly #numbers: Intl.NumberFormat;
  readonly #times: Intl.DateTimeFormat;
  readonly #search = byId('search', HTMLInputElement);
  readonly #severity = byId('severity', HTMLSelectElement);
  readonly #direction = byId('direction', HTMLSelectElement);
  readonly #table = byId('table', HTMLTableElement);
  readonly #previous = byId('previous', HTMLButtonElement);
  readonly #next = byId('next', HTMLButtonElement);
  #order: Order = firstOrderOf('first');
  #rows: readonly ReportRow[] = [];
  #page = 0;

  constructor(data: PageData) {
    this.#data = data;
    this.#filter = new RowFilter(data.rows, data.words);
    this.#numbers = new Intl.NumberFormat(data.locale);
    this.#times = new Intl.DateTimeFormat(data.locale, { dateStyle: 'medium', timeStyle: 'medium' });
    for (const control of [this.#search, this.#severity, this.#direction]) {
      control.addEventListener('input', () => this.#find());
    }
    this.#previous.addEventListener('click', () => this.#turnTo(this.#page - 1));
    this.#next.addEventListener('click', () => this.#turnTo(this.#page + 1));
    for (const header of this.#table.querySelectorAll('th')) {
      header.querySelector('button')?.addEventListener('click', () => this.#orderBy(header.dataset['column']));
    }
    addEventListener('beforeprint', () => this.#show(0, PRINTED_ROWS));
    addEventListener('afterprint', () => this.#turnTo(this.#page));
    this.#find();
  }

  /** Looks for a name that was chosen elsewhere on the page, and goes to the list. */
  searchFor(text: string): void {
    this.#search.value = text;
    this.#find();
    byId('findings', HTMLElement).focus();
  }

  #orderBy(column: string | undefined): void {
    if (!isColumn(column)) return;
    const { column: before, falls } = this.#order;
    this.#order = column === before ? { column, falls: !falls } : firstOrderOf(column);
    this.#find();
  }

  #find(): void {
    const wanted = {
      search: this.#search.value,
      severity: this.#severity.value,
      direction: this.#direction.value,
    };
    this.#rows = ordered(this.#filter.matching(wanted), this.#order, this.#data.locale);
    const amounts = {
      shown: this.#numbers.format(this.#rows.length),
      total: this.#numbers.format(this.#data.rows.length),
    };
    byId('shown', HTMLElement).textContent = filled(this.#data.words.shown, amounts);
    for (const header of this.#table.querySelectorAll('th')) {
      const { column, falls } = this.#order;
      if (header.dataset['column'] === column) header.ariaSort = falls ? 'descending' : 'ascending';
      else header.removeAttribute('aria-sort');
    }
    this.#turnTo(0);
  }

  #turnTo(page: number): void {
    const pages = Math.max(1, Math.ceil(this.#rows.length / PAGE_ROWS));
    this.#page = Math.min(Math.max(page, 0), pages - 1);
    this.#previous.disabled = this.#page === 0;
    this.#next.disabled = this.#page === pages - 1;
    const numbers = { page: this.#numbers.format(this.#page + 1), pages: this.#numbers.format(pages) };
    byId('page', HTMLElement).textContent = filled(this.#data.words.page, numbers);
    this.#show(this.#page * PAGE_ROWS, PAGE_ROWS);
  }

  #show(from: number, count: number): void {
    this.#table.tBodies[0]?.replaceChildren(...this.#rows.slice(from, from + count).map((row) => this.#lineOf(row)));
  }

  #lineOf({ first, severity, pattern, direction, dest, agent, snippet, place, count }: ReportRow): HTMLElement {
    const { directions } = this.#data.words;
    const line = document.createElement('tr');
    const cell = (content: HTMLElement | string, className = ''): void => {
      const td = elementOf('td', '', className);
      td.append(content);
      line.append(td);
    };
    cell(this.#times.format(first), 'whole');
    cell(elementOf('span', severity, `badge ${severity}`));
    cell(leftToRight('bdi', pattern), 'whole');
    cell(directions[direction], 'whole');
    cell(leftToRight('bdi', dest), 'long host');
    cell(leftToRight('bdi', agent));
    cell(leftToRight('code', snippet), 'long');
    cell(leftToRight('bdi', place));
    cell(this.#numbers.format(count), 'number');
    return line;
  }
}

/** Identifiers and addresses read from left to right in every language. */
function leftToRight(name: 'bdi' | 'code', text: string): HTMLElement {
  const element = elementOf(name, text);
  element.dir = 'ltr';
  return element;
}
