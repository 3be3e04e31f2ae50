import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'vercel',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Vercel token: projects, their settings and deploys.',
  anatomy: 'vcp_, vci_, vca_, vcr_ (personal, integration, app, refresh) and 50 or more letters and digits',
  source: 'https://vercel.com/docs/rest-api#authentication',
  home: ['api.vercel.com', 'vercel.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])vercel_blob_rw_[A-Za-z0-9]{14,20}_[A-Za-z0-9]{28,40}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![A-Za-z0-9])vc[piar]_[A-Za-z0-9]{50,64}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: { fires: ['vcp_PWqaBvmgLVDB0Gpw9Bg7TvSqRhKUdlNM15b2wcK74CEaKxRwXSZ2SYlW'], silent: ['vcp_short'] },
};
