import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'new-relic',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'New Relic key: reads and writes what is measured.',
  anatomy: 'NRAK- and 27, NRJS- and 19, NRII- or NRIQ- and 32, NRAA- and 27; 36 and NRAL, 40 and -NRMA',
  source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
  home: ['*.newrelic.com', '*.nr-data.net'],
  match: [
    { re: /(?<![A-Za-z0-9])NRAK-[A-Z0-9]{27}(?![A-Za-z0-9])/i, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRJS-[0-9a-f]{19}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRIQ-[\w-]{32}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRII-[\w-]{32}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRA[AR]-[0-9a-zA-Z]{27}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /(?<![A-Za-z0-9])(?:[0-9a-f]{32}|eu01xx[0-9a-f]{26})(?:FFFF|[0-9a-f]{4})NRAL(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9])(?:AA|eu01xx)[0-9a-f]{38,40}-NRMA(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'NRAK-IED2BDPGPIEV3O7OTVFI97U6ZYP',
      'NRJS-4b9260ed804bc077b05',
      'NRII-kWSYsIRJ1xGJZUwwy4rUJPr4QDrrQRS9',
      'license_key: 72322bc2443d330cf29cde9f24fca105FFFFNRAL',
      'eu01xx7e3f9a05b1c84d62e9f07a3b58FFFFNRAL',
      'AA5b0c7e3f9a05b1c84d62e9f07a3b58c1d49e6f02-NRMA',
    ],
    silent: ['NRAK-', 'NRII-short'],
  },
};
