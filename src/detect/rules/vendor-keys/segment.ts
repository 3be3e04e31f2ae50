import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'segment',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Segment token: sources, destinations and through them what is known of customers.',
  anatomy: 'sgp_, 64 letters and digits',
  source: 'https://docs.segmentapis.com/tag/Getting-Started',
  home: ['api.segmentapis.com', '*.segmentapis.com'],
  match: [{ re: /(?<![A-Za-z0-9])sgp_[A-Za-z0-9]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['sgp_ibmWLA0tPNq18zPzRZ5YRBkYLXVbth5cmJTEvNhjbZhptoYLAlOnLY4QHcFwXR1d'],
    silent: ['sgp_', 'sgp_short'],
  },
};
