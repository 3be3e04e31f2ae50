import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'deno-deploy',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Deno Deploy token: deploys code in the name of its owner.',
  anatomy: 'ddp_, ddo_ or ddw_ and 36 letters and digits',
  source: 'https://docs.deno.com/deploy/classic/deployctl/',
  home: ['api.deno.com', 'dash.deno.com'],
  match: [{ re: /(?<![A-Za-z0-9])dd[opw]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['ddp_ZGIqxBHglBITaHcRnIPr0hJxfzFtVmuhOxtb'], silent: ['ddp_token'] },
};
