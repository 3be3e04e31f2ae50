import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'doppler',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Doppler token: all secrets of a project.',
  anatomy:
    'dp., a kind (pt personal, ct CLI, st service, sa, scim, audit), optionally a config, 40 to 44 letters and digits',
  source: 'https://docs.doppler.com/reference/auth-token-formats',
  home: ['api.doppler.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])dp\.(?:pt|ct|st|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'dp.pt.WKozR6ZGGYwE0lxCA8HgUPimWs2P3wJ5vBQ3Xp8Zn2k',
      'dp.st.prd.Bcxs3b5np4ZvagGigbze6bgCIdKwCYsduLnXzXUNTce',
    ],
    silent: ['dp.pt.short'],
  },
};
