import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'nuget',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'NuGet key: publishes packages that others then run.',
  anatomy: 'oy2 and 43 of a-z and 0-9',
  source: 'https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package',
  home: ['www.nuget.org', 'api.nuget.org', '*.nuget.org'],
  match: [
    {
      re: /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
  ],
  examples: { fires: ['oy2mku8buwsrf5c8gzzgpocvoktwf5m2rtp59e5u2j5024'], silent: ['oy2'] },
};
