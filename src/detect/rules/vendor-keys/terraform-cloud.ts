import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'terraform-cloud',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Terraform Cloud token: plans and applies infrastructure, and reads its state.',
  anatomy: '14 letters and digits, .atlasv1., 60 or more base64url characters',
  source: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
  home: ['app.terraform.io', '*.terraform.io'],
  match: [
    {
      re: /(?<![A-Za-z0-9])[A-Za-z0-9]{13,14}\.atlasv1\.[\w=-]{60,90}(?![\w=-])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['rY51Aq31H5WhPG.atlasv1.kQiE3JU_3UIvDUa6N-6RC4uu_D-GybY4IxTApn0QR4qwPp_8Otx3MH65CGCoLGwWWH9'],
    silent: ['.atlasv1.', 'a.atlasv1.b'],
  },
};
