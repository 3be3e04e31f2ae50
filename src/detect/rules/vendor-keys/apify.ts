import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'apify',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Apify token: runs scrapers at its owner's expense and reads what they gathered.",
  anatomy: 'apify_api_, 36 to 40 letters and digits',
  source: 'https://docs.apify.com/platform/integrations/api#api-token',
  home: ['api.apify.com'],
  match: [
    { re: /(?<![A-Za-z0-9])apify_api_[A-Za-z0-9]{34,40}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['apify_api_y7eJZXwoR4JuqsdMfI4BRDcrD77MuBVhexlh'], silent: ['apify_api_token', 'apify_api_'] },
};
