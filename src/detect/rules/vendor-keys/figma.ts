import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'figma',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Figma token: reads the files of its owner.',
  anatomy: 'figd_, figo_ or figu_ and 40 or more base64url characters',
  source: 'https://developers.figma.com/docs/rest-api/authentication/',
  home: ['api.figma.com', '*.figma.com'],
  match: [{ re: /(?<![A-Za-z0-9])fig[dou]h?_[\w-]{40,64}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['figd_kBq6QDRWVwWOSeXQHe6EKiRIfFYZQYBrgx4i9YT9'], silent: ['figd_abc'] },
};
