import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'node-provider',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'The address of a blockchain node with the key of a project in its path: requests are counted and paid by it.',
  anatomy: 'infura.io/v3/ and 32 hexadecimal digits, alchemy.com/v2/ and 32 characters',
  source: 'https://docs.metamask.io/services/get-started/infura and https://www.alchemy.com/docs/create-an-api-key',
  home: ['*.infura.io', '*.alchemy.com', '*.alchemyapi.io'],
  homeInUrl: true,
  match: [
    { re: /infura\.io\/(?:ws\/)?v3\/(?<secret>[0-9a-f]{32})(?![0-9A-Za-z])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /alchemy(?:api)?\.(?:com|io)\/v2\/(?<secret>[\w-]{32})(?![\w-])/,
      accept: ({ secret }) => hasDigitAndLetter(secret) && isVaried(secret) && !isWordy(secret),
    },
  ],
  examples: {
    fires: [
      'https://mainnet.infura.io/v3/99b4b925e8327eb7a0079cdec247dd47',
      'https://eth-mainnet.g.alchemy.com/v2/R11YRP5LmHyxmlVtm22jDTT5mhCG_Tt_',
    ],
    silent: ['https://mainnet.infura.io/v3/YOUR-PROJECT-ID', 'https://eth-mainnet.g.alchemy.com/v2/demo'],
  },
};
