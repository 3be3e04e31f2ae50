import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'oast-host',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'sinks',
  about:
    'A request to an out-of-band listener that testers and intruders use: what is sent there is for a stranger to read.',
  anatomy: 'the whole of a Host field: the name of such a service, or a name below it',
  source: 'https://github.com/projectdiscovery/interactsh',
  match: [
    {
      re: /^(?:[\w-]+\.)+(?:oast\.(?:pro|live|site|online|fun|me)|oastify\.com|interact\.sh|burpcollaborator\.net|dnslog\.cn|ceye\.io|requestrepo\.com|bxss\.me|xss\.ht|canarytokens\.com)(?::\d{1,5})?$/i,
    },
  ],
  examples: {
    fires: ['k3jq81mzp0.oastify.com', 'c23b2la0kl1krjcrdj10.oast.pro'],
    silent: ['see the page of k3jq81mzp0.oastify.com for more', 'https://interact.sh docs'],
  },
};
