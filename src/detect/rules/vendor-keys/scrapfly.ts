import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'scrapfly',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Scrapfly key: requests at its owner's expense.",
  anatomy: 'scp-live- or scp-test-, 32 hexadecimal digits',
  source: 'https://scrapfly.io/docs/scrape-api/getting-started',
  home: ['api.scrapfly.io'],
  match: [
    { re: /(?<![A-Za-z0-9])scp-(?:live|test)-[0-9a-f]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['scp-live-efe60202fabfa4f329e1359523b5da8f'], silent: ['scp-live-', 'scp-test-run'] },
};
