import { isCommandInRequest } from '../../request-command.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'everyday-word',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'command-injection',
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
  ],
  examples: {
    fires: [
      '/post\narg=;top\n',
      '/get?f=head /etc/passwd',
      '/get\nUser-Agent: set -o history',
      '/get?x=1|more /etc/hosts',
    ],
    silent: [
      'env | sort > env.txt',
      'dmesg | tail -50',
      '/get?foo=time warner',
      '/post\nvar=hello; time he came',
      '/post\nvar=a hero; more than',
      '/get?sort=date&view=last',
      '/post\ntext=Look; set it free',
    ],
  },
};
