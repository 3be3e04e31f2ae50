import { shellWord } from '../../text/shell-word.js';

/** A POSIX shell's line that sets several variables to one value. */
export function exportLine(names: readonly string[], value: string): string {
  return `export ${names.map((name) => `${name}=${shellWord(value)}`).join(' ')}`;
}

/** The same with a line for each. */
export function exportLines(names: readonly string[], value: string): string[] {
  return names.map((name) => exportLine([name], value));
}

/** The same for programs. */
export function variablesOf(names: readonly string[], value: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
