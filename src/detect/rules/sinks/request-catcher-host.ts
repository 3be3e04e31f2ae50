import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'request-catcher-host',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'sinks',
  about: 'A request to a request catcher: what is sent there is for a stranger to read.',
  anatomy: 'the whole of a Host field: the name of such a service, or a name below it',
  source: 'https://docs.webhook.site/',
  match: [
    {
      re: /^(?:[\w-]+\.)*(?:webhook\.site|requestbin\.(?:com|net)|requestcatcher\.com|beeceptor\.com|hookbin\.com|postb\.in|ptsv[23]\.com|webhook\.cool|typedwebhook\.tools|httpdump\.app|requestinspector\.com|rbndr\.us)(?::\d{1,5})?$/i,
    },
  ],
  examples: {
    fires: ['webhook.site', 'alice.requestcatcher.com'],
    silent: ['see the page of webhook.site for more', 'our webhook.site is down', 'https://webhook.site/'],
  },
};
