import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'google-service-account',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'medium',
  group: 'vendor-keys',
  about: 'The key file of a Google service account: acts as that account until someone deletes the key.',
  anatomy: 'a JSON object whose type is service_account, with a private key in it',
  source: 'https://cloud.google.com/iam/docs/keys-create-delete',
  match: [{ re: /"type"\s{0,4}:\s{0,4}"service_account"/ }, { re: /\\"type\\"\s{0,4}:\s{0,4}\\"service_account\\"/ }],
  examples: {
    fires: ['{"type": "service_account", "project_id": "sample"}'],
    silent: ['{"type": "user_account"}', 'service_account'],
  },
};
