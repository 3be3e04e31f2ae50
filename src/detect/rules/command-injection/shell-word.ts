import { isCommandInRequest } from '../../request-command.js';
import { isInRequest } from '../../request-value.js';
import type { Candidate, Rule } from '../../rule.js';

/** The same match without what its expression asks for behind the name: a blank and the first sign of an argument. */
const upToName = ({ text, before, after, fromStart }: Candidate): Candidate => {
  const name = text.slice(0, -2);
  const behind = text.slice(-2) + after;
  return { text: name, secret: name, before, after: behind, further: behind, fromStart };
};

/** Commands that are found behind a quote. */
const QUOTED_NAMES = [
  'cat|tac|cd|cp|dd|ll|ls|mv|nl|rm|sh|id|ps|nc',
  'awk|c89|c99|chef|chmod|dig|echo|env|gcc|gdb|gzip|knife|nmap|perf|pip3?|rc|ruby|sed|sudo|tar|touch|zip',
  'whoami|uname|bash|curl|wget|head|tail|grep|find|ping|perl|php',
];
/**
 * Where a value begins with quotes: an expression for each way, because with all of them in one the quotes alone would be
 * its fixed part, and they are all over HTML.
 */
const QUOTED = [`=["']`, `=["']["']`, `: '`];

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'shell-word',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'command-injection',
  asWritten: true,
  about: 'A parameter of a request holds one of the short commands of a shell, where a shell would run it.',
  anatomy: 'a separator, a value start or a program folder, then the command, then its end, an option or a path',
  source:
    'https://cwe.mitre.org/data/definitions/78.html and https://owasp.org/www-community/attacks/Command_Injection',
  match: [
    {
      re: /[=;|&](?:bash|tcsh|cat|csh|ksh|tac|zsh|cd|cp|dd|ll|ls|mv|nl|rm|sh)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:egrep|fgrep|zgrep|dash|fish|gawk|grep|mawk|nawk|node|perl|ruby|ash|awk|php|sed)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:emacs|tclsh|curl|nano|nvim|pico|wget|c89|c99|g\+\+|gcc|gdb|lua|vim|cc|vi)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:chmod|chown|mkdir|pgrep|pkill|rmdir|touch|kill|ping|dig|ftp|scp|ssh|ln|nc|ps)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:bzip2|unzip|which|xargs|find|gzip|uniq|zcat|tar|tee|zip|7z|od|tr|wc|xz)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:alias|fdisk|mount|unset|fsck|halt|mkfs|perf|sudo|pip|rmt|who|df|du|id|su)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:cmake|mysql|nohup|make|psql|tmux|ant|cvs|gem|git|gpg|mvn|npm|svn|hg|rc)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:route|sleep|chfn|chsh|comm|echo|eval|exec|nmap|arp|cmd|dir|net|rpm|ip|ss)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[=;|&](?:knife|chef|apk|dnf|env|mtr|pry|rev|yum)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:bash|tcsh|cat|csh|ksh|tac|zsh|cd|cp|dd|ll|ls|mv|nl|rm|sh)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:egrep|fgrep|zgrep|dash|fish|gawk|grep|mawk|nawk|node|perl|ruby|ash|awk|php|sed)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:emacs|tclsh|curl|nano|nvim|pico|wget|c89|c99|g\+\+|gcc|gdb|lua|vim|cc|vi)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:chmod|chown|mkdir|pgrep|pkill|rmdir|touch|kill|ping|dig|ftp|scp|ssh|ln|nc|ps)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:bzip2|unzip|which|xargs|find|gzip|uniq|zcat|tar|tee|zip|7z|od|tr|wc|xz)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:alias|fdisk|mount|unset|fsck|halt|mkfs|perf|sudo|pip|rmt|who|df|du|id|su)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:cmake|mysql|nohup|make|psql|tmux|ant|cvs|gem|git|gpg|mvn|npm|svn|hg|rc)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:route|sleep|chfn|chsh|comm|echo|eval|exec|nmap|arp|cmd|dir|net|rpm|ip|ss)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /[:;|&] (?:knife|chef|apk|dnf|env|mtr|pry|rev|yum)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /bin\/(?:\.?\/)?(?:egrep|emacs|fgrep|tclsh|zgrep|bash|dash|fish|gawk|grep|mawk|nano|nawk|node|nvim|perl|pico|ruby|tcsh|ash|awk|c89|c99|cat|csh|g\+\+|gcc|gdb|ksh|lua|php|sed|tac|vim|zsh|cc|cd|cp|dd|ll|ls|mv|nl|rm|sh|vi)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /bin\/(?:\.?\/)?(?:alias|bzip2|chmod|chown|fdisk|mkdir|mount|pgrep|pkill|rmdir|touch|unset|unzip|which|xargs|curl|find|fsck|gzip|kill|mkfs|ping|sudo|uniq|wget|zcat|dig|ftp|scp|ssh|tar|tee|who|zip|7z|df|du|id|ln|nc|od|ps|su|tr|wc|xz)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /bin\/(?:cmake|knife|mysql|nohup|route|sleep|chef|chfn|chsh|comm|echo|eval|exec|halt|make|nmap|perf|psql|tmux|ant|apk|arp|cmd|cvs|dir|dnf|env|gem|git|gpg|mtr|mvn|net|npm|pip|pry|rev|rmt|rpm|svn|yum|hg|ip|rc|ss)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    // Words of every day are called where their folder stands before them.
    {
      re: /\/bin\/(?:cut|date|diff|head|hostname|join|last|less|mail|more|nc\.(?:openbsd|traditional)|sendmail|sort|split|stat|tail|timeout|time|top|whois|xxd)(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /\n(?:egrep|emacs|fgrep|tclsh|zgrep|bash|dash|fish|gawk|grep|mawk|nano|nawk|node|nvim|perl|pico|ruby|tcsh|ash|awk|c89|c99|cat|csh|g\+\+|gcc|gdb|ksh|lua|php|sed|tac|vim|zsh|cc|cd|cp|dd|ll|ls|mv|nl|rm|sh|vi)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /\n(?:alias|bzip2|chmod|chown|fdisk|mkdir|mount|pgrep|pkill|rmdir|touch|unset|unzip|which|xargs|curl|find|fsck|gzip|kill|mkfs|ping|sudo|uniq|wget|zcat|dig|ftp|scp|ssh|tar|tee|who|zip|7z|df|du|id|ln|nc|od|ps|su|tr|wc|xz)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /\n(?:cmake|knife|mysql|nohup|route|sleep|chef|chfn|chsh|comm|echo|eval|exec|halt|make|nmap|perf|psql|tmux|ant|apk|arp|cmd|cvs|dir|dnf|env|gem|git|gpg|mtr|mvn|net|npm|pip|pry|rev|rmt|rpm|svn|yum|hg|ip|rc|ss)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    // Quotes that a shell takes off, at the start of a value; a value of JSON with the arguments of a command.
    ...QUOTED_NAMES.flatMap((names) =>
      QUOTED.map((signs) => ({
        re: new RegExp(`${signs}(?:${names})(?![\\w=:-])`, 'i'),
        accept: (match: Candidate) => isCommandInRequest(match, 'plain'),
      })),
    ),
    {
      re: /"(?:cat|tac|ls|ll|cp|mv|rm|nc|cd|sh|bash|dd|head|tail|curl|wget|grep|find|chmod|ping|perl|python|php|ruby|echo|env|perf|tar|sed|awk) [-/~.$]/i,
      accept: (match) => isCommandInRequest(upToName(match), 'plain'),
    },
    { re: /"dd(?= )/i, accept: (match) => isCommandInRequest(match, 'plain') },
    // A variable that nobody set, as a blank: `$u cat $u/etc/passwd`
    {
      re: /[=;|&]\$[a-z] (?:cat|ls|id|ps|nc|sh|rm|cp|bash|wget|curl|more|less|head|tail|ping|echo|uname|whoami)(?![\w=:-])/i,
      accept: isInRequest,
    },
    // In a group: `;(id)`, `||{ id;}`
    {
      re: /[;|&]\s?[({]\s?(?:id|ls|ps|cat|env|whoami|uname|sleep|ping|curl|wget|nslookup|pwd)(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    // In what a shell does only if: `;then id`, `;! id`
    {
      re: /=;(?:do|else|then|!) (?:id|ls|ps|cat|env)(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    // With its version: `;irb3.1`, `|python3.11`
    {
      re: /=[;|&`]{1,2} ?(?:g\+\+|irb|gcc|lua|node|pdb|perl|php|python|ruby)\d[\d.]{0,5}(?![\w.=-])/i,
      accept: isInRequest,
    },
    // The same at the start of a value, with an option or a file: `perl5.34 -e 1`
    {
      re: /=(?:perl|php|python|ruby)\d\.[\d.]{1,4} /,
      accept: (match) => /^(?:-\w|[\w/]+\.(?:php|pl|py|rb)(?!\w))/.test(match.after) && isInRequest(match),
    },
    { re: /=pip\d\.[\d.]{1,4} install /, accept: isInRequest },
    // With a plus for the blank
    {
      re: /[;|&]\+(?:cat|ls|id|sh|bash|nc|ps|curl|wget|ping|whoami|uname)(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    // A runner in quotes, or with some inside: `"time" id`
    {
      re: /(?:["'\\]me|["'\\]e|time["'])["'\\]{0,2} (?:who|id|ls|cat|ps|sh|bash|curl|wget|nc)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:[;|]|=&&)w(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    { re: /(?:time|nohup|trace)["']? w(?![\w=:-])/, accept: (match) => isCommandInRequest(match, 'plain') },
    {
      re: /(?:time|nohup|trace) (?:bash|dash|fish|tcsh|ash|awk|cat|csh|ksh|tac|zsh|cd|cp|dd|ll|ls|mv|nl|rm|sh)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:time|nohup|trace) (?:egrep|fgrep|tclsh|zgrep|gawk|grep|mawk|nawk|node|perl|ruby|g\+\+|gcc|gdb|lua|php|sed|vim|cc|vi)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:time|nohup|trace) (?:chmod|chown|emacs|pgrep|pkill|curl|kill|nano|nvim|pico|ping|wget|c89|c99|dig|ftp|scp|ssh|nc|ps)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:time|nohup|trace) (?:bzip2|mkdir|rmdir|touch|unzip|which|xargs|find|gzip|uniq|zcat|tar|tee|zip|7z|ln|od|tr|wc|xz)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:time|nohup|trace) (?:alias|fdisk|mount|unset|fsck|halt|mkfs|perf|sudo|gem|git|npm|pip|rmt|svn|who|df|du|id|su)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:time|nohup|trace) (?:cmake|mysql|nohup|route|comm|make|nmap|psql|tmux|ant|arp|cvs|dir|gpg|mvn|net|hg|ip|rc|ss)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    {
      re: /(?:time|nohup|trace) (?:knife|sleep|chef|chfn|chsh|echo|eval|exec|apk|cmd|dnf|env|mtr|pry|rev|rpm|yum)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
  ],
  examples: {
    fires: [
      '/post\n--a\nContent-Disposition: form-data; name="x"\n\n;cat /etc/hosts\n',
      '/post\ncode=;then id\n',
      '/get?x=&&w',
      '/get?x=perl5.34 -e 1',
      '/get?x=pip3.9 install x',
      '/get?x=7z a x.7z /etc',
      '/get?x=;nl passwd',
      '/get?x=nohup ping 192.0.2.1',
      '/get?x=;ip addr show',
      '/get?x=;/bin//cat /x',
      '/get?x=/./bin/cat /x',
      '/get?x=;/usr//bin/./sh',
      '/get?x=/usr/bin/xxd',
      '/get?foo=time w',
      '/get?x=a.txt; ls; id',
      '/get?foo=nohup wget x',
      '/get?x=;(ps aux)',
      '/get?host=192.0.2.7;cat notes',
      '/get?x=localhost&&cat notes',
      '/get?x=tar cf - /etc',
      '/get?x=su - root',
      '/get?x=sudo su -',
      '/get?x=bin/zsh',
      '/get?x=sudo w',
      '/get?x=env ps',
      '/get\nReferer: id',
      '/post\ncode=;vi x +silent\\ \\!id +wq\n',
      '/post\ncode=nohup pip install x\n',
      '/get\nCookie: a-1=cat /etc/hosts',
      '/get\nCookie: a=1; b-2=cat /etc/hosts',
      '/post\n{ "dd if=/dev/sda of=/tmp/x":"" }',
      '/post\n<?xml version="1.0"?><r><a b="\'ll\' /var"></a></r>',
      '/post\n<?xml version="1.0"?><r><a b="perf --version"></a></r>',
      '/get?x=;irb3.1',
      '/get?x=| gcc7.4',
      '/get?x="time" who',
      '/post\ncode=chef report nodes\n',
      '/get?x=chmod +x /tmp/x',
      '/post\n<?xml version="1.0"?><r><a b="ls /etc/passwd"></a></r>',
      '/get?ip=127.0.0.1;cat /etc/passwd',
      '/get?a=x|id',
      '/post\ncmd=/bin/ls -la\n',
      '/get\nReferer: cat /etc/passwd',
      '/post\nname=;ps\n',
      '/get?foo=time curl coreruleset.org',
      "/get?x='ls' -la",
      '/post\n{"run":"cat /etc/passwd"}\n',
      '/get?x=$u cat $u /etc/passwd',
      '/get?x=1;w',
      '/get?x=1;(id)',
      '/get?x=1;id 2>&1',
      '/post\nvar=/bin/bash\n',
      '/get?x=chmod 777 /tmp/x',
    ],
    silent: [
      '/post\ntext=more light;less shadow\n',
      '/post\ntext=Read these; man passwd\n',
      '/get?cmd=rm&targets[]=a',
      '/get?q=error in /usr/bin//cat',
      '/get?cmd=id card',
      '/get?a=1&&w',
      '/post\ntext=dog;then cat\n',
      '/get?fields=mac;ip address',
      '/get?cmd=cd player',
      '/post\ncode=id 12.3\n',
      '/post\n--a\nContent-Disposition: form-data; name="x"\n\nWe met at noon; cat and dog came too.\n',
      '/get?x=php8.2 install guide',
      '/get?x=Fish | Dog | Cat',
      '/post\ntext=nohup ls to see what it does\n',
      '/post\ntext=Skills: C/C++; Java; Bash; Git\n',
      '/post\ntext=Node.js | Ruby | PHP 8.1 | Git\n',
      '/post\ntext=Tools: vim | tmux | zsh\n',
      '/get?x=time w/o end',
      '/get?x=any time w is known',
      '/get?x=su casa',
      '/get?x=red;find me a shirt',
      '/post\ntags=phone;touch screen\n',
      '/get?size=1.5;make blue',
      '/post\nfor=dog|cat food\n',
      '/get?x=awk and sed in /etc',
      '/get\nReferer: git',
      '/get?x=sudo who is it',
      '/post\ncode=;vi x  silent\n',
      '/post\n<?xml version="1.0"?><r><a b="PS"></a></r>',
      '/post\n<?xml version="1.0"?><r><a initials="SU"/></r>',
      '/get\nCookie: a-1=cat; b-2=id',
      '/post\n{"tool": "dd"}',
      '/post\ntext=read; find http://x.example/\n',
      '/post\ntext=| id | name |\n',
      '/post\ntext=cat * dog\n',
      '/post\ntext=git and/or svn\n',
      '/get\nUser-Agent: Mozilla/5.0 (X11; U; Linux i686; id; rv:1.9) Gecko/2008',
      '/post\ntext=rock &amp; roll; cat\n',
      '/post\ntext=Il vient; du 12/03 au 15/03\n',
      '/post\ntext=We met; find the/that one\n',
      '/post\ntext=Buy now; make $100 a day\n',
      '/post\ntext=Result; du -5 au 5\n',
      '/post\ntext=Look; ping me@example.com\n',
      '/post\ntext=Skills: php; mysql; perl\n',
      '/post\ntext=search & find\n',
      '/post\ntext=cat > dog\n',
      '/post\ntext=cable; cat 5/6\n',
      '/get?prop=info|ids|who|name',
      '/get?re=^(cat|find|who)$',
      '/get?a=b&download&zip',
      '/get?x=who | what',
      '/post\ntext=RM 50; rm 60/70\n',
      '/post\ntext=kill [-s sigspec | -n signum] pid\n',
      '/post\ntext=browsing with |grep| is fine\n',
      '/get?formats=gif;png',
      '/post\ntext=mac; pc',
      '| id | name | state |\n|---|---|---|\n| 1 | ci | up |',
      'Avoid `curl | bash`: you never know what you run.',
      '/get?args=comment',
      '/get?word=schedule',
      '/get?id=4&cat=7',
      'node; cat is here',
      'x=1;id=2',
      '/get?name=cat;dog',
      'ls 300 lexus',
      '/get?x=ping 127.0.0.1',
      '/post\nshell=/bin/bash\n',
      '/get?x="cat"',
      '/post\n{"id":"cat","name":"ls of files"}\n',
      '/get?h=1&w=100',
      '/post\ncode=if (a && (cat.length > 2)) run()\n',
      'country|id|host\nDE|1|web1',
      '&lt;id&gt; is what the tag is called',
    ],
  },
};
