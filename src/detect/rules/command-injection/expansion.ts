import { isInRequest } from '../../request-value.js';
import type { Candidate, Rule } from '../../rule.js';

const COMMANDS = new Set(
  'ls cat tac id ps nc sh bash rm cp mv wget curl whoami uname ping head tail grep find netstat ifconfig echo env pwd'.split(
    ' ',
  ),
);

/** Whether the first word that a shell makes of braces is a command: `w{h,}oami` becomes `whoami woami`. */
function spreadsToCommand({ text, after }: Candidate): boolean {
  const [, head = '', first = '', tail = ''] = /^=(\w*)\{([^,}]*),[^}]*\}([\w-]*)/.exec(text + after) ?? [];
  return COMMANDS.has(`${head}${first}${tail}`.toLowerCase());
}

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'expansion',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'command-injection',
  about:
    'A parameter of a request is written in the way in which shells expand texts: to run a command or to hide one.',
  anatomy: 'substitution, wildcards in system paths, braces, empty expansions inside of words, aliases, history, tilde',
  source:
    'https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html and https://cwe.mitre.org/data/definitions/78.html',
  match: [
    // $(cmd), $((...)), $[2+2], `cmd`, <(cmd)
    { re: /=\$\(/, accept: isInRequest },
    { re: /=\$\[\d/, accept: isInRequest },
    { re: /[=;|]`\s*[\w/$]/, accept: isInRequest },
    { re: /=<\(\w/, accept: isInRequest },
    { re: /=>\((?:tee|cat|sh|bash|nc|sed|awk|grep|gzip|xargs|wc)(?!\w)/, accept: isInRequest },
    { re: /[=:] ?["']\$\(/, accept: isInRequest },
    { re: /: \$\(\w/, accept: isInRequest },
    // In the middle of a value: `a.png$(id)`, "1`id`"
    {
      re: /(?<=[\w.>-])(?:\$\(|`)(?:id|whoami|uname|hostname|ls|cat|ps|pwd|env|ping|sleep|nslookup|dig|curl|wget|nc|sh|bash|echo|touch|rm)(?=[\s`);|&<>$])/,
      accept: isInRequest,
    },
    { re: /(?<=[;|&{])\s?(?:\.|source)\s<\(\w/, accept: isInRequest },
    { re: /=\$['"]\\/, accept: isInRequest },
    // Expansions that leave nothing: pi$()ng, c$*at, cu$@rl, una$$me, ti''me
    { re: /(?<=[a-z])\$\(\)/i, accept: isInRequest },
    { re: /(?<=[a-z])>\(\)[a-z]/i, accept: isInRequest },
    { re: /(?<=[a-z])\$[*@]/i, accept: isInRequest },
    { re: /(?<=[a-z])\$\$[a-z]/i, accept: isInRequest },
    { re: /(?<=[a-z])''[a-z]/i, accept: isInRequest },
    { re: /=''[a-z]/i, accept: isInRequest },
    { re: /=""[a-z]""/i, accept: isInRequest },
    {
      re: /=["'](?:l|c|ca|w|wh|who|wg|wge|i|n|p|pi|pin|s|b|ba|bas|u|un|una|cu|cur|e|ec|ech|r|h|he|t|ta|g|gr|f|fi|if|ne)["'][a-z]{1,12}(?=[\s+;|&]|$)/i,
      accept: isInRequest,
    },
    { re: /(?<==)\$\{[@*]\}[a-z]/i, accept: isInRequest },
    { re: /[a-z]\$\{?IFS\}?(?:\$\d)?[/\w"'{<$-]/ },
    { re: /=\$\{?SHELL\}?\s/, accept: isInRequest },
    { re: /[;|&] ?\$\{?(?:SHELL|BASH)[#*/}]{0,4} -c/, accept: isInRequest },
    // /???/?s, /et*/passwd, /bin/ca?, /etc/pas[s]wd
    { re: /\/\?\?\?/, accept: isInRequest },
    { re: /\/\?[a-z]\?\//i, accept: isInRequest },
    { re: /\/(?:et|us|va|bi)[*?]\//i, accept: isInRequest },
    { re: /\/(?:b|bi|e|et|u|us|s|sb)[?*]{1,2}[a-z]?\/[\w?*]/i, accept: isInRequest },
    { re: /\/bin\/\w*[?*']/i, accept: isInRequest },
    { re: /\/(?:etc|usr|var)\/\w*[[?*]/i, accept: isInRequest },
    { re: /\/\[[^\]\n]{1,9}\]\w/, accept: isInRequest },
    // {,ifconfig,eth0}, {id,}
    { re: /=\{,/, accept: isInRequest },
    { re: /(?<=[="'])\{,\w/, accept: isInRequest },
    { re: /(?<==)\{\w+,\}/, accept: isInRequest },
    { re: /=\{[a-z$\\'"][\w$\\'"@*]*,[-/]/i, accept: isInRequest },
    // w{h,}oami, {l,-lh}s: what the braces are spread to begins with a command
    {
      re: /=(?:l|c|ca|w|wh|who|wg|wge|i|n|p|pi|pin|s|b|ba|bas|u|un|una|cu|cur|e|ec|ech|r|h|he|t|ta|g|gr|f|fi|if|ne)\{[\w-]{0,8},[\w-]{0,8}\}/i,
      accept: (match) => isInRequest(match) && spreadsToCommand(match),
    },
    { re: /=\{[\w-]{1,8},[\w-]{0,8}\}[a-z]/i, accept: (match) => isInRequest(match) && spreadsToCommand(match) },
    // cat<<<x
    { re: /(?<=\w)\s?<<<\s?["'$\w]/, accept: isInRequest },
    { re: /[="'\n;]alias\s[^\n=]*=/i, accept: isInRequest },
    { re: /=~(?:[-+]\d*|\d)(?![\w+-])/, accept: isInRequest },
    { re: /(?<=[="'\s])!-\d+!-?\d/, accept: isInRequest },
    { re: /=!-\d{1,3}(?=[\s;|&]|$)/, accept: isInRequest },
    { re: /[=;|&](?:\.|source) \/(?:etc|tmp|home|var|proc|dev|root)\//, accept: isInRequest },
    { re: /[=;|&]unalias -?\w/, accept: isInRequest },
    { re: /[=;]\\(?:ls|cat|id|ps|rm|sh|bash|curl|wget|nc|env|whoami)(?![\w\\])/, accept: isInRequest },
    // The dot commands of sqlite
    { re: /[=;](?:\\n)?\.(?:databases|shell|system|tables|import|dump|schema|open)/, accept: isInRequest },
    { re: /;\.\\{0,2}["'](?:databases|shell|system)/, accept: isInRequest },
  ],
  examples: {
    fires: [
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
