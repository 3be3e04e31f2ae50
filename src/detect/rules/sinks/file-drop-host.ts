import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'file-drop-host',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'sinks',
  about:
    'A request to a service that keeps files for whoever has the link: what is sent there is for a stranger to read.',
  anatomy: 'the whole of a Host field: the name of such a service, or a name below it',
  source: 'https://transfer.sh/',
  match: [
    {
      re: /^(?:[\w-]+\.)*(?:transfer\.sh|file\.io|gofile\.io|catbox\.moe|temp\.sh|bashupload\.com|oshi\.at|tmpfiles\.org|uguu\.se|pixeldrain\.com|filebin\.net|x0\.at|ufile\.io|keep\.sh|anonfiles\.com)(?::\d{1,5})?$/i,
    },
  ],
  examples: {
    fires: ['transfer.sh', 'store1.gofile.io'],
    silent: ['see the page of transfer.sh for more', 'profile.io', 'https://transfer.sh/'],
  },
};
