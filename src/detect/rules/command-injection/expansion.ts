import { isInRequest, requestValueBefore } from '../../request-value.js';
import type { Candidate, Rule, RuleMatch } from '../../rule.js';

const COMMANDS = new Set(
  'ls cat tac id ps nc sh bash rm cp mv who wget curl whoami uname hostname ping head tail grep find netstat ifconfig echo env pwd printenv sleep dig nslookup reboot w df dir set python python3 perl ruby php chmod ncat netcat ssh ftp telnet tar sudo touch mkdir kill zsh ksh awk sed base64 xxd'.split(
    ' ',
  ),
);

/** Whether the sign that a match begins with is the one before a value: `?x=>(cmd)`, and not an arrow of a script. */
function beginsValue({ before, fromStart }: Candidate): boolean {
  const value = requestValueBefore(`${before}=`, fromStart);
  return value?.sent === true && value.before === '';
}

/** The same of a match that begins with the end of the name of a header. */
function beginsHeader(match: Candidate): boolean {
  return isInRequest(match) && requestValueBefore(`${match.before}: `, match.fromStart)?.before === '';
}

/** Whether the first word that a shell makes of braces is a command: `w{h,}oami` becomes `whoami woami`. */
function spreadsToCommand({ text, after }: Candidate): boolean {
  const [, head = '', first = '', tail = ''] = /^[=:{]? ?"?(\w*)\{([^,}]*),[^}]*\}([\w-]*)/.exec(text + after) ?? [];
  return COMMANDS.has(`${head}${first}${tail}`.toLowerCase());
}

/** A command whose first letters stand in quotes of one kind: `'c'url`, but not `"I've` or `"A"levels`. */
function beginsQuotedCommand({ text }: Candidate): boolean {
  return /(["'])\w+\1\w+$/.test(text) && COMMANDS.has(text.replace(/\W/g, '').toLowerCase());
}

/** A command that is longer than its genitive could be, `p's`, or split more than once: `p'i'ng`, `c\at`. */
function isSplitCommand({ text }: Candidate): boolean {
  const letters = text.replace(/\W/g, '');
  return COMMANDS.has(letters.toLowerCase()) && (letters.length > 2 || text.length - letters.length > 2);
}

/** A name in the quotes of SQL or Markdown: "`id` int", "`id`, `name`", or one that is no command. */
function isQuotedName({ before, text, after }: Candidate): boolean {
  // As GNU quotes: `name'
  if (/^[\w -]{1,40}'/.test(after)) return true;
  // One that closes what was opened before, and one that nothing closes
  if (/`[^`\n]*$/.test(before) || (!after.includes('`') && after.length < 60)) return true;
  const quoted = /^.`(?<name>\w[\w.()-]*)`(?<behind>[^]*)$/.exec(text + after)?.groups;
  if (quoted === undefined) return false;
  const { name = '', behind = '' } = quoted;
  return !COMMANDS.has(name) || /^(?:,|[ \t]+[\w`(=<>])/.test(behind);
}

/** The letters on both sides of what expands to nothing, of which a match ends with the first behind it. */
function lettersBeside({ before, text, after }: Candidate): [left: string, right: string] {
  const left = /[A-Za-z]*$/.exec(before)?.[0] ?? '';
  return [left, text.slice(-1) + (/^[A-Za-z]*/.exec(after)?.[0] ?? '')];
}

/** Whether these make a command: c``at. */
function joinsToCommand(candidate: Candidate): boolean {
  return COMMANDS.has(lettersBeside(candidate).join('').toLowerCase());
}

/** An apostrophe written twice, as in SQL: `O''Brien`, `it''s`, `l''eau`. */
function isApostrophe(candidate: Candidate): boolean {
  if (joinsToCommand(candidate)) return false;
  const [left, right] = lettersBeside(candidate);
  return /^(?:s|t|d|m|re|ve|ll)$/.test(right) || /^(?:[dlcjmnst]|qu|jusqu|lorsqu|puisqu|aujourd|[OD])$/i.test(left);
}

/** What commands begin with. */
const BEGINNING =
  '(?:l|c|ca|w|wh|who|wg|wge|i|n|p|pi|pin|s|b|ba|bas|u|un|una|cu|cur|e|ec|ech|r|h|he|t|ta|g|gr|f|fi|if|ne)';

/**
 * `="l"s`, `='ca't`: the quotes fall away. One expression for each way to write the first of them, because `="` by itself is
 * all over HTML, and with the letters behind it an anchor.
 */
const QUOTED_BEGINNINGS: readonly RuleMatch[] = ['="', "='", '=""', "=''", `="'`, `='"`, `: ?"?'`, ': "', `{ ?"'`].map(
  (signs) => ({
    re: new RegExp(`${signs}${BEGINNING}["'][a-z]{1,12}(?=[\\s+;|&]|$)`, 'i'),
    accept: (match) => isInRequest(match) && beginsQuotedCommand(match),
  }),
);

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'expansion',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'command-injection',
  asWritten: true,
  about:
    'A parameter of a request is written in the way in which shells expand texts: to run a command or to hide one.',
  anatomy: 'substitution, wildcards in system paths, braces, empty expansions inside of words, aliases, history, tilde',
  source:
    'https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html and https://cwe.mitre.org/data/definitions/78.html',
  match: [
    // $(cmd), $((...)), $[2+2], `cmd`, <(cmd)
    // A call of jQuery is written so as well: `$(document)`, `$("#menu")`
    {
      re: /=\$\(/,
      accept: (match) => !/^(?:["'][.#]|(?:document|window|this)\))/.test(match.after) && isInRequest(match),
    },
    { re: /[=:{] ?["']?\$\[\s?\d{1,6}\s?[-+*/]/, accept: isInRequest },
    { re: /[=;|]`\s*[\w/$]/, accept: (match) => isInRequest(match) && !isQuotedName(match) },
    { re: /(?:agent|referr?er): `\s?[\w/$]/i, accept: isInRequest },
    { re: /[=:{] ?["']?<\(\w/, accept: isInRequest },
    { re: /=>\([a-z]\w{0,15}\)(?=[\s&;]|$)/, accept: beginsValue },
    { re: /[=:{] ?["']?>\((?:tee|cat|sh|bash|nc|sed|awk|grep|gzip|xargs|wc)(?!\w)/, accept: isInRequest },
    { re: /[=:{] ?["']\$\(/, accept: isInRequest },
    { re: /: \$\([\w(]/, accept: beginsHeader },
    // In the middle of a value: `a.png$(id)`, "1`id`"
    {
      re: /(?<=[\w.>-])(?:\$\(|`)(?:id|whoami|uname|hostname|ls|cat|ps|pwd|env|ping|sleep|nslookup|dig|curl|wget|nc|sh|bash|echo|touch|rm)(?=[\s`);|&<>$])/,
      // Markdown quotes a word so where a tag ends.
      accept: (match) => isInRequest(match) && !/^`[.,:;)]?\s+[A-Za-z]/.test(match.after),
    },
    { re: /(?<=[;|&{])\s?(?:\.|source)\s<\(\w/, accept: isInRequest },
    { re: /=\$['"]\\/, accept: isInRequest },
    // Expansions that leave nothing: pi$()ng, c$*at, cu$@rl, una$$me, ti''me
    { re: /(?<=[a-z])\$\(\)/i, accept: isInRequest },
    { re: /(?<=[a-z])[<>]\(\)[a-z]/i, accept: isInRequest },
    { re: /(?<=[a-z\d])\$(?:\[\]|\(\(\)\))[a-z]/i, accept: isInRequest },
    { re: /(?<=[a-z])(?:``|\$[!?#-])[a-z]/i, accept: (match) => isInRequest(match) && joinsToCommand(match) },
    { re: /(?<=[a-z])\$[*@_19][a-z]/i, accept: (match) => isInRequest(match) && joinsToCommand(match) },
    {
      re: /(?<=[a-z])(?:\$[ux]\\|\$\{[a-z]\})[a-z]/i,
      accept: (match) => isInRequest(match) && joinsToCommand(match),
    },
    { re: /(?<=[a-z])\$\$[a-z]/i, accept: (match) => isInRequest(match) && joinsToCommand(match) },
    { re: /(?<=[a-z])''[a-z]/i, accept: (match) => isInRequest(match) && !isApostrophe(match) },
    { re: /="?''[a-z]/i, accept: isInRequest },
    { re: /=""[a-z]""/i, accept: isInRequest },
    ...QUOTED_BEGINNINGS,
    // Quotes and backslashes between the letters: p'i'n'g, b\ash
    {
      re: /=(?:b|c|e|l|n|p|w|wh)(?:'|"|\\)[a-z"'\\]{1,12}(?=[\s+;|&]|$)/i,
      accept: (match) => isInRequest(match) && isSplitCommand(match),
    },
    { re: /(?<==)\$\{[@*]\}[a-z]/i, accept: isInRequest },
    { re: /[a-z]\$\{?IFS\}?(?:\$\d)?[/\w"'{<$-]/ },
    { re: /[=:{] ?["']?\$\{?SHELL\}?(?!\w)/, accept: isInRequest },
    // Variables that every shell has and no page fills in, whole or a letter of them: `${IFS}`, `${HOME:0:1}`
    { re: /[=:{/ ]["']?\$\{(?:IFS|PATH|HOME|PWD|OLDPWD|BASH\w{0,12})(?:\}|:\d)/, accept: isInRequest },
    { re: /[;|&] ?\$\{?(?:SHELL|BASH)[#*/}]{0,4} -c/, accept: isInRequest },
    // /???/?s, /et*/passwd, /bin/ca?, /etc/pas[s]wd
    { re: /\/\?\?\?\//, accept: isInRequest },
    { re: /\/\?[a-z]\?\//i, accept: isInRequest },
    { re: /\/(?:et|us|va|bi)[*?]\//i, accept: isInRequest },
    { re: /\/(?:b|bi|e|et|u|us|s|sb)[?*]{1,2}[a-z]?\/[\w?*]/i, accept: isInRequest },
    { re: /\/bin\/\w*[?*'[]/i, accept: isInRequest },
    { re: /\/(?:et?|va?|us?|bi?)\[[a-z]\]\w{0,2}\//, accept: isInRequest },
    { re: /\/(?:et?|va?|us?|s?bi?)\{[a-z]{1,2},[a-z]{0,2}\}[a-z]?\//, accept: isInRequest },
    // A variable that nobody set, behind a folder or a name: `/etc$u/passwd$u`
    { re: /\/(?:etc|usr|s?bin|var|proc|dev|tmp)\$(?:[*@]|\{?\w{1,8}\}?)\//, accept: isInRequest },
    { re: /\/etc\/(?:passwd|shadow|group|hosts)\$/, accept: isInRequest },
    { re: /\/bin\/\w{1,12}\$/, accept: isInRequest },
    {
      re: /[;|&]\s?\$(?:[*@!#?-]|\{?\w{1,4}\}?)\/?(?:cat|bin|etc|usr|ls|id|nc|sh|bash|wget|curl|whoami)(?!\w)/,
      accept: isInRequest,
    },
    { re: /\|\s?\$\{[\w.]{0,12}\}\w/, accept: isInRequest },
    { re: /\/(?:etc|usr|var)\/\w*[[?*]/i, accept: isInRequest },
    { re: /(?<!\/)\/\[[^\]\n]{1,9}\]\w/, accept: isInRequest },
    // {,ifconfig,eth0}, {id,}
    { re: /=\{,/, accept: isInRequest },
    { re: /(?<=[="'\s])\{,\w/, accept: isInRequest },
    { re: /(?<=[="'\s])\{[a-z]\w*,\}/, accept: isInRequest },
    { re: /=["']?\{(?:echo|ping|curl|wget|bash|whoami|uname|ifconfig|chmod),\w/, accept: isInRequest },
    { re: /(?:=|[=:{] ?"|: )\{[a-z$\\'][\w$\\'"@*]*,(?:[-/]|\d+\.\d+\.)/i, accept: isInRequest },
    { re: /=\{"[\w$\\'"@*]*,[-/]/i, accept: isInRequest },
    // w{h,}oami, {l,-lh}s: what the braces are spread to begins with a command
    ...['=', '"'].map((sign) => ({
      re: new RegExp(`${sign}${BEGINNING}\\{[\\w-]{0,8},[\\w-]{0,8}\\}`, 'i'),
      accept: (match: Candidate) => isInRequest(match) && spreadsToCommand(match),
    })),
    {
      re: /(?:=|[=:{] ?"|: )\{[\w-]{1,8},[\w-]{0,8}\}[a-z]/i,
      accept: (match) => isInRequest(match) && spreadsToCommand(match),
    },
    // cat<<<x
    { re: /(?<=\w)\s?<<<\s?["'$\w]/, accept: isInRequest },
    { re: /(?:[="'\n;]|: )alias\s+(?:[-+]\S*\s+){0,3}["']?[\w.${}\\-]{1,40}["']?=\S/i, accept: isInRequest },
    { re: /[=:{] ?["']?~[-+]\d*(?![\w.+-])/, accept: isInRequest },
    // About as many of something is no such place: `~5 min`, `~1.2`
    {
      re: /(?:[={] ?["']?|: )~\d(?![\w.+-])/,
      accept: (match) => !/^[ +]\w/.test(match.after) && isInRequest(match),
    },
    { re: /(?<=[="'\s])!-\d+!-?\d/, accept: isInRequest },
    { re: /=["']?!-\d{1,3}(?=[\s;|&"']|$)/, accept: isInRequest },
    { re: /=["']?!-\d{1,3}:[\d$^*]/, accept: isInRequest },
    { re: /[=;|&`](?:\.|source) \/(?:etc|tmp|home|var|proc|dev|root)\//, accept: isInRequest },
    { re: /[;|&] ?(?:\.|source) \.{1,2}\/\w/, accept: isInRequest },
    {
      re: /[;|`]\. (?:bash|cat|curl|id|ls|nc|ps|rc|rm|sh|wget)(?![\w=:-])/,
      accept: (match) => !/^[ +]+[a-z]+[ +]+[a-z]+/i.test(match.after) && isInRequest(match),
    },
    { re: /[=;|&]unalias -?\w/, accept: isInRequest },
    {
      re: /(?:[=;"]|: )\\{1,2}(?:ls|cat|id|ps|sh|bash|curl|wget|nc|env|whoami|python\d?|perl|php|uname|find|grep|ifconfig|netstat|ping|hostname|chmod|ssh|zsh)(?![\w\\])/,
      accept: isInRequest,
    },
    // The dot commands of sqlite
    { re: /=\.(?:databases|shell|system|tables|import|dump|schema|open)/, accept: isInRequest },
    {
      re: /;(?:\\n|\s){0,2}\.\s?["'\\]{0,3}(?:backup|cd|clone|databases|dbinfo|dump|excel|fullschema|headers|help|import|indexes|load|log|mode|once|open|output|quit|read|recover|restore|exit|save|schema|sh|shell|show|system|tables)(?![\w-])/,
      // In a style sheet or behind an expression a name stands there too, and an extension in a list of them.
      accept: (match) =>
        !/^\s*[{.:,>~#[(=]/.test(match.after) && !/\.\w{1,6}["']?$/.test(match.before) && isInRequest(match),
    },
  ],
  examples: {
    fires: [
      '/post\nx=;. bash\n',
      '/get?x=!-2:1',
      '/get?x=/b{i,o}n/ls',
      '/get\nReferer: `id`\n',
      '/get?x=>(cmd)',
      '/get?x=pi${x}ng 127.0.0.1',
      '/post\nx=n$u\\c -l\n',
      '/get?x=1;. ./run.sh',
      '/get?x=c$9at file',
      '/get?x=${OLDPWD}',
      "/get?x=p'i'n'g 127.0.0.1",
      '/get?x=c\\at file',
      '/post\nx={n$u\\c,127.0.0.1}\n',
      '/post\n{ "$(cmd)":"x" }',
      '/post\n{ "~0":"x" }',
      '/get\nReferer: ~-1',
      '/get\nUser-Agent: $((1+1))',
      '/post\n{"x": "w{h,}oami"}',
      "/get\nUser-Agent: 'c'url example.com",
      '/post\n{"x": "\\\\ls"}',
      '/get?x=${IFS}',
      '/get?x=cat ${HOME:0:1}etc',
      '/get?x=/b{in,}/ls',
      '/get\nUser-Agent: alias a=b',
      '/get\nReferer: {,id}',
      '/get?x=$[2+2]',
      '/post\n<?xml version="1.0"?><r><a b="~0"></a></r>',
      '/post\n<?xml version="1.0"?><r><a b="{id,}"></a></r>',
      '/get?x=<(cat /etc/hosts)',
      '/get\nUser-Agent: ${SHELL}',
      '/get?host=a.invalid;$u/bin$u/cat$u $u/etc$u/passwd$u',
      '/get?x=p``ing 127.0.0.1',
      '/get?x=pi<()ng 127.0.0.1',
      '/get?x=/v[a]r/log',
      '/get?x=1 | ${x}id',
      '/get?x=a;\n.tables',
      '/get?x=\\python3',
      '/get?x={echo,test}',
      '/get?x=$(cmd)',
      '/get?x=`id`',
      '/get?f=/bin/ca? /et*/passwd',
      '/get?f=/etc/pas[s]wd',
      '/get?x=cu$@rl files.invalid',
      '/get?x={,ifconfig,eth0}',
      'cat${IFS}/etc/passwd',
      "/get?x=ti''me who",
      '/post\nrce=alias a=b\n',
      '/get?x=~+5',
      '/get?x=w{h,}oami',
      '/get?x={l,-lh}s',
      '/get?x={cat,/etc/hosts}',
      '/get?x="w"get example.com',
      '/get?x=/b*n/ls',
      '/get?x=a.png$(id)',
      '/get?x=1`whoami`',
      '/post\n{"run": "$(cat /etc/hosts)"}\n',
      '/get?x=;$SHELL -c id',
      '/get?x=source /etc/profile',
    ],
    silent: [
      '/post\n{"text":"Total: $(see invoice"}',
      '/post\nnote=end; . id number missing\n',
      '/post\nnote=end;. id number missing\n',
      '/get?score=!-1: what',
      '/post\nf=x=>(y)\n',
      '/get?x=US$9at',
      '/get?x=a${n}b',
      '/post\ntext=see you soon;. ..and so on\n',
      "/get?q=c'est",
      "/post\nname=p's and q's\n",
      '/get?x=p\\a',
      '/post\n{"lodash": "~1.2.3"}',
      '/get?x=~5 min',
      '/post\n{"eta": "~5"}',
      '/get?user=${USER}',
      '/post\n{"x": {"a": "{b,c}d"}}',
      '/src/{a,b}/x',
      '/post\n{"path": "$[0].name"}',
      "/get?name=O''Brien",
      "/post\ntext=it''s said to be l''eau\n",
      '/post\npassword=Pa$$word\n',
      '/post\ntext=`id` int(11)\n',
      "/post\ntext=`digit' is a class\n",
      '/get?q=alias Bob = Robert',
      '/get?q="I\'ve been there',
      '/get?q=sftp://[user@]machine/path',
      '/get\nReferer: https://example.com/faq/???',
      '/get?q=$(document).ready',
      '/get?accept=.txt;.log;.sh',
      '/post\ncss=a { color: red;\n.open { top: 0 } }\n',
      '/config.mk\n/doc/build\n/etc/*.pyc\n/src/registry/target\n',
      'value=$(date +%s)',
      'curl "https://files.invalid/?t=$(date +%s)"',
      'const a=`text`;',
      'OLDIFS=$IFS',
      '/get?cmd=hello [text in brackets]',
      '/get?x=~z',
      'if ($x =~ 1) { }',
      '/get?q=red;$5 each',
      '/get?fields=posts{id,name}',
      '/get?x={id,name}',
      '/get?range={1,-1}',
      '/get?path=/src/*/test',
      '/post\ncode=x=>(a+b)\n',
      '/get?x=wow!!',
      '/post\ntext=see `ls` there',
    ],
  },
};
