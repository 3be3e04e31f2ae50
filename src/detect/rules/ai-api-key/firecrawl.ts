import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'firecrawl',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Firecrawl key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'fc- and 32 hexadecimal digits',
  source: 'https://docs.firecrawl.dev/introduction',
  home: ['api.firecrawl.dev', '*.firecrawl.dev'],
  match: [{ re: /(?<![A-Za-z0-9])fc-[0-9a-f]{32}(?![0-9a-f])/ }],
  examples: {
    fires: ['fc-791ce680ce2b27c8af6666259bbc471f'],
    silent: ['fc-cache', 'pfc-b3be24a0b80316f688d3e481a65c2011'],
  },
};
