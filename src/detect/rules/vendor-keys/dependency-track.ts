import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'dependency-track',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Dependency-Track key: an organisation's list of what it runs and where that is vulnerable.",
  anatomy: 'odt_, optionally 8 public characters and _, 32 to 40 letters and digits',
  source: 'https://docs.dependencytrack.org/integrations/rest-api/',
  match: [
    {
      re: /(?<![A-Za-z0-9])odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32,40}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['odt_dV5EWUUqz6hxAVWDFxiaNz7f7i0PsuhM'], silent: ['odt_', 'odt_file_name'] },
};
