import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'prefect',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Prefect key: runs flows as its owner.',
  anatomy: 'pnu_ and 36 of a-z and 0-9',
  source: 'https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys',
  home: ['api.prefect.cloud'],
  match: [{ re: /(?<![A-Za-z0-9])pnu_[A-Za-z0-9]{36}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['pnu_wkjqkpg163bpr7vx5j3s44r3pr0ruh41fuhx'], silent: ['pnu_id'] },
};
