import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'chat_webhook',
  variant: 'automation-webhook',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'sinks',
  about: 'The catch address of an automation service: what is sent there goes wherever its owner likes.',
  anatomy:
    'hooks.zapier.com/hooks/catch, hook.REGION.make.com, maker.ifttt.com/trigger, tines.com/webhook or a pipedream endpoint, with its random part',
  source: 'https://help.zapier.com/hc/en-us/articles/8496288690317',
  match: [
    { re: /hooks\.zapier\.com\/hooks\/catch\/(?<secret>\d{4,10}\/[a-z0-9]{5,10})/i },
    { re: /hook\.(?:[a-z]{2}\d\.)?make\.com\/(?<secret>[a-z0-9]{28,40})/i },
    { re: /maker\.ifttt\.com\/trigger\/[\w-]{1,60}\/(?:json\/)?with\/key\/(?<secret>[\w-]{20,50})/i },
    { re: /\.tines\.(?:com|io)\/webhook\/(?<secret>[\w-]{20,64}\/[\w-]{20,64})/i },
    { re: /(?<secret>[a-z0-9]{10,30})\.[mx]\.pipedream\.net/i },
  ],
  examples: {
    fires: [
      'https://hooks.zapier.com/hooks/catch/4821973/b7kq2xw',
      'https://hook.eu1.make.com/k3jq81mzp0sxv72lwqe5rt9yb6nd4hc1',
      'https://eo4k2jq81mzp0sx.m.pipedream.net',
    ],
    silent: ['https://hooks.zapier.com/', 'make.com'],
  },
};
