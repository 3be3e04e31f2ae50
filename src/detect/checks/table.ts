/** Tables as people export and paste them: a line that names the columns, and lines of values. */

/** What parts the columns of a line, and a column: in quotes, where quotes are doubled (RFC 4180), or up to the next sign. */
const COLUMNS: readonly RegExp[] = [
  /(?:^|,)\s*("(?:[^"]|"")*"|'[^']*'|[^,]*)/g,
  /(?:^|;)\s*("(?:[^"]|"")*"|[^;]*)/g,
  /(?:^|\t)("(?:[^"]|"")*"|[^\t]*)/g,
  /(?:^|\|)([^|]*)/g,
];
/** A name of a column is short and has no signs of code. */
const NAME = /^[\w\x80-\xff .:/#-]{1,40}$/;

/** A value and the name of its column. */
export interface TableCell {
  readonly name: string;
  readonly value: string;
}

/**
 * The values of a line of a table beside the names of their columns; none where the two lines make no table.
 *
 * @param header The line of names, one character a byte.
 */
export function tableCells(header: string, row: string): TableCell[] {
  for (const columns of COLUMNS) {
    const names = cellsOf(header, columns);
    const values = cellsOf(row, columns);
    if (names.length < 2 || names.length !== values.length || !names.every((name) => NAME.test(name))) continue;
    return names.map((name, i) => ({ name, value: values[i] ?? '' }));
  }
  return [];
}

/** The columns of a line without their quotes; a row of Markdown begins and ends with the sign that parts them. */
function cellsOf(line: string, columns: RegExp): string[] {
  const bare = line.trim().replace(/^\||\|$/g, '');
  return Array.from(bare.matchAll(columns), ([, cell = '']) => cell.trim().replace(/^["'`*]{1,3}|["'`*]{1,3}$/g, ''));
}
