import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'sentry',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Sentry token: reads what programs logged when they failed.',
  anatomy:
    'sntrys_eyJ, base64 of where it belongs to, _ and 43 characters of base64 (organisation), sntryu_ and 64 hexadecimal digits (user)',
  source: 'https://docs.sentry.io/account/auth-tokens/',
  home: ['sentry.io', '*.sentry.io'],
  match: [
    {
      re: /(?<![A-Za-z0-9])sntrys_eyJ[A-Za-z0-9+/=-]{40,}_[A-Za-z0-9+/=-]{40,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])sntryu_[0-9a-f]{64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'sntrys_eyJpYXQiOjLAtFmaShQNxRA4Tzvd01stsBo0Ype30gU73PEqguyohfdV3oW2TCqz4iBVR9zXr4CIIuqP718MRRjNj5zfE28cn0AAsgAanEXN8p_FdQ1qG3hxXBVUWoZi2y1fWIeUBdtE9anlJXLKObYzSZ',
      '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',
    ],
    silent: [
      'sntryu_ab150bf29e9d61bd5f06d7268cdfd10147ed185cfa6c885e7fe99a4d6929e9bfe',
      'sntrys_',
      'sntrys_eyJpYXQiOjE3OTUwMDAwMDAuNSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8iLCJvcmciOiJzaG9wIn0=',
    ],
  },
};
