import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'paste-host',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'sinks',
  about: 'A request to a paste service: what is sent there is for a stranger to read.',
  anatomy: 'the whole of a Host field: the name of such a service, or a name below it',
  source: 'https://pastebin.com/doc_api',
  match: [
    {
      re: /^(?:[\w-]+\.)*(?:pastebin\.com|paste\.ee|hastebin\.com|dpaste\.(?:com|org)|ix\.io|termbin\.com|0x0\.st|paste\.rs|sprunge\.us|rentry\.co|privatebin\.net|controlc\.com|justpaste\.it|bpa\.st)(?::\d{1,5})?$/i,
    },
  ],
  examples: {
    fires: ['pastebin.com', 'dpaste.org'],
    silent: ['see the page of pastebin.com for more', 'pastebin.community', 'https://pastebin.com/'],
  },
};
