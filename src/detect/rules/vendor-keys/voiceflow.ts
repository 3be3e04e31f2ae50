import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'voiceflow',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Voiceflow key: the conversations of an assistant and its settings.',
  anatomy: 'VF.DM. or VF.WS., 24 hexadecimal digits, ., 16 letters and digits',
  source: 'https://docs.voiceflow.com/reference/authentication',
  home: ['*.voiceflow.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])VF\.(?:DM|WS)\.[0-9a-f]{24}\.[A-Za-z0-9]{16}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['VF.DM.272e4a4a7d8e2c3001c9e893.Q10ldSRVtYxB02r2'], silent: ['VF.DM.'] },
};
