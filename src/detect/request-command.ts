import {
  endsThere,
  needsArguments,
  takesArguments,
  takesAsOnly,
  takesBehindSeparator,
  type CommandKind,
} from './request-arguments.js';
import {
  isBehindEntity,
  isFlag,
  isHeaderRow,
  isInComment,
  isInList,
  isMarkdown,
  isProduct,
  isQuoted,
  isRow,
  isTable,
} from './request-look-alikes.js';
import { requestValueBefore, type RequestValue } from './request-value.js';
import type { Candidate } from './rule.js';

/** Programs that run the one named behind them. */
const RUNNER =
  '(?:(?:t["\'\\\\]{0,2}i["\'\\\\]{0,2}m["\'\\\\]{0,2}e["\']{0,2}|nohup|strace|ltrace|sudo|doas|exec|eval|env|command|builtin|nice|setsid|busybox|xargs|watch|timeout\\s+\\w+|if|then|else|do|while|!)\\s+(?:-\\S+\\s+)*)*';
/** Those of them that are no word of any language. */
const RUNS_ALL = /(?:^|\s)(?:nohup|[ls]trace|setsid)\s+$/;
/** What is set for a program alone: `LANG=C ls`. */
const ASSIGNED = '(?:\\w+=)?';
/** Folders of programs, in front of a name; more slashes and dots lead to the same: `/bin//cat`, `/./bin/cat`. */
const FOLDER = '(?:/*(?:\\./+)*(?:(?:usr|local)/+(?:\\./+)*)*s?bin/+(?:\\./+)*)?';
const QUOTES = '["\'\\\\]{0,4}';
const AT_START = new RegExp(`^\\s*${QUOTES}${ASSIGNED}${RUNNER}${QUOTES}${FOLDER}${QUOTES}$`, 'i');
const BEHIND_SEPARATOR = new RegExp(
  `(?:[;|&\`\\n({]|\\$\\(|<<<)(\\s*)${QUOTES}${RUNNER}${QUOTES}${FOLDER}${QUOTES}$`,
  'i',
);

/** How a sentence goes on that is about a program: `ansible is`, `netstat, too`. */
const SAID_OF =
  /^["']?(?:[.,?!:](?=\s|$)|\s+(?:is|are|was|and|or|of|for|in|on|with|vs|to|by|the|an?|has|can|will|does|from|as|at|it|tutorial|commands?|examples?)(?![\w/-]))/i;
/** Where a sentence, or a list of words, is before a separator: `Look; find`, `Skills | php`. */
const PROSE = /[A-Za-z\x80-\xff]{2}[.!?)"']*\s*[;|&]\s+$/;
/** The same where one letter is enough. */
const PROSE_OF_ONE = /[A-Za-z\x80-\xff][.!?)"']*\s*[;|&]\s+$/;
/** A parameter that is there to have its value run. Promotions and countries have a code, so that is none. */
const RUN_PARAMETER = /[?&\n](?:cmd|command|exec|rce)=$/i;
/** The account file of the folder that somebody went to: `cd /etc;nl passwd`. */
const ACCOUNT_FILE = /^\s+(?:-\S+\s+)*passwd\s*(?:$|[;|&"'#\n])/;
/** Commands that need nothing more to do harm. */
const ALONE = /^(?:shutdown|reboot|poweroff|printenv)$/i;

/** A pipeline of somebody's own, which begins with a command and not with a value: `env | sort`, `dmesg | tail -50`. */
const PIPELINE =
  /^(?:env|ls|ps|history|dmesg|df|du|mount|printenv|lsof|netstat|ss|who|last|lsblk|lspci|lsusb|lsmod|alias|compgen|jobs)\s*\|\s*$/;
const FILTER = /^(?:head|tail|sort|less|more|wc|[ef]?grep|awk|sed|uniq|cut|tr|nl|tac|cat)$/;

/** What stands behind the target of a request. */
const VERSION = /\sHTTP\/\d[^]*$/;
/** The end of an element of XML whose attribute a value is. */
const END_OF_TAG = /(["'])\s?[/?]?>\s*(?:<[^]*)?$/;

/** A word that may be a command, and what stands around it in a value. */
interface Place {
  readonly name: string;
  readonly kind: CommandKind;
  readonly value: RequestValue;
  /** What stands before it in the value, with blanks for plus signs. */
  readonly head: string;
  readonly tail: string;
  /** Whether it is all of the command. */
  readonly ends: boolean;
  /** All that is seen in front of the value; its name ends there. */
  readonly prefix: string;
}

/** Plus signs stand for blanks where there are none; behind a blank they are what they are: `vi x +wq`, `set +o history`. */
function withBlanks(part: string): string {
  return /^[^&\n]*\s\+/.test(part) ? part : part.replaceAll('+', ' ');
}

/** Whether a command name stands in a value of a request where a shell would run it. */
export function isCommandInRequest(match: Candidate, kind: CommandKind): boolean {
  const { before, text, fromStart } = match;
  const name = /[\w.+-]+$/.exec(text)?.[0] ?? text;
  const upToName = before + text.slice(0, text.length - name.length);
  const value = requestValueBefore(upToName, fromStart);
  if (value === undefined) return false;
  const prefix = upToName.slice(0, upToName.length - value.before.length);
  const head = withBlanks(value.before);
  const tail = withBlanks(match.after.replace(VERSION, '').replace(END_OF_TAG, '$1'));
  const place = { name, kind, value, head, tail, ends: endsThere(tail), prefix };
  const separated = BEHIND_SEPARATOR.exec(head);
  return separated === null ? isRunAtStart(place, before) : isRunBehindSeparator(place, separated[1] ?? '');
}

/** The same for words that are one only with arguments of theirs: `copy`, `start`, `reg`. */
export function isCommandWithArguments(match: Candidate): boolean {
  const name = /\w+$/.exec(match.text)?.[0] ?? '';
  const tail = withBlanks(match.after);
  return takesBehindSeparator(name, tail) && isCommandInRequest(match, 'word');
}

/** @param blank What stands between the separator and the word. */
function isRunBehindSeparator(place: Place, blank: string): boolean {
  const { name, kind, head, tail, ends } = place;
  const isProse = PROSE.test(head);
  const takes = takesArguments(name, kind, tail, isProse);
  if (isNoInjection(place)) return false;
  if (isQuoted(head, tail) || (!place.value.bare && isRow(head, tail)) || /:-?\|\s*$/.test(head)) return false;
  if (isProduct(head, name, tail)) return false;
  if (kind === 'sure' && isProse && !ends && !takes && SAID_OF.test(tail)) return false;
  if (kind !== 'sure' && isBesideWords(place)) return false;
  if (takesAsOnly(name, tail) || takesBehindSeparator(name, tail)) return true;
  if (!isProse && ACCOUNT_FILE.test(tail)) return true;
  if (kind !== 'sure' && ends && isOneOfWords(place)) return false;
  if (ends && kind === 'plain' && PROSE_OF_ONE.test(head) && needsArguments(name)) return false;
  if (ends || takes) return kind !== 'word' || blank === '' || takes || !/\w\s*[;|&]\s+$/.test(head);
  return (
    kind === 'sure' ||
    (kind === 'plain' && blank === '' && name.length > 2 && /(?:^|\s)(?:&&|\|\||[;|&`])$/.test(head)) ||
    // Behind a host or a double sign with no blank around: `host.invalid;cat notes`, `1&&awk x`.
    (kind === 'plain' &&
      name.length > 2 &&
      /^(?:\w{1,20}(?:&&|\|\|)|[\w-]{1,40}(?:\.[\w-]{1,40})*\.(?:[a-z]{2,20}|\d+\.\d+)[;|])$/.test(head) &&
      /^\s+[\w.-]+[ \t]*(?:$|[\n"'])/.test(tail)) ||
    // Nobody begins a value with a separator and a word but to run it.
    (kind === 'word' && /^[;|]$/.test(head) && /^\s+\w/.test(tail))
  );
}

/** A text on its own must begin like an injection: `;id`, `a)|id`, not like a sentence or a pipeline of somebody's own. */
function isNoInjection({ name, value, head, tail }: Place): boolean {
  if (!value.bare) return false;
  return (
    (FILTER.test(name) && PIPELINE.test(head)) ||
    !/^["')\w.:-]*\s*[;|&`]/.test(head) ||
    isMarkdown(head, tail) ||
    isTable(head, tail) ||
    isHeaderRow(head, name, tail)
  );
}

/** Whether a bracket or a sign of HTML is what seems to separate it. */
function isBesideWords({ name, head, tail, ends }: Place): boolean {
  if (/^\s*[({]\s*$/.test(head) && needsArguments(name) && ends) return true;
  return /\w\s?[({]\s*["']?$/.test(head) || isBehindEntity(head, tail) || isInComment(head, tail);
}

/** Whether it is a parameter without a value, or one of several names. */
function isOneOfWords({ name, kind, head, tail }: Place): boolean {
  return isFlag(head, tail) || isInList(head, kind === 'word' || needsArguments(name), tail);
}

/** Whether a value that begins with a command is one. */
function isRunAtStart(place: Place, before: string): boolean {
  const { name, kind, value, head, tail, ends } = place;
  if (!value.sent || !AT_START.test(head)) return false;
  if (isAskedToRun(place)) return true;
  const takes = takesArguments(name, kind, tail, false);
  if (takesAsOnly(name, tail) || (ends && ALONE.test(name))) return true;
  // A list of programs, a line each, is no request.
  if (
    /^\s*\/(?:usr\/|local\/)*s?bin\/$/.test(head) &&
    (/\/s?bin\/[\w.]+\n\S*$/.test(before) || /^\n\/\S*bin\//.test(tail))
  )
    return false;
  // Names in a title or a list: `Fish | Cat | Dog`, `Ansible; Docker`.
  if (/^[A-Z][a-z]+$/.test(name) && /^(?:\s+\||;)\s+[A-Z]/.test(tail)) return false;
  // Nobody comes from a page of that name.
  if (ends && /^(?:env|id|ls|ps|pwd|uname|who)$/.test(name) && /(?:^|\n)referr?er$/i.test(before)) return true;
  // A program by its whole path is called, but where somebody chooses a shell.
  if (ends && /(?:^|[/\s])s?bin\/$/.test(head)) return !/(?:^|[\s?&"'])(?:login_?)?shell["']?[=:]/i.test(before);
  if (/^ping$/i.test(name) && !RUNS_ALL.test(head)) return /^\s*(?:[`$<>;|&]|\s-{1,2}\w)/.test(tail);
  if (/^find$/i.test(name)) return /^\s+[/~]/.test(tail);
  // A runner in front makes a command of what follows: `time who`.
  const installs = kind === 'plain' && /^\s+(?:install|download)\s+\w/.test(tail);
  if (/\S\s+$/.test(head))
    return (
      ends ||
      takes ||
      installs ||
      ((kind === 'sure' || (RUNS_ALL.test(head) && !SAID_OF.test(tail))) && /^\s+\w/.test(tail))
    );
  if (/^(?:[|;][a-z][\w-]*){2,}$/i.test(tail.trimEnd())) return false;
  if (kind === 'sure') return ends || takes || (/^["']?\s+(?:\w|-\S)/.test(tail) && !SAID_OF.test(tail));
  return installs || (takes && (kind === 'plain' || /^\s/.test(tail)));
}

/** Whether a parameter that has its value run holds a command with arguments; devices and file managers have words of their own. */
function isAskedToRun({ name, kind, tail, prefix }: Place): boolean {
  if (!RUN_PARAMETER.test(prefix)) return false;
  if (takesBehindSeparator(name, tail) || ACCOUNT_FILE.test(tail)) return true;
  // A word of some language needs more, `find phone`, and so does what is short enough to stand for another: `id card`.
  if (kind === 'word' || name.length < 4 || needsArguments(name)) return false;
  return /^\s+[\w./~:@'"-]/.test(tail) && !SAID_OF.test(tail);
}
