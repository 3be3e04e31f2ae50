import { isInRequest } from '../../request-value.js';
import type { Rule } from '../../rule.js';

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
    // Expansions that leave nothing: pi$()ng, c$*at, cu$@rl, una$$me, ti''me
    { re: /(?<=[a-z])\$\(\)/i, accept: isInRequest },
    { re: /(?<=[a-z])>\(\)[a-z]/i, accept: isInRequest },
    { re: /(?<=[a-z])\$[*@]/i, accept: isInRequest },
    { re: /(?<=[a-z])\$\$[a-z]/i, accept: isInRequest },
    { re: /(?<=[a-z])''[a-z]/i, accept: isInRequest },
    { re: /=''[a-z]/i, accept: isInRequest },
    { re: /=""[a-z]""/i, accept: isInRequest },
    { re: /='[a-z]'[a-z]/i, accept: isInRequest },
    { re: /[a-z]\$\{?IFS\}?(?:\$\d)?[/\w"'{<$-]/ },
    { re: /=\$\{?SHELL\}?\s/, accept: isInRequest },
    // /???/?s, /et*/passwd, /bin/ca?, /etc/pas[s]wd
    { re: /\/\?\?\?/, accept: isInRequest },
    { re: /\/\?[a-z]\?\//i, accept: isInRequest },
    { re: /\/(?:et|us|va|bi)[*?]\//i, accept: isInRequest },
    { re: /\/bin\/\w*[?*']/i, accept: isInRequest },
    { re: /\/(?:etc|usr|var)\/\w*[[?*]/i, accept: isInRequest },
    { re: /\/\[[^\]\n]{1,9}\]\w/, accept: isInRequest },
    // {,ifconfig,eth0}, {id,}
    { re: /=\{,/, accept: isInRequest },
    { re: /(?<=[="'])\{,\w/, accept: isInRequest },
    { re: /(?<==)\{\w+,\}/, accept: isInRequest },
    // cat<<<x
    { re: /(?<=\w)\s?<<<\s?["'$\w]/, accept: isInRequest },
    { re: /[="'\n;]alias\s[^\n=]*=/i, accept: isInRequest },
    { re: /=~(?:[-+]\d*|\d)(?![\w+-])/, accept: isInRequest },
    { re: /(?<=[="'\s])!-\d+!-?\d/, accept: isInRequest },
    { re: /[=;]\\(?:ls|cat|id|ps|rm|sh|bash|curl|wget|nc|env|whoami)(?![\w\\])/, accept: isInRequest },
    // The dot commands of sqlite
    { re: /;(?:\\n)?\.(?:databases|shell|system|tables|import|dump|schema|open)/, accept: isInRequest },
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
    ],
    silent: [
      'value=$(date +%s)',
      'curl "https://files.invalid/?t=$(date +%s)"',
      'const a=`text`;',
      'OLDIFS=$IFS',
      '/get?cmd=hello [text in brackets]',
      '/get?x=~z',
      'if ($x =~ 1) { }',
      '/get?q=red;$5 each',
    ],
  },
};
