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
  anatomy: 'NRAK- and 27, NRJS- and 19, NRII- or NRIQ- and 32, NRAA- and 27, NRSP- and others',
  source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
  home: ['*.newrelic.com', '*.nr-data.net'],
  match: [
    { re: /(?<![A-Za-z0-9])NRAK-[A-Z0-9]{27}(?![A-Za-z0-9])/i, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRJS-[0-9a-f]{19}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRIQ-[\w-]{32}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRII-[\w-]{32}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])NRA[AR]-[0-9a-zA-Z]{27}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['NRAK-IED2BDPGPIEV3O7OTVFI97U6ZYP', 'NRJS-4b9260ed804bc077b05', 'NRII-kWSYsIRJ1xGJZUwwy4rUJPr4QDrrQRS9'],
    silent: ['NRAK-', 'NRII-short'],
  },
};
