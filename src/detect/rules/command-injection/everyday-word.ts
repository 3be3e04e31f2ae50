import { isCommandInRequest, isCommandWithArguments } from '../../request-command.js';
import { isInRequest } from '../../request-value.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'everyday-word',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'command-injection',
  asWritten: true,
  about:
    'A parameter of a request holds a command that is an everyday word too, and stands and ends as only a command does.',
  anatomy: 'directly behind a separator or with options or a path as its argument',
  source:
    'https://cwe.mitre.org/data/definitions/78.html and https://owasp.org/www-community/attacks/Command_Injection',
  match: [
    {
      re: /[=;|&](?:expand|paste|split|fold|head|join|less|look|more|sort|tail|time|cut|top)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[=;|&](?:start|watch|write|info|last|mail|open|talk|test|view|wait|wall|man|set)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[=;|&](?:history|install|service|dialog|script|date|diff|jobs|link|nice|pwd|yes|ed|ex)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[=;|&](?:bridge|cancel|expect|groups|locale|screen|batch|free|host|init|stop|type|at|pr)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[:;|&] (?:expand|paste|split|fold|head|join|less|look|more|sort|tail|time|cut|top)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[:;|&] (?:start|watch|write|info|last|mail|open|talk|test|view|wait|wall|man|set)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[:;|&] (?:history|install|service|dialog|script|date|diff|jobs|link|nice|pwd|yes|ed|ex)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[:;|&] (?:bridge|cancel|expect|groups|locale|screen|batch|free|host|init|stop|type|at|pr)(?![\w=:-])/i,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    // What runs another program, and words that mean a command only with what follows.
    {
      re: /[;|&](?:builtin|command|timeout|stdbuf|trap|while|for|if|apt|java|file)(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    {
      re: /[;|&](?:hostname|lsb_release|getent|logname|stat|truncate|unlink|whois|xxd|sendmail)(?![\w=:-])/,
      accept: (match) => isCommandInRequest(match, 'word'),
    },
    { re: /=(?:stdbuf|timeout)(?![\w=:-])/, accept: isCommandWithArguments },
    { re: /=(?:hostname|lsb_release) -[A-Za-z](?=[;|&"'\n]|$)/, accept: isInRequest },
    { re: /=[;|](?:arch|mutt|nproc|users)(?![\w=:-])/, accept: (match) => isCommandInRequest(match, 'plain') },
    {
      re: /[;|] (?:builtin|command|timeout|stdbuf|while|for|if|java|hostname|getent|stat|whois|xxd)(?![\w=:-])/,
      accept: isCommandWithArguments,
    },
    // Commands of Windows: `& copy c:\a c:\b`, `& reg query HKLM`.
    {
      re: /[;|&] (?:attrib|i?cacls|x?copy|del|erase|findstr|move|rd|reg|timeout)(?![\w=:-])/i,
      accept: isCommandWithArguments,
    },
    { re: /[;|&] (?:schtasks|start|tree|wmic|for|if)(?![\w=:-])/i, accept: isCommandWithArguments },
    {
      re: /[;|&](?:attrib|i?cacls|x?copy|del|erase|findstr|move|rd|reg)(?![\w=:-])/i,
      accept: isCommandWithArguments,
    },
    { re: /[;|&](?:schtasks|start|tree|wmic|for|if)(?![\w=:-])/i, accept: isCommandWithArguments },
  ],
  examples: {
    fires: [
      '/get?x=timeout 5 ls',
      '/get?x=hostname -I',
      '/get?x=;users',
      '/post\ncmd=service ssh start\n',
      '/get\nUser-Agent: set +o history',
      '/post\narg=;top of it\n',
      '/post\narg=;top\n',
      '/get?f=head /etc/passwd',
      '/get\nUser-Agent: set -o history',
      '/get?x=1|more /etc/hosts',
      '/get?x=;timeout 5 id',
      '/get?x=;if [ -r /etc/hosts ];then id;fi',
      '/get?x=;while true;do id;done',
      '/get?x=1;stat /etc/hosts',
      '/get?x=& copy c:\\a.txt c:\\b.txt',
      '/get?x=a & reg query HKLM',
      '/get?x=a & if exist c:\\a.txt echo yes',
    ],
    silent: [
      '/get?x=timeout 30 seconds',
      '/get?x=whois example.com lookup',
      '/get?error=timeout /api/users',
      '/get?error=timeout ping gateway',
      '/get?x=hostname -I prints addresses',
      '/post\ncmd=service now portal\n',
      '/get?sort=name;date',
      '/get?fields=id,name;host',
      '/get?x=1&download&sort',
      '/get?q=open example.com',
      '/post\ntext=Party; time 10/11\n',
      '/post\ntext=TIME | Man of the year\n',
      '/post\ntext=Set `title` on start\n',
      '/post\n<?xml version="1.0"?><a><b>Download & Install</b></a>',
      '/post\ntext=Sale; cut -50% now\n',
      'env | sort > env.txt',
      'dmesg | tail -50',
      '/get?foo=time warner',
      '/post\nvar=hello; time he came',
      '/post\nvar=a hero; more than',
      '/get?sort=date&view=last',
      '/post\ntext=Look; set it free',
      '/post\ntext=Call me; if not, write',
      '/get?x=salt & copy the rest',
      '/get?x=rock&file=a&timeout=5&start=10',
      '/post\ntext=Rain; while it lasts; do come',
      'id;name;date\n1;Bob;2024-01-01',
      '"sku";"link";"price";"type"\r\n"1";"pen, red";"1,50";"b"\r\n"2";"cap";"9,99";"c"\r\n"3";"hat";"19,99";"c"\r\n"4";"bag";"5,00";"b"\r\n',
      'timestamp;open;high;low;close;volume;adjusted close;number of trades;average price;currency\n1;2;3;4;5;6;7;8;9;EUR',
    ],
  },
};
