import { shellWord } from '../../text/shell-word.js';

/** A POSIX shell's line that sets several variables. */
export function exportLine(variables: Readonly<Record<string, string>>): string {
  return `export ${Object.entries(variables)
    .map(([name, value]) => `${name}=${shellWord(value)}`)
    .join(' ')}`;
}

/** The same with a line for each. */
export function exportLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => exportLine({ [name]: value }));
}
