import { CONTEXT_BYTES } from './found-candidate.js';
import { requestValueBefore } from './request-value.js';
import type { Candidate } from './rule.js';

/** Programs that run the one named behind them. */
const RUNNER =
  '(?:(?:ti[\'"]{0,2}me|nohup|strace|ltrace|sudo|doas|exec|eval|env|command|builtin|nice|setsid|busybox|xargs|watch|timeout\\s+\\w+|if|then|do|while|!)\\s+(?:-\\S+\\s+)*)*';
/** What is set for a program alone: `LANG=C ls`. */
const ASSIGNED = '(?:\\w+=)?';
/** Folders of programs, in front of a name. */
const FOLDER = '(?:(?:/(?:usr/|local/)*)?s?bin/)?';
const QUOTES = '["\'\\\\]{0,4}';
const AT_START = new RegExp(`^\\s*${QUOTES}${ASSIGNED}${RUNNER}${QUOTES}${FOLDER}${QUOTES}$`, 'i');
const BEHIND_SEPARATOR = new RegExp(
  `(?:[;|&\`\\n({]|\\$\\(|<<<)(\\s*)${QUOTES}${RUNNER}${QUOTES}${FOLDER}${QUOTES}$`,
  'i',
);

/** Nothing more of the command: the end, a separator, a quote. */
const NOTHING = /^["'\\]*\s*(?:$|[;|&`)}"'<>\n#])/;
/** What commands take: options, paths, addresses, file names, variables, redirections. */
const ARGUMENTS =
  /^["'\\]*\s*(?:\d?[<>]|[|$`]|&&|(?<=\s)(?:-{1,2}\w|\+\w|[~/$*?<>\\]|\.{1,2}[/\s]|["'][-/~$.]|[\w.-]*[/[]|[a-z]:\\|%\w+%|\w+:\/\/|[\w-]+(?:\.[\w-]+)*\.[a-z]{1,6}(?:\W|$)|\d+\.\d+\.\d+\.\d+|\w+@))/i;

/** What some commands take that others do not. */
const ARGUMENTS_OF: Readonly<Record<string, RegExp>> = {
  chmod: /^\s+(?:-R\s+)?(?:[0-7]{3,4}|[augo]{0,4}[-+=][rwxst]{1,4})\s/,
  chown: /^\s+(?:-R\s+)?[\w-]+(?::[\w-]*)?\s+[/~.$]/,
  dd: /^\s+(?:if|of|bs|count|skip)=/i,
  echo: /^\s[^\n]*(?:>\s?[/~.$]|\|\s?(?:sh|bash|base64|tee|xargs|sudo)(?!\w))/,
  export: /^\s+[A-Za-z_]\w*=\S*[ \t]*(?:$|[;|&'"#\n])/,
  openssl: /^\s+(?:enc|s_client|base64|req|x509|genrsa|rand|passwd|dgst)(?!\w)/,
  ps: /^\s+(?:aux|-?ef|faux)\s*(?:$|[;|&'"#])/i,
  xargs: /^\s+(?:rm|cat|sh|bash|kill|grep|ls|chmod|curl|wget)(?!\w)/,
};
/** A program behind the one that runs it: `timeout 5 id`, `env -i sh`. */
const PROGRAM =
  /^\s+(?:-\S+\s+|\d+\s+|\w+=\S*\s+|["'])*(?:\/\S*bin\/)?(?:id|whoami|uname|hostname|ls|cat|head|tail|ps|w|who|pwd|env|printenv|ifconfig|netstat|ping|sleep|curl|wget|nc|sh|bash|dash|zsh|python3?|perl|php|ruby|rm|touch|echo|nslookup|dig)(?![\w.-])/;
/** A folder or a drive of Windows, behind options: `/s /q c:\`, `"%TEMP%\x"`. */
const WINDOWS_PATH = /^(?:\s+[-+/]\w+)*\s+["']?(?:[a-z]:(?:[\\/]|\s|$)|\\\\[\w.]+\\|%\w+%|[\w.*-]*\\[\w.*]|\*\.\w)/i;
/** The same where only a separator makes a command of it: a song may be called so. */
const BEHIND_SEPARATOR_ARGUMENTS_OF: Readonly<Record<string, RegExp>> = {
  sleep: /^\s+\d{1,4}\s*(?:$|[;|&'"#])/,
  net: /^\s+(?:view|user|localgroup|group|use|share|start|accounts)(?!\w)/i,
  su: /^\s+-(?:\s+\w+)?\s*(?:$|[;|&'"#<])/,
  ip: /^\s+(?:a|addr|r|route|link|neigh)\s*(?:$|[;|&'"#<])/,
  ps: /^\s+(?:aux|-?ef|faux)\s*</i,
  command: PROGRAM,
  env: PROGRAM,
  eval: PROGRAM,
  exec: PROGRAM,
  nice: PROGRAM,
  setsid: PROGRAM,
  stdbuf: PROGRAM,
  trap: PROGRAM,
  timeout: new RegExp(`${PROGRAM.source}|^\\s+\\/t\\s+\\d`),
  type: PROGRAM,
  if: /^\s+(?:\[{1,2}\s|test\s|(?:not\s+)?exist\s+["']?[a-z]:\\)/i,
  while: /^\s+(?:true|:|\[{1,2}\s[^\n;]*)\s*;\s*do\s/,
  for: /^\s+(?:\w+\s+in\s[^\n;]*;\s*do\s|(?:\/[a-z]\s+)?%{1,2}\w\s+in\s*\()/i,
  service: /^\s+[\w.-]+\s+(?:start|stop|status|restart)(?!\w)/,
  apt: /^\s+(?:list|update|install|remove|search)(?!\w)/,
  at: /^\s+now\s*(?:$|[;|&'"#<+])/,
  attrib: WINDOWS_PATH,
  cacls: WINDOWS_PATH,
  copy: WINDOWS_PATH,
  del: WINDOWS_PATH,
  erase: WINDOWS_PATH,
  findstr: /^(?:\s+\/\w+)*\s+["'\w]+\s+[\w.*:\\]*[*\\]/i,
  icacls: WINDOWS_PATH,
  move: WINDOWS_PATH,
  rd: WINDOWS_PATH,
  reg: /^\s+(?:query|add|delete|save|export|copy)\s/i,
  schtasks: /^\s+\/\w/,
  start: /^\s+(?:\/\w|""\s|(?:calc|notepad|cmd|powershell|mshta|explorer|https?:)(?!\w))/i,
  tree: WINDOWS_PATH,
  wmic: /^\s+(?:process|os|useraccount|service|computersystem|logicaldisk|product|qfe|nicconfig|group|\/\w)/i,
  xcopy: WINDOWS_PATH,
};
/** Commands that need nothing more to do harm. */
const ALONE = /^(?:shutdown|reboot|poweroff|printenv)$/i;

/** A pipeline of somebody's own, which begins with a command and not with a value: `env | sort`, `dmesg | tail -50`. */
const PIPELINE =
  /^(?:env|ls|ps|history|dmesg|df|du|mount|printenv|lsof|netstat|ss|who|last|lsblk|lspci|lsusb|lsmod|alias|compgen|jobs)\s*\|\s*$/;
const FILTER = /^(?:head|tail|sort|less|more|wc|[ef]?grep|awk|sed|uniq|cut|tr|nl|tac|cat)$/;

/** A sign that HTML writes with a semicolon: `&lt;id&gt;` is no command behind a separator. */
const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});$/i;

/** The name of a column: words, in quotes perhaps, with no option or path of a command behind a blank. */
const COLUMN = /^\s*(?!.*\s[-/~.+])(?:"[\w\x80-\xff '(),:%.#@/+-]+"|[\w\x80-\xff][\w\x80-\xff '(),:%.#@/+-]*)\s*$/;

/** What stands behind the target of a request. */
const VERSION = /\sHTTP\/\d[^]*$/;

/** How surely a word is a command: `sure` are no words of any language, `word` are English too. */
export type CommandKind = 'sure' | 'plain' | 'word';

/** Whether a command name stands in a value of a request where a shell would run it. */
export function isCommandInRequest(match: Candidate, kind: CommandKind): boolean {
  const { before, text, fromStart } = match;
  const name = /[\w.+-]+$/.exec(text)?.[0] ?? text;
  const value = requestValueBefore(before + text.slice(0, text.length - name.length), fromStart);
  if (value === undefined) return false;
  const head = value.before.replaceAll('+', ' ');
  const tail = match.after.replaceAll('+', ' ').replace(VERSION, '');
  const ends = NOTHING.test(tail);
  const takes = ARGUMENTS.test(tail);
  const separated = BEHIND_SEPARATOR.exec(head);
  if (separated !== null) {
    // A text on its own must begin like an injection: `;id`, `a)|id`, not like a sentence.
    if (value.bare && FILTER.test(name) && PIPELINE.test(head)) return false;
    if (
      value.bare &&
      (!/^["')\w.:-]*\s*[;|&`]/.test(head) ||
        ENTITY.test(head) ||
        isMarkdown(head, tail) ||
        isTable(head, tail) ||
        isHeaderRow(head, name, tail))
    )
      return false;
    if (takesAsOnly(ARGUMENTS_OF, name, tail) || takesAsOnly(BEHIND_SEPARATOR_ARGUMENTS_OF, name, tail)) return true;
    if (ends || takes) return kind !== 'word' || separated[1] === '' || takes || !/\w\s*[;|&]\s+$/.test(head);
    return (
      kind === 'sure' || (kind === 'plain' && separated[1] === '' && name.length > 2 && /(?:^|\s)[;|&`]$/.test(head))
    );
  }
  if (!value.sent || !AT_START.test(head)) return false;
  if (takesAsOnly(ARGUMENTS_OF, name, tail) || (ends && ALONE.test(name))) return true;
  // A list of programs, a line each, is no request.
  if (
    /^\s*\/(?:usr\/|local\/)*s?bin\/$/.test(head) &&
    (/\/s?bin\/[\w.]+\n\S*$/.test(before) || /^\n\/\S*bin\//.test(tail))
  )
    return false;
  // A program by its whole path is called, but where somebody chooses a shell.
  if (ends && /\/s?bin\/$/.test(head)) return !/(?:^|[\s?&"'])(?:login_?)?shell["']?[=:]/i.test(before);
  if (/^ping$/i.test(name)) return /^\s*(?:[`$<>;|&]|\s-{1,2}\w)/.test(tail);
  if (/^find$/i.test(name)) return /^\s+[/~]/.test(tail);
  // A runner in front makes a command of what follows: `time who`.
  if (/\S\s+$/.test(head)) return ends || takes;
  if (kind === 'sure') return ends || takes || /^\s+\w/.test(tail);
  if (/^\s+(?:install|download)\s+\w/.test(tail)) return kind === 'plain';
  return takes && (kind === 'plain' || /^\s/.test(tail));
}

/** The same for words that are one only with arguments of theirs: `copy`, `start`, `reg`. */
export function isCommandWithArguments(match: Candidate): boolean {
  const name = /\w+$/.exec(match.text)?.[0] ?? '';
  const tail = match.after.replaceAll('+', ' ');
  return takesAsOnly(BEHIND_SEPARATOR_ARGUMENTS_OF, name, tail) && isCommandInRequest(match, 'word');
}

/** A sentence that names a command as Markdown does, "Run `docker ps` to see them", and the language of a block of code. */
function isMarkdown(head: string, tail: string): boolean {
  if (/^\s*`{3}$/.test(head)) return true;
  // "Avoid `curl | bash`: you never know what you run."
  if (/^[A-Z][a-z]+\s[^`;|&\n]*`[^`\n]*$/.test(head) && /^`[.,:;)]?(?:\s+[A-Za-z`]|$)/.test(tail)) return true;
  return (
    /^[A-Za-z]+:?\s+`(?:[^`]*`[^`]*`)*$/.test(head) && (/`[.,:;)]?\s+[A-Za-z`]/.test(tail) || /^[A-Z][a-z]/.test(head))
  );
}

/** A cell in a table of Markdown, which a text begins with: `| id | name |`. Its row ends with the sign that it begins with. */
function isTable(head: string, tail: string): boolean {
  if (!/(?:^|\n)\s*\|\s[^\n]*$/.test(head)) return false;
  const [row = '', next] = tail.split('\n');
  return /^[ \t]+\|/.test(row) && (next === undefined ? row.split('|').length > 3 : /\|\s*$/.test(row));
}

/**
 * The names of columns that a file of separated values begins with: `id;name;date`, where a comma marks decimals. Many
 * names are longer than the context; its last cell is cut then.
 */
function isHeaderRow(head: string, name: string, tail: string): boolean {
  const separator = /([;|])["']?$/.exec(head.trimEnd())?.[1];
  if (separator === undefined) return false;
  const [end = '', next = ''] = tail.split(/\r?\n/);
  const cells = `${head}${name}${end}`.split(separator);
  if (next !== '') return next.includes(separator) && cells.every((cell) => COLUMN.test(cell));
  return tail.length >= CONTEXT_BYTES && cells.slice(0, -1).every((cell) => COLUMN.test(cell));
}

function takesAsOnly(all: Readonly<Record<string, RegExp>>, name: string, tail: string): boolean {
  return all[name.toLowerCase()]?.test(tail) === true;
}
