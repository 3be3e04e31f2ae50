import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'sidekiq',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Credential of Sidekiq Pro or Enterprise: downloads at its owner's cost.",
  anatomy: '8 hexadecimal digits, a colon, 8 hexadecimal digits, behind the name of the gem server',
  source: 'https://github.com/sidekiq/sidekiq/wiki/Commercial-Support',
  home: ['*.contribsys.com'],
  match: [
    {
      re: /(?:ENTERPRISE|GEMS)(?:__|\.)CONTRIBSYS(?:__|\.)COM\w{0,10}["']?(?:\s{0,3}[:=])?\s{0,3}["']?(?<secret>[0-9a-f]{8}:[0-9a-f]{8})(?![A-Za-z0-9])/i,
    },
  ],
  examples: {
    fires: [
      'export BUNDLE_GEMS__CONTRIBSYS__COM=d9d0ab13:7cf45056',
      'bundle config --global enterprise.contribsys.com d9d0ab13:7cf45056',
      'ENV BUNDLE_GEMS__CONTRIBSYS__COM d9d0ab13:7cf45056',
    ],
    silent: ['BUNDLE_GEMS__CONTRIBSYS__COM=$SIDEKIQ', 'gems.contribsys.com:443'],
  },
};
