import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'tunnel-url',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'low',
  confidence: 'medium',
  group: 'sinks',
  about:
    "The address of a tunnel to somebody's own machine, with the place that was made for one receiver, in what leaves.",
  anatomy: 'http:// or https://, the name of such a service or one below it, and a path or label of its own',
  source: 'https://ngrok.com/docs/',
  match: [
    {
      re: /(?<=\/)(?:[\w-]+\.)+(?:ngrok\.(?:io|app|dev)|ngrok-free\.(?:app|dev)|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|lhr\.life|pinggy\.(?:link|io)|bore\.pub|tunnelmole\.net|zrok\.io|playit\.gg)(?::\d{1,5})?(?=[/:"'\s?#<>)\]]|$)/i,
    },
  ],
  examples: {
    fires: ['https://3f1c-203-0-113-9.ngrok-free.app/collect', 'https://blue-sky-word.trycloudflare.com'],
    silent: ['https://ngrok.io', 'ngrok.com'],
  },
};
