import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'gitlab',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'GitLab token: personal, deploy, runner, job, feed, agent, OAuth or feature flag access.',
  anatomy:
    'gl, a kind (pat, dt, ptt, rt, rtr, cbt, ft, ffct, imt, soat, wt, agent, oas), -, 20 or more base64url characters; routable ones end in a dot and a checksum; older runner tokens begin with GR1348941',
  source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
  home: ['gitlab.com', '*.gitlab.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|rtr|ft|imt|ffct|soat|wt|cbt)-[\w-]{20,64}(?:\.[0-9a-z]{7,12}){0,2}(?![\w-])/,
      // What mail is sent to has 25 characters: `glimt-my-tokens` is a name.
      accept: ({ secret }) => isVaried(secret) && !/^glimt-.{0,24}$/.test(secret),
    },
    { re: /(?<![A-Za-z0-9])glptt-[\w-]{40}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    {
      re: /(?<![A-Za-z0-9])glagent-[\w-]{50,}(?![\w-])/,
      accept: ({ secret }) => isVaried(secret) && /\d/.test(secret),
    },
    { re: /(?<![A-Za-z0-9])gloas-[\w-]{64}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])GR1348941[\w-]{20,50}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'glpat-k0yPKo-PkMXDWin_Q0d9',
      'GITLAB_TOKEN=glrt-t1_kjTSWISbO_K9HV6r35K9rIm9',
      'glptt-61cfaa0dee8643b703eafc01958649451cff5f28',
      'gloas-khN61_Gri97vrEiv4tj1qrxboIejBV0o1oh3zMo2enyiqRofzlgfFdfSKK45miR9',
      'glagent-kwoz1VFe1WWfwMCNclauqBDBSNjO7W7ZUwcEZCdfUUo0GUaLC9',
      'GR1348941k9QI_gGWbdvx7eDVk9d9',
      'glpat-kXr5Tk2UaZh2GWbvRqupV3jAeM9.01.l0kokghrp',
    ],
    silent: [
      'glpat-short',
      'glimt-address-of-the-service',
      'glagent-settings-of-the-cluster-that-the-office-in-the-city-runs',
      'glpat-xxxxxxxxxxxxxxxxxxxx',
      'gloas-kM5nRu3DAr8ldHxMwar5rfh34mH9hGlupQ1Q_JVOtcrwgQUMhs1ocJHkCclM_0g9_and_more',
      'spangl-pat',
    ],
  },
};
