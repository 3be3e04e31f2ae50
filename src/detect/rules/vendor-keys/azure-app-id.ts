import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'azure-app-id',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Azure application or tenant: an identifier, half of a sign-in; it tells whom to attack.',
  anatomy: 'a UUID behind a name with azure or ad in it',
  source: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow',
  home: ['login.microsoftonline.com'],
  match: [
    {
      re: /(?:azure|arm|msal|entra|ad)_(?:client|tenant|subscription|app)_?id["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'AZURE_CLIENT_ID=d912bac3-8fea-c99e-af7e-d77ac6cbe65d',
      'ad_tenant_id: "3df321c6-ecab-6194-3f19-040a1c8b43ed"',
    ],
    silent: ['AZURE_CLIENT_ID=$ID', 'client_id=e60032eb-0c83-75c0-a7b8-9356ec5c6b0a'],
  },
};
