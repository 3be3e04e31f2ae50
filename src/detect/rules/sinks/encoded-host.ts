import type { Rule } from '../../rule.js';
import { isEncodedLabel } from '../../checks/encoded-host.js';

export const rule: Rule = {
  pattern: 'encoded_exfil',
  variant: 'encoded-host',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'sinks',
  about:
    'A host name whose first label is a long run of hexadecimal digits or base32: how data leaves through look-ups alone.',
  anatomy: '://, a label of 40 to 63 characters of one of these alphabets, a dot, a name',
  source: 'https://attack.mitre.org/techniques/T1048/',
  match: [
    { re: /:\/\/(?<secret>[a-z0-9]{40,63})\.[\w-]{1,63}\.[\w.-]{2,}/i, accept: ({ secret }) => isEncodedLabel(secret) },
  ],
  examples: {
    fires: ['http://54686520637573746f6d65722773206e616d65206973.stranger.invalid/'],
    silent: ['https://d1a2b3c4.cloudfront.net/', 'https://subdomain-of-a-company-with-a-long-name.stranger.invalid/'],
  },
};
