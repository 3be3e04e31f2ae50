import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'vault',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'HashiCorp Vault token: the secrets that its policy opens.',
  anatomy:
    'hvs. (service), hvb. (batch) or hvr. (recovery) and 24 or more base64url characters; a share of the unseal key; the secret_id of an AppRole',
  source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
  match: [
    {
      re: /(?<![A-Za-z0-9])hv[bsr]\.[\w-]{24,}(?![\w-])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
    // Before version 1.10 with one letter, which other words end with, too.
    {
      re: /vault login (?:token=)?(?<secret>s\.[A-Za-z0-9]{24})(?![\w.-])/,
      accept: ({ secret }) => hasDigitAndLetter(secret),
    },
    // What `vault operator init` prints: a share of the key that opens the whole store.
    {
      re: /unseal(?: key \d{1,2}:)? (?<secret>[A-Za-z0-9+/]{43,44}=?)(?![A-Za-z0-9+/])/i,
      accept: ({ secret }) => looksRandom(secret),
    },
    // AppRole: the identifier of the role is public, this one opens it.
    { re: /secret_id["']?\s{0,2}[=:]\s{0,2}["']?(?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/ },
  ],
  examples: {
    fires: [
      'vault write auth/approle/login role_id=db02de05-fa39-4855-059b-67221c5c2f63 secret_id=6a174c20-f6de-a53c-74d2-6018fcceff64',
      'vault login s.0tZn7QQCxphpHwTm7dC3LpP5',
      'Unseal Key 2: 0tZn+7QQCxphpHwTm7/dC3LpP5JGIbYl3PK8Sy81R+P2',
      'VAULT_TOKEN=hvs.kSjzYhBn9plvx6Lmy7lIQoAR41FiOa4CV6iGfQuh6XgLPI9y6WKEXzmni1JywZyckRk0gieYDVDyAZJPeCJXyFhdA9',
      'hvb.kXY-cIWvqJbk70PaG8HuWjwtEwEcLbI2_DsLjG-XexE8PhvAY5VgmAiZx1EHKJ2SMpAdc6pq9VLN_qrABgY2Zs6K3PHQa6ybfsCZeZV1z1EScWob4yVmoJzZf9pmOFOWlTz5RLpSMxZ9',
    ],
    silent: [
      'vault login s.xxxxxxxxxxxxxxxxxxxxxxxx',
      'vault operator unseal <key>',
      'hvs.example',
      'secret_id=<secret_id>',
      'hvs.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ],
  },
};
