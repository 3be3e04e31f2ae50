import { lineBehind } from './checks/text-around.js';
import { CONTEXT_BYTES } from './found-candidate.js';
import type { Candidate } from './rule.js';

/** Groups of rules that look for commands: what only shows one on a screen runs nothing. */
const COMMANDS: ReadonlySet<string> = new Set([
  'commands',
  'credential-reads',
  'destructive',
  'launchers',
  'persistence',
]);
/** Groups of rules that look for what a model is told. It reads what is shown, too, but not what is searched for. */
const ORDERS: ReadonlySet<string> = new Set(['prompt-injection', 'exfil-instructions', 'leakage']);

/** A quote that is open where the match begins, with nothing in it that a shell would run. */
const OPEN = '\\\\?(?<quote>["\'])[^"\'`$\\n]*$';
const NO_OTHER_COMMAND = '[^;&|\\n"\'`]*';

/** The argument of a search: `rg -n 'rm -rf /' src`, `git log --grep='...'`, and the input of a tool that searches. */
const SEARCH = new RegExp(
  `(?:(?:^|[\\s;&|("'\`\\\\])(?:(?:rg|[ef]?grep|zgrep|ag|ack|findstr|select-string|sls|git\\s(?:grep|log))(?:\\.exe)?\\s${NO_OTHER_COMMAND})|"pattern"\\s?:\\s?)${OPEN}`,
  'i',
);
/** What is printed, and what a commit says: `echo "never run rm -rf /"`. */
const PRINTED = new RegExp(
  `(?:^|[\\s;&|("'\\\\])(?:echo|printf)\\s(?:-\\w+\\s|\\\\?["']%s(?:\\\\+n)?\\\\?["']\\s)*${OPEN}`,
);
const COMMIT = new RegExp(`(?:^|[\\s;&|("'\\\\])git\\scommit\\s${NO_OTHER_COMMAND}-\\w*m\\s?${OPEN}`);

/** The same without quotes, as scripts say what they would do. */
const PRINTED_PLAINLY = /(?:^|[\s;&|("'])echo\s(?:-\w+\s)?$/;
const ENDS_PLAINLY = /^[^;&|<>`$\n"']*(?:$|\n|["']\s*[,}])/;
/** A test of what refuses commands: `expect(check('rm -rf /')).toBe('refused')`; not one that runs what it tests. */
const TESTED = /(?<!\w)(?:assert\w*!?|expect)[\s(][^\n;"'`]*(?<quote>["'`])$/;
const RUNS = /exec|system|spawn|popen|run|call|eval|shell/i;

/** Who tells what a rule or a policy is about: "It flags commands like `rm -rf /`". */
const TOLD =
  /\b(?:(?:commands?|patterns?|strings?|phrases?|sentences?|payloads?|one-?liners?|(?:malicious|hostile|evil|crafted|enters?|entered|types?|typed|sends?|provides?|supplies)\s(?:an?\s)?(?:something|values?|inputs?|names?|arguments?))\s(?:like|such\sas)|(?:detect(?:s|ed)?|flag(?:s|ged)?|block(?:s|ed)?|catch(?:es)?|caught|match(?:es|ed)?|refuse[sd]?|reject(?:s|ed)?|forbids?|denie[sd])(?:\s\w+){0,3})\s(?<quote>["'`])(?:(?:[\w.-]{1,32}\s?)?(?:&&?|;|\|\|?)\s?(?:rm\s-\w+\s)?)?$/i;
const TOLD_PLAINLY =
  /\b(?:detects|flags|blocks|catches|refuses|rejects|forbids|(?:blocked|denied|refused|rejected|forbidden|disallowed)\s(?:commands?|calls?|patterns?):)\s["'`]?$/i;
const TOLD_NOT_TO =
  /\b(?:(?:never|don(?:'|\xe2\x80\x99)t|do\snot|not\sto)\s(?:ever\s)?(?:run|call|execute|use|type|paste|enter|try)|(?:against|avoid)\s(?:ever\s)?(?:running|calling|executing|using|typing|pasting))\s["'`]?$/i;
/** A question about it, and the answer: "What does rm -rf / do?", "why rm -rf / is dangerous". */
const ASKED = /\b(?:what\s(?:does|is)|why\s(?:is|does)|how\sdoes)\s(?:the\scommand\s)?["'`]?$/i;
const ENDS_AS_QUESTION = /^[^\n;&|<>?]{0,40}(?:\?|\s(?:do|means?)["'`]?(?:[\s,}]*$|[,}\n]))/;
const EXPLAINED = /\bwhy\s(?:the\scommand\s)?["'`]?$/i;
const ENDS_AS_REASON =
  /^[^\n;&|<>]{0,24}\s(?:is|can\sbe)\s(?:so\s|very\s|too\s)?(?:dangerous|destructive|risky|harmful|unsafe|bad|blocked)(?!\w)/;
const QUOTED = /(?<quote>["'`])$/;
/** What is done with what is refused, behind the verb. */
const REFUSED =
  '\\s(?:\\w+\\s)?(?:blocked|flagged|detected|rejected|refused|denied|caught|forbidden|prohibited)(?!\\w)';
const IS = 'is|are|(?:has|have)\\sbeen|gets?|must\\sbe|should\\sbe|will\\sbe';
const IS_REFUSED = new RegExp(`^\\S?\\s(?:${IS}|was|were)${REFUSED}`, 'i');
const IS_REFUSED_PLAINLY = new RegExp(`^(?:\\s[/~.][\\w/~.*-]*)?\\s(?:${IS})${REFUSED}`, 'i');

/** Behind it somebody runs what was found or printed. */
const IS_RUN =
  /\|\s*(?:\S*\/)?(?:sudo|doas|env|xargs|parallel|at|source|\w{0,4}sh|python[\d.]*|perl|ruby|node)(?![\w.-])/;
const ENDS_THERE = /^\s*(?:$|\n|\\n|["'`]?\s*[,}])/;
/** How much may stand behind the match in the same quotes: an order that goes on is one. */
const REST = 24;

type Stands = Pick<Candidate, 'before' | 'text' | 'after'>;

/**
 * Whether a command or an order is only named where it stands: searched for, printed, or told of by who describes what is
 * refused. Nothing runs it, and nobody is told to do it.
 */
export function isOnlyNamed(group: string, candidate: Stands): boolean {
  const isCommand = COMMANDS.has(group);
  if (!isCommand && !ORDERS.has(group)) return false;
  const { before } = candidate;
  const isShort = (rest: string): boolean => isCommand || rest.length <= REST;
  const isWhole = (opened: RegExp, ends: (rest: string, behind: string) => boolean): boolean =>
    isInQuotes(opened.exec(before)?.groups?.['quote'], candidate, ends);
  if (isWhole(SEARCH, (rest, behind) => isShort(rest) && !IS_RUN.test(behind))) return true;
  if (isWhole(TOLD, isShort)) return true;
  if (
    isWhole(
      QUOTED,
      (rest, behind) => (isCommand ? rest.length <= REST : /^s?$/.test(rest)) && IS_REFUSED.test(`"${behind}`),
    )
  )
    return true;
  if (!isCommand) return false;
  const { after } = candidate;
  return (
    TOLD_PLAINLY.test(before) ||
    TOLD_NOT_TO.test(before) ||
    (ASKED.test(before) && ENDS_AS_QUESTION.test(after)) ||
    (EXPLAINED.test(before) && ENDS_AS_REASON.test(after)) ||
    IS_REFUSED_PLAINLY.test(after) ||
    (PRINTED_PLAINLY.test(before) && after.length < CONTEXT_BYTES && ENDS_PLAINLY.test(after)) ||
    isWhole(TESTED, () => !RUNS.test(before)) ||
    isWhole(COMMIT, (_, behind) => !IS_RUN.test(behind)) ||
    isWhole(PRINTED, (_, behind) => (behind !== '' || after.length < CONTEXT_BYTES) && ENDS_THERE.test(behind))
  );
}

/** Whether the quote that was opened is seen to close behind the match and not in it. */
function isInQuotes(
  quote: string | undefined,
  { text, after }: Stands,
  ends: (rest: string, behind: string) => boolean,
): boolean {
  if (quote === undefined || text.includes(quote)) return false;
  if (quote === '"' && /`|\$\(/.test(text + lineBehind(after))) return false;
  const closes = after.indexOf(quote);
  if (closes === -1) return false;
  const rest = after.slice(0, closes).replace(/\\$/, '');
  return !rest.includes('\n') && ends(rest, after.slice(closes + 1));
}
