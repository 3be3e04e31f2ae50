import type { Candidate } from '../rule.js';

/**
 * A hole that documentation leaves for a value of its reader's: `{{path/to/file}}`, `{{[-f|--force]}}`,
 * `{{https://example.com/file}}`. An expression that a template engine would work out has other signs.
 */
const HOLE = /\{\{(?:\[[^\]\n{}]*\]|[^{}()$`;&<>"'=+\n]+)\}\}/;
const HOLES = new RegExp(HOLE, 'g');

/** Whether a command leaves out what it would have to know: nobody can run `LHOST={{local_ip}}`. */
export function hasHole(command: string): boolean {
  return HOLE.test(command);
}

/** The command without its holes: what is left is all that it says by itself. */
export function withoutHoles(command: string): string {
  return command.replace(HOLES, '');
}

/** Whether all of the command stands in a hole, as an example of what may be put there: `su -c "{{rm -rf /tmp/x}}"`. */
export function standsInHole({ before, text, after }: Candidate): boolean {
  return /\{\{\s?$/.test(before) && !/[{}]/.test(text) && /^[^{}\n]*\}\}/.test(after);
}

/**
 * Whether a command is all that a line of documentation shows, between a pair of backticks, as cheat sheets and manuals in
 * Markdown have it. For what is part of a tool's own manual, and is used by those who own the machine.
 */
export function isShown({ before, text, after, fromStart }: Candidate): boolean {
  const start = /(?:^|\n)[ \t]*`[^`\n;&|]*$/.exec(before);
  if (start === null || text.includes('\n')) return false;
  return (start[0].startsWith('\n') || fromStart) && /^[^\n`]{0,60}`[ \t]*(?:\r?\n|$)/.test(after);
}
