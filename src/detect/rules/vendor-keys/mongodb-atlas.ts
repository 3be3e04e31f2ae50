import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'mongodb-atlas',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Secret of a MongoDB Atlas service account: the databases of a project and who may read them.',
  anatomy: 'mdb_sa_sk_, 40 base64url characters',
  source: 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/',
  home: ['cloud.mongodb.com'],
  match: [{ re: /(?<![A-Za-z0-9])mdb_sa_sk_[\w-]{40}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['mdb_sa_sk_HsxPvrwDXKErhtRFKs2K9ffDVS35PnmbjUPULnPy'], silent: ['mdb_sa_sk_', 'mdb_sa_id_66b2'] },
};
