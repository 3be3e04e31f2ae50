import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'grafana',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Grafana token: dashboards and the data behind them.',
  anatomy: 'glsa_, 32 letters and digits, _, 8 hexadecimal digits; glc_ and base64; older ones eyJrIjoi and base64',
  source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  home: ['*.grafana.net', 'grafana.com', '*.grafana.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])glc_[A-Za-z0-9+/]{32,}={0,2}(?![A-Za-z0-9+/])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])eyJrIjoi[A-Za-z0-9]{70,}={0,2}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'glsa_ynOJvCWXwcHuiOCF7rAwMYgzGb8QTzpU_74e98f1d',
      'glc_wQA1nyWnJsi3NAvafvY0j1i5ZLTLl97Y4Og9v0xR0Es8Uq8csUXubyMiZTqH==',
      'eyJrIjoibv3m4BeEl8zbohe3v6PTOgUiprwNp3D4FEbR8ibxZoIKR5IydDMvF3t5d3f613VU0e75stb2g0g5IGt9',
    ],
    silent: [
      'GLC_CreateLightmapTextureArray',
      'glc_111111111111111111111111111111111111111111=',
      'glsa_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX_AAAAAAAA',
    ],
  },
};
