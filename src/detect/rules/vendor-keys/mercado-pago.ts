import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'mercado-pago',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Mercado Pago access token: takes and returns payments of a shop.',
  anatomy: 'APP_USR-, three numbers and 32 hexadecimal digits',
  source: 'https://www.mercadopago.com/developers/en/docs/your-integrations/credentials',
  home: ['api.mercadopago.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])APP_USR-\d{12,16}-\d{6}-[0-9a-f]{32}-\d{6,12}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['APP_USR-4915521722079455-110422-2845ad0f3d761f3d0201bfe8c26b7155-834540881'],
    silent: ['APP_USR-', 'APP_USR-3f1c9a52-77de-4b0a-9d2e-1f5e0c4b7a61'],
  },
};
