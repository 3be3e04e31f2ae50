import { SEVERITY_ORDER, type ReportRow } from '../report-data.js';

export type Column = keyof Omit<ReportRow, 'last'>;

/** A column by which rows are ordered, and whether it falls. */
export interface Order {
  readonly column: Column;
  readonly falls: boolean;
}

/** What is largest, newest or worst is what one looks for first. */
export function firstOrderOf(column: Column): Order {
  return { column, falls: column === 'first' || column === 'count' || column === 'severity' };
}

/** Rows in an order; those that are equal in it stay as they are. */
export function ordered(rows: readonly ReportRow[], { column, falls }: Order, locale: string): ReportRow[] {
  const collator = new Intl.Collator(locale, { numeric: true });
  const compare = (a: ReportRow, b: ReportRow): number => {
    if (column === 'severity') return SEVERITY_ORDER.indexOf(b.severity) - SEVERITY_ORDER.indexOf(a.severity);
    const [left, right] = [a[column], b[column]];
    return typeof left === 'number' && typeof right === 'number'
      ? left - right
      : collator.compare(String(left), String(right));
  };
  return rows.toSorted((a, b) => (falls ? compare(b, a) : compare(a, b)));
}

export function isColumn(name: string | undefined): name is Column {
  return name !== undefined && COLUMNS.some((column) => column === name);
}

const COLUMNS = [
  'first',
  'severity',
  'pattern',
  'direction',
  'dest',
  'agent',
  'snippet',
  'place',
  'count',
] as const satisfies readonly Column[];
