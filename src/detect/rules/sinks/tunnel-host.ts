import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'tunnel-host',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'sinks',
  about: "A request to a tunnel to somebody's own machine: what is sent there is for a stranger to read.",
  anatomy: 'the whole of a Host field: the name of such a service, or a name below it',
  source: 'https://ngrok.com/docs/',
  match: [
    {
      re: /^(?:[\w-]+\.)+(?:ngrok\.(?:io|app|dev)|ngrok-free\.(?:app|dev)|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|lhr\.life|pinggy\.(?:link|io)|bore\.pub|tunnelmole\.net|zrok\.io|playit\.gg)(?::\d{1,5})?$/i,
    },
  ],
  examples: {
    fires: ['3f1c-203-0-113-9.ngrok-free.app', 'blue-sky-word.trycloudflare.com:443'],
    silent: ['see the page of 3f1c-203-0-113-9.ngrok-free.app for more', 'https://ngrok.io', 'ngrok.com'],
  },
};
