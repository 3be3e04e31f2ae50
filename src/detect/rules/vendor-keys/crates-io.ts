import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'crates-io',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'crates.io token: publishes packages that others then run.',
  anatomy: 'cio and 32 letters and digits',
  source: 'https://doc.rust-lang.org/cargo/reference/registry-authentication.html',
  home: ['crates.io'],
  match: [{ re: /(?<![A-Za-z0-9])cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: { fires: ['ciojcybHmhc4TFbsPfLRvefPy0GQUKiCq13'], silent: ['cioccolatofondenteconnoccioleintere'] },
};
