import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'paste-url',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'medium',
  group: 'sinks',
  about: 'The address of a paste service, with the place that was made for one receiver, in what leaves.',
  anatomy: 'http:// or https://, the name of such a service or one below it, and a path or label of its own',
  source: 'https://pastebin.com/doc_api',
  match: [
    {
      re: /(?<=\/)(?:[\w-]+\.)*(?:pastebin\.com|paste\.ee|hastebin\.com|dpaste\.(?:com|org)|ix\.io|termbin\.com|0x0\.st|paste\.rs|sprunge\.us|rentry\.co|privatebin\.net|controlc\.com|justpaste\.it|bpa\.st)(?::\d{1,5})?\/[\w.~%/-]{4,}/i,
    },
  ],
  examples: {
    fires: ['https://pastebin.com/api/api_post.php', 'https://paste.ee/p/k3Jq8'],
    silent: ['pastebin.community', 'https://pastebin.com/'],
  },
};
