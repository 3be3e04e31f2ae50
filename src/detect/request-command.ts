import { CONTEXT_BYTES } from './found-candidate.js';
import { requestValueBefore } from './request-value.js';
import type { Candidate } from './rule.js';

/** Programs that run the one named behind them. */
const RUNNER =
  '(?:(?:t["\'\\\\]{0,2}i["\'\\\\]{0,2}m["\'\\\\]{0,2}e["\']{0,2}|nohup|strace|ltrace|sudo|doas|exec|eval|env|command|builtin|nice|setsid|busybox|xargs|watch|timeout\\s+\\w+|if|then|do|while|!)\\s+(?:-\\S+\\s+)*)*';
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
const NOTHING = /^(?:\s*["'\\]*\s*(?:$|[;|&`)}<>\n#])|["'\\]+\s*[,\]:])/;
/** What a pipe leads to. */
const PIPED_TO =
  '(?:sh|bash|zsh|ksh|dash|tee|nc|ncat|netcat|base64|base32|xxd|od|hexdump|grep|egrep|awk|sed|cat|tac|rev|head|tail|wc|sort|uniq|cut|tr|xargs|curl|wget|python[\\d.]*|perl|php|ruby|gzip|openssl|less|more|mail|sendmail|telnet|sudo|time|wall|\\$|/)';
/** What commands take, and sentences do not: options, absolute paths, addresses, variables, redirections. */
const SURE_ARGUMENTS = new RegExp(
  [
    '^["\'\\\\]*\\s*(?:',
    // Redirections into something; a comparison has a number or a word behind it, a tag ends.
    '\\d?(?!<\\/?[\\w:]+[\\s>])[<>]{1,3}\\s?(?:[/~$&(.?*]|[\\w-]+[./])|(?<!\\s)<[\\w-]+(?=$|[\\s;|&])|',
    `\\|\\|?\\s*${PIPED_TO}(?!\\w)|\\|$`,
    // Another command; Markdown quotes words so.
    '|(?<!\\s)`|`(?:id|whoami|hostname|uname|ls|cat|pwd|echo|which|date)(?![\\w-])',
    '|&&',
    // Prices are no variables.
    '|\\$(?![\\d$])',
    '|(?<=\\s)(?:-{1,2}[a-z]|\\+[a-z]|~(?:[/a-z+-]|\\s*(?:$|[;|&]))|/(?!\\s+\\w)|[*?](?=[\\w./*?])(?![\\w ]+\\*)|\\*\\s*(?:$|[;|&])|\\\\(?=\\S)|\\.{1,2}[/\\s]|["\'][-/~$.]|[a-z]:\\\\|%\\w+%|\\d+\\.\\d+\\.\\d+\\.\\d+)',
    ')',
  ].join(''),
  'i',
);
/** What sentences have too: `he/she`, `example.com`; dates, measures and abbreviations are no paths or names of files. */
const OTHER_ARGUMENTS =
  /^["'\\]*\s+(?!\d+\/\d|(?:[a-z]\.){2}|[a-z]+\/[a-z]+\s+[a-z]|\w+:\/\/)(?:[\w.-]+\/|[\w.-]+\[|[\w-]+(?:\.[\w-]+)*\.[a-z]\w{0,5}(?:\W|$))/i;
/** Numbers that are options to some: `head -5`, `kill -9`. */
const NUMBERED = /^(?:head|tail|kill|ls|ping|curl|wget|nc|ssh|split|fold)$/i;
const NUMBER_OPTION = /^["'\\]*\s+-\d+(?![\w%.,])/;
/** What connects to others: `ssh root@host`. */
const WITH_USER = /^(?:ssh|scp|rsync|sftp|ssh-copy-id|sendmail|mail|finger|telnet)$/i;
const USER = /^\s+\S*\w@/;
/** What fetches or opens an address. */
const WITH_URL =
  /^(?:curl|wget|git|open|start|aria2c|axel|lwp-\w+|mshta|svn|hg|npm|pip3?|easy_install|ffmpeg|php|busybox)$/i;
const URL = /^["'\\]*\s+["']?\w+:\/\//;
/** How a sentence goes on that is about a program: `ansible is`, `netstat, too`. */
const SAID_OF =
  /^["']?(?:[.,?!:](?=\s|$)|\s+(?:is|are|was|and|or|of|for|in|on|with|vs|to|by|the|an?|has|can|will|does|from|as|at|it|tutorial|commands?|examples?)(?![\w/-]))/i;
/** Where a sentence, or a list of words, is before a separator: `Look; find`, `Skills | php`. */
const PROSE = /[A-Za-z\x80-\xff]{2}[.!?)"']*\s*[;|&]\s+$/;
/** A file of a kind that commands are pointed at; names of hosts end otherwise. */
const FILE =
  /^\s+[\w-]+(?:\.[\w-]+)*\.(?:txt|log|sh|bash|py|pl|rb|php|js|conf|cfg|ini|ya?ml|json|xml|csv|db|sql|gz|zip|tar|bak|pem|key|passwd|[ch])(?!\w)/i;
/** Alone, these wait for input, do nothing or end with a word about how they are used, and all are words of some language. */
const NEEDS_ARGUMENTS =
  /^(?:cat|tac|cd|cp|dd|nl|rm|mv|ln|cc|tr|od|tee|tar|zip|wc|su|du|sed|awk|perl|ruby|php|node|lua|git|svn|npm|pip|gem|ant|fish|dash|ash|make|find|which|who|touch|kill|sleep|ping|dig|ftp|ssh|scp|mysql|chef|knife|echo|eval|exec|net|route|mount|halt|perf|alias|rev|comm|base64|cmd|column|composer|curl|wget|docker|export|finger|gcc|locate|nc|openssl|passwd|printf|python|rc|strings)$/i;

/** What some commands take that others do not. */
const ARGUMENTS_OF: Readonly<Record<string, RegExp>> = {
  busybox: /^\s+(?:sh|ash|wget|nc|telnetd?|ls|cat|id|vi|tftp|httpd|ping|reboot)(?!\w)/,
  chef: /^\s+(?:report\s+(?:nodes|cookbooks)|exec\s|shell-init|generate\s+(?:cookbook|recipe|repo|attribute|template))/,
  // A plus stands for a blank there.
  chmod: /^\s+(?:-R\s+)?(?:[0-7]{3,4}|[augo]{0,4}[-+=\s][rwxst]{1,4})\s/,
  chown: /^\s+(?:-R\s+)?[\w-]+(?::[\w-]*)?\s+[/~.$]/,
  dd: /^\s+(?:if|of|bs|count|skip)=/i,
  curl: /^\s+(?:-\S+\s+)*localhost(?![\w.])/,
  dig: /^\s+@\d/,
  echo: /^\s[^\n]*(?:>\s?[/~.$]|\|\s?(?:sh|bash|base64|tee|xargs|sudo)(?!\w))/,
  export: /^\s+[A-Za-z_]\w*=\S*[ \t]*(?:$|[;|&'"#\n])/,
  knife:
    /^\s+(?:node|cookbook|bootstrap|client|data\sbag|role|environment)\s+(?:list|show|edit|run_list|upload|from|create|delete|\d)/,
  git: /^\s+(?:clone|fetch|pull)\s+\S*(?::\/\/|@)/,
  openssl: /^\s+(?:enc|s_client|base64|req|x509|genrsa|rand|passwd|dgst)(?!\w)/,
  ps: /^\s+(?:aux|-?ef|faux)\s*(?:$|[;|&'"#])/i,
  scp: /^\s+(?:-\S+\s+)*\S+\s+\S+@\S+:/,
  shutdown: /^\s+(?:now|\d+:\d\d)(?!\w)/,
  wget: /^\s+(?:-\S+\s+)*localhost(?![\w.])/,
  xargs: /^\s+(?:rm|cat|sh|bash|kill|grep|ls|chmod|curl|wget)(?!\w)/,
};
/** A program behind the one that runs it: `timeout 5 id`, `env -i sh`. */
const PROGRAM =
  /^\s+(?:-\S+\s+|\d+\s+|\w+=\S*\s+|["'])*(?:\/\S*bin\/)?(?:id|whoami|uname|hostname|ls|cat|head|tail|ps|w|who|pwd|env|printenv|ifconfig|netstat|ping|sleep|curl|wget|nc|sh|bash|dash|zsh|python3?|perl|php|ruby|rm|touch|echo|nslookup|dig)(?![\w.-])/;
/** A folder or a drive of Windows, behind options: `/s /q c:\`, `"%TEMP%\x"`. */
const WINDOWS_PATH = /^(?:\s+[-+/]\w+)*\s+["']?(?:[a-z]:(?:[\\/]|\s|$)|\\\\[\w.]+\\|%\w+%|[\w.*-]*\\[\w.*]|\*\.\w)/i;
/** What an editor is told to run: `+!id`, `-c:!id`, and to be `+silent` with it. */
const EDITOR_COMMAND = /^\s[^\n]*(?:[\s\\:]!\s?\w|\s(?:\+|\s)(?:silent|wq)(?!\w))/;
/** The same where only a separator makes a command of it: a song may be called so. */
const BEHIND_SEPARATOR_ARGUMENTS_OF: Readonly<Record<string, RegExp>> = {
  sleep: /^\s+\d{1,4}\s*(?:$|[;|&'"#])/,
  net: /^\s+(?:view|user|localgroup|group|use|share|start|accounts)(?!\w)/i,
  su: /^\s+-(?:\s+\w+)?\s*(?:$|[;|&'"#<])/,
  ip: /^\s+(?:a|addr|r|route|link|neigh)\s*(?:$|[;|&'"#<])/,
  ps: /^\s+(?:aux|-?ef|faux)\s*</i,
  command: PROGRAM,
  ex: EDITOR_COMMAND,
  view: EDITOR_COMMAND,
  vim: EDITOR_COMMAND,
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
  const separated = BEHIND_SEPARATOR.exec(head);
  const isProse = separated !== null && PROSE.test(head);
  const takes = takesArguments(name, kind, tail, isProse);
  if (separated !== null) {
    // A text on its own must begin like an injection: `;id`, `a)|id`, not like a sentence.
    if (value.bare && FILTER.test(name) && PIPELINE.test(head)) return false;
    if (
      value.bare &&
      (!/^["')\w.:-]*\s*[;|&`]/.test(head) ||
        isMarkdown(head, tail) ||
        isTable(head, tail) ||
        isHeaderRow(head, name, tail))
    )
      return false;
    if (isQuoted(head, tail) || (!value.bare && isRow(head, tail)) || /:-?\|\s*$/.test(head)) return false;
    if (kind === 'sure' && isProse && !ends && !takes && SAID_OF.test(tail)) return false;
    if (kind !== 'sure' && /^\s*[({]\s*$/.test(head) && NEEDS_ARGUMENTS.test(name) && ends) return false;
    if (kind !== 'sure' && /\w\s?[({]\s*["']?$/.test(head)) return false;
    if (kind !== 'sure' && (isBehindEntity(head, tail) || isInComment(head, tail))) return false;
    if (takesAsOnly(ARGUMENTS_OF, name, tail) || takesAsOnly(BEHIND_SEPARATOR_ARGUMENTS_OF, name, tail)) return true;
    if (
      kind !== 'sure' &&
      ends &&
      (isFlag(head, tail) || isInList(head, kind === 'word' || NEEDS_ARGUMENTS.test(name), tail))
    )
      return false;
    if (ends && kind === 'plain' && /[A-Za-z\x80-\xff][.!?)"']*\s*[;|&]\s+$/.test(head) && NEEDS_ARGUMENTS.test(name))
      return false;
    if (ends || takes) return kind !== 'word' || separated[1] === '' || takes || !/\w\s*[;|&]\s+$/.test(head);
    return (
      kind === 'sure' ||
      (kind === 'plain' && separated[1] === '' && name.length > 2 && /(?:^|\s)[;|&`]$/.test(head)) ||
      // Nobody begins a value with a separator and a word but to run it.
      (kind === 'word' && /^[;|]$/.test(head) && /^\s+\w/.test(tail))
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
  if (/\S\s+$/.test(head)) return ends || takes || (kind === 'sure' && /^\s+\w/.test(tail));
  if (/^(?:[|;][a-z][\w-]*){2,}$/i.test(tail.trimEnd())) return false;
  if (kind === 'sure') return ends || takes || (/^["']?\s+\w/.test(tail) && !SAID_OF.test(tail));
  if (/^\s+(?:install|download)\s+\w/.test(tail)) return kind === 'plain';
  return takes && (kind === 'plain' || /^\s/.test(tail));
}

/** Whether what stands behind a name is what the command takes. In prose, and behind what is a word, only sure signs count. */
function takesArguments(name: string, kind: CommandKind, tail: string, isProse: boolean): boolean {
  if (SURE_ARGUMENTS.test(tail)) return true;
  if (NUMBERED.test(name) && NUMBER_OPTION.test(tail)) return true;
  if (WITH_USER.test(name) && USER.test(tail)) return true;
  if (WITH_URL.test(name) && URL.test(tail)) return true;
  if (/^find$/i.test(name)) return /^\s+\w+\s+-(?:name|exec|type|perm|delete|user)/.test(tail);
  if (kind === 'word' || isProse) return FILE.test(tail);
  return OTHER_ARGUMENTS.test(tail);
}

/** The semicolon is HTML's: `rock &amp; roll`, `&quot;cat&quot;`. What reads a file of the system is none of it. */
function isBehindEntity(head: string, tail: string): boolean {
  return (
    /&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});\s?["'\\]{0,4}$/i.test(head) &&
    !/^\s+(?:\/(?:etc|proc|bin|usr|tmp|var)\/|-\w)/.test(tail)
  );
}

/** What browsers say of themselves in brackets: `Mozilla/5.0 (X11; U; Linux; id; rv:1.9)`. */
function isInComment(head: string, tail: string): boolean {
  return /^[\w.-]+\/[\w.+-]+\s[^;]*\([^()]*;\s$/.test(head) && /^\s*[;)]/.test(tail);
}

/** A parameter without a value, `?a=1&zip`, or the key of a menu, `&Paste`; an ampersand with nothing in front is none that separates parameters. */
function isFlag(head: string, tail: string): boolean {
  return /(?:[\w%.-]|["'(]|[A-Za-z]\s)&$/.test(head) && !/[;|`$]/.test(head) && /^(?:["'\\\n<]|&|\s*$)/.test(tail);
}

/** A command in a sentence, as Markdown and its like quote it: "Run `docker ps`, please", "`uname -m` tells", "see |vimdiff|". */
function isQuoted(head: string, tail: string): boolean {
  if (/\S\s+\|$/.test(head)) return /^(?:\(\))?\|/.test(tail);
  if (!/(?:^|[\s([*:"'])`{1,2}["']?$/.test(head) || !/^[^`\n]*`{1,2}(?=$|[\s.,:;)\]'"*_-])/.test(tail)) return false;
  return /[A-Za-z]{2}[.,:]?\s[([*]?`{1,2}["']?$|:\w+:`$/.test(head) || /^[^`\n]*`{1,2}[.,:;)\]]*\s+[A-Za-z]/.test(tail);
}

/** Words in a list, `id|name|date`, or in an expression, `^(cat|dog)$`: words alone, of which two are no list yet. */
function isInList(head: string, isWord: boolean, tail: string): boolean {
  const separator = head.at(-1) === ' ' ? head.trimEnd().at(-1) : head.at(-1);
  if (separator !== ';' && separator !== '|') return false;
  const behind = /^[^\n]*/.exec(tail)?.[0].replace(/(?<=\w)[)\]}$"'\s,<][^;|]*$/, '') ?? '';
  const cells = [
    ...head
      .trimEnd()
      .replace(/^[^;|]*[\s[({^=](?=\w+[;|])/, '')
      .slice(0, -1)
      .split(separator),
    ...behind.split(separator).slice(1),
  ];
  if (!cells.every((cell) => /^\s*[A-Za-z\x80-\xff][\w\x80-\xff-]*\s*$/.test(cell))) return false;
  return cells.length > 1 || isWord;
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

/** A row of a table in a value: `| id | name |`. */
function isRow(head: string, tail: string): boolean {
  return /(?:^|\n)\s*\|\s(?:[^\n]*\s)?$/.test(head) && /^[ \t]+\|[^|\n]*[\w-][^\n]*\|\s*(?:$|["<\n])/.test(tail);
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
