/** How surely a word is a command: `sure` are no words of any language, `word` are English too. */
export type CommandKind = 'sure' | 'plain' | 'word';

/** Nothing more of the command: the end, a separator, a quote. */
const NOTHING = /^(?:\s*["'\\]*\s*(?:$|[;|&`)}<>\n#])|\s*["'\\]+\s*[,\]:])/;
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
/** A file of a kind that commands are pointed at; names of hosts end otherwise. */
const FILE =
  /^\s+[\w-]+(?:\.[\w-]+)*\.(?:txt|log|sh|bash|py|pl|rb|php|js|conf|cfg|ini|ya?ml|json|xml|csv|db|sql|gz|zip|tar|bak|pem|key|passwd|[ch])(?!\w)/i;
/** Alone, these wait for input, do nothing or end with a word about how they are used, and all are words of some language. */
const NEEDS_ARGUMENTS =
  /^(?:cat|tac|cd|cp|dd|nl|rm|mv|ln|cc|tr|od|tee|tar|zip|wc|su|du|sed|awk|perl|ruby|php|node|lua|git|svn|npm|pip|gem|ant|fish|dash|ash|make|find|which|who|touch|kill|sleep|ping|dig|ftp|ssh|scp|mysql|chef|knife|echo|eval|exec|net|route|mount|halt|perf|alias|rev|comm|base64|cmd|column|composer|curl|wget|docker|export|finger|gcc|locate|nc|openssl|passwd|printf|python|rc|strings)$/i;

/** What names what it reads or writes behind other arguments: `tar cf - /etc`, `awk 1 /etc/passwd`. */
const WITH_FILES = /^(?:7z|[gmn]?awk|comm|cp|dd|gzip|ln|mv|nl|od|rsync|scp|sed|tar|xz|zip)$/i;
const FILES =
  /^(?:\s+(?!(?:an?|and|at|by|for|from|in|into|is|it|of|on|or|out|the|to|under|with)\s)[\w.,'-]{1,40}){1,3}\s+\/(?:etc|tmp|var|usr|proc|dev|root|home|s?bin)(?:$|[\s/;|&"'])/;

/** A program behind the one that runs it: `timeout 5 id`, `env -i sh`. */
const PROGRAM =
  /^\s+(?:-\S+\s+|\d+\s+|\w+=\S*\s+|["'])*(?:\/\S*bin\/)?(?:id|whoami|uname|hostname|ls|cat|head|tail|ps|w|who|pwd|env|printenv|ifconfig|netstat|ping|sleep|curl|wget|nc|sh|bash|dash|zsh|python3?|perl|php|ruby|rm|touch|echo|nslookup|dig)(?![\w.-])/;
/** The same with nothing more behind it: `sudo w`. */
const RUN_ALONE = new RegExp(`${PROGRAM.source}\\s*(?:$|[;|&"'#\\n])`);
/** A program run in a container: `exec web -- id`. */
const INSIDE = /^\s+exec\s+(?:-\S+\s+)*\S+\s+(?:--\s+)?(?:id|whoami|sh|bash|ls|cat|env|ps)(?![\w.-])/;
/** What some commands take that others do not. */
const ARGUMENTS_OF: Readonly<Record<string, RegExp>> = {
  busybox: /^\s+(?:sh|ash|wget|nc|telnetd?|ls|cat|id|vi|tftp|httpd|ping|reboot)(?!\w)/,
  env: RUN_ALONE,
  sudo: new RegExp(`${RUN_ALONE.source}|^\\s+su(?:\\s+-\\w*)?\\s*(?:$|[;|&"'#\\n])`),
  docker: INSIDE,
  kubectl: INSIDE,
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
    /^\s+(?:(?:node|cookbook|bootstrap|client|data\sbag|role|environment)\s+(?:list|show|edit|run_list|upload|from|create|delete|\d)|status\s*(?:$|[;|&"'#\n])|ssh\s+\S+\s+\w)/,
  perf: /^\s+(?:record|script|stat|top|trace)\s+-\w/,
  printenv: /^\s+[A-Z_][A-Z\d_]*\s*(?:$|[;|&"'#\n])/,
  socat: /^\s+(?:-\S*\s+)*\S*(?:exec|openssl|system|tcp|udp)[\w-]*:/i,
  stdbuf: PROGRAM,
  // Without its duration it may be a message: `timeout ping server`.
  timeout: new RegExp(`^\\s+\\d[\\d.]*[smhd]?(?=\\s)${PROGRAM.source.slice(1)}`),
  '7z': /^\s+[aelux]\s[^\n]*[./]\w/,
  init: /^\s+[06]\s*(?:$|[;|&'"#\n])/,
  su: /^\s+-\s*(?:root\s*)?(?:$|[;|&'"#\n])/,
  git: /^\s+(?:clone|fetch|pull)\s+\S*(?::\/\/|@)/,
  openssl: /^\s+(?:enc|s_client|base64|req|x509|genrsa|rand|passwd|dgst)(?!\w)/,
  ps: /^\s+(?:aux|-?ef|faux)\s*(?:$|[;|&'"#)}])/i,
  scp: /^\s+(?:-\S+\s+)*\S+\s+\S+@\S+:/,
  setsid: PROGRAM,
  shutdown: /^\s+(?:now|\d+:\d\d)(?!\w)/,
  wget: /^\s+(?:-\S+\s+)*localhost(?![\w.])/,
  xargs: /^\s+(?:rm|cat|sh|bash|kill|grep|ls|chmod|curl|wget|id|ps|who|whoami|env|w)(?!\w)/,
};
/** A folder or a drive of Windows, behind options: `/s /q c:\`, `"%TEMP%\x"`. */
const WINDOWS_PATH = /^(?:\s+[-+/]\w+)*\s+["']?(?:[a-z]:(?:[\\/]|\s|$)|\\\\[\w.]+\\|%\w+%|[\w.*-]*\\[\w.*]|\*\.\w)/i;
/** What an editor is told to run: `+!id`, `-c:!id`, and to be `+silent` with it. */
const EDITOR_COMMAND = /^\s[^\n]*(?:[\s\\:]!\s?\w|\s(?:\+|\s)(?:silent|wq)(?!\w))/;
/** The same where only a separator makes a command of it: a song may be called so. */
const BEHIND_SEPARATOR_ARGUMENTS_OF: Readonly<Record<string, RegExp>> = {
  sleep: /^\s+\d{1,4}\s*(?:$|[;|&'"#])/,
  net: /^\s+(?:view|user|localgroup|group|use|share|start|accounts)(?!\w)/i,
  su: /^\s+-(?:\s+\w+)?\s*(?:$|[;|&'"#<])/,
  '7z': /^\s+[aelx]\s+\S/,
  ip: /^\s+(?:(?:a|addr|r|route|link|neigh)(?:\s+show)?|address\s+show)[ \t]*(?:$|[;|&'"#<\n])/,
  ps: /^\s+(?:aux|-?ef|faux)\s*</i,
  command: PROGRAM,
  ex: EDITOR_COMMAND,
  view: EDITOR_COMMAND,
  // Where the plus sign is one
  vi: /^\s[^\n]*\s\+(?:silent|wq|:?!)/,
  vim: EDITOR_COMMAND,
  env: PROGRAM,
  eval: PROGRAM,
  exec: PROGRAM,
  nice: PROGRAM,
  stdbuf: PROGRAM,
  trap: PROGRAM,
  timeout: new RegExp(`${PROGRAM.source}|^\\s+\\/t\\s+\\d`),
  type: PROGRAM,
  if: /^\s+(?:\[{1,2}\s|test\s|(?:not\s+)?exist\s+["']?[a-z]:\\)/i,
  while: /^\s+(?:true|:|\[{1,2}\s[^\n;]*)\s*;\s*do\s/,
  for: /^\s+(?:\w+\s+in\s[^\n;]*;\s*do\s|(?:\/[a-z]\s+)?%{1,2}\w\s+in\s*\()/i,
  service: /^\s+[\w.-]+\s+(?:reload|start|stop|status|restart)(?!\w)/,
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
/** Whether nothing more of a command stands behind its name: the end, a separator, a quote. */
export function endsThere(tail: string): boolean {
  return NOTHING.test(tail);
}

/** Whether a command by itself waits for input, or is a word of some language. */
export function needsArguments(name: string): boolean {
  return NEEDS_ARGUMENTS.test(name);
}

/** Whether what stands behind a name is what this one command takes, and hardly any other word has behind it. */
export function takesAsOnly(name: string, tail: string): boolean {
  return ARGUMENTS_OF[name.toLowerCase()]?.test(tail) === true;
}

/** The same where a separator in front makes a command of it. */
export function takesBehindSeparator(name: string, tail: string): boolean {
  return BEHIND_SEPARATOR_ARGUMENTS_OF[name.toLowerCase()]?.test(tail) === true;
}

/** Whether what stands behind a name is what the command takes. In prose, and behind what is a word, only sure signs count. */
export function takesArguments(name: string, kind: CommandKind, tail: string, isProse: boolean): boolean {
  if (SURE_ARGUMENTS.test(tail)) return true;
  if (NUMBERED.test(name) && NUMBER_OPTION.test(tail)) return true;
  if (WITH_USER.test(name) && USER.test(tail)) return true;
  if (WITH_FILES.test(name) && FILES.test(tail)) return true;
  if (WITH_URL.test(name) && URL.test(tail)) return true;
  if (/^find$/i.test(name)) return /^\s+\w+\s+-(?:name|exec|type|perm|delete|user)/.test(tail);
  if (kind === 'word' || isProse) return FILE.test(tail);
  return OTHER_ARGUMENTS.test(tail);
}
