import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'oast-url',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'medium',
  group: 'sinks',
  about:
    'The address of an out-of-band listener that testers and intruders use, with the place that was made for one receiver, in what leaves.',
  anatomy: 'http:// or https://, the name of such a service or one below it, and a path or label of its own',
  source: 'https://github.com/projectdiscovery/interactsh',
  match: [
    {
      re: /(?<=\/)(?:[\w-]+\.)+(?:oast\.(?:pro|live|site|online|fun|me)|oastify\.com|interact\.sh|burpcollaborator\.net|dnslog\.cn|ceye\.io|requestrepo\.com|bxss\.me|xss\.ht|canarytokens\.com)(?::\d{1,5})?(?=[/:"'\s?#<>)\]]|$)/i,
    },
  ],
  examples: {
    fires: ['http://c23b2la0kl1krjcrdj10.oast.fun/', 'https://k3jq81mzp0.oastify.com?x'],
    silent: ['https://interact.sh docs'],
  },
};
