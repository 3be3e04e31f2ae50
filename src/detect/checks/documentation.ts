import type { Candidate } from '../rule.js';
import { lineBehind } from './text-around.js';

/**
 * A hole that documentation leaves for a value of its reader's: `{{path/to/file}}`, `{{[-f|--force]}}`,
 * `{{https://example.com/file}}`. An expression that a template engine would work out has other signs.
 */
const HOLES = /\{\{(?:\[[^\]\n{}]*\]|[^{}()$`;&<>"'=+\n]+)\}\}/g;

/** Where something is, in full or in a variable: that leaves nothing open, whatever else has a hole. One's own machine is nowhere. */
const ADDRESS =
  /:\/\/(?!localhost|127\.0\.0\.1|0\.0\.0\.0)\w|(?<![\d.])(?!127\.0\.0\.1|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}|\$\{?\w|[\w-]\.(?!(?:bin|conf|dll|elf|exe|ini|jar|json|py|sh|toml|txt|ya?ml)(?!\w))[a-z]{2,}/i;
/** What no shell reads. */
const COMMENT = /(?<=\s)#.*/;

/** Whether a command leaves out what it would have to know: nobody can run `LHOST={{local_ip}}`. */
export function hasHole(command: string): boolean {
  const read = command.replace(COMMENT, '');
  const rest = read.replace(HOLES, '');
  return rest !== read && !ADDRESS.test(rest);
}

/** The same of a match and what stands behind it in its line: `nc {{host}} {{port}} -e /bin/sh` is one of a manual. */
export function isComplete({ text, after }: Candidate): boolean {
  return !hasHole(text + lineBehind(after));
}

/** The same of this one command: what a shell runs behind it, `wevtutil cl Security & echo {{x}}`, leaves nothing open. */
export function isCompleteItself({ text, after }: Candidate): boolean {
  return !hasHole(text + (lineBehind(after).split(/[;&|]/, 1)[0] ?? ''));
}

/** Whether a download says from where: with a hole for the address, `curl {{url}} | sh`, nothing can be fetched. */
export function saysWhat(command: string): boolean {
  const rest = command.replace(HOLES, '');
  return rest === command || /[\w-]\.[a-z]{2,}|:\/\/|\$|localhost|\d\.\d/i.test(rest);
}

/** The same of a download that a shell puts in place of itself, whose end is no part of the match: `bash <(curl {{url}})`. */
export function saysWhatInside({ after }: Candidate): boolean {
  return saysWhat(after.split(/[)`\n]/, 1)[0] ?? '');
}

/** Whether a word is over with the match: a full stop behind it ends a sentence, and is no part of a name as in `bash.exe`. */
export function isWholeWord({ after }: Candidate): boolean {
  return !/^\.[\w/*]/.test(after);
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
  return (start[0].startsWith('\n') || fromStart) && /^[^\n`;&|]{0,60}`[ \t]*(?:\r?\n|$)/.test(after);
}

const ITEM = /(?:^|\n)-[ \t][^\n.!?]*$/;
const COMMAND_BELOW = /^[^\n.!?]*(?::|\xef\xbc\x9a)[ \t]*(?:\r?\n){1,2}`[^`\n]*\{\{/;

/**
 * Whether words are part of what a cheat sheet says of the command below them: an item of a list that a colon ends, and a
 * command with a hole for the reader's own values. `- Override the system prompt:`, and below `tool --system {{prompt}}`.
 */
export function isCaption({ before, after }: Pick<Candidate, 'before' | 'after'>): boolean {
  return ITEM.test(before) && COMMAND_BELOW.test(after);
}

/** Whether a tool's own switch is handed to it, and not only shown in its manual. */
export function isMeant(candidate: Candidate): boolean {
  return !isShown(candidate);
}
