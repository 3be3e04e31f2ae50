import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'exfil_sink',
  variant: 'telegram-send',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'sinks',
  about: 'A Telegram bot sends a message or a file: a common way to carry data out.',
  anatomy: 'the path of a bot API call that sends, with the token in it',
  source: 'https://core.telegram.org/bots/api#sendmessage',
  match: [{ re: /\/bot\d{8,10}:(?<secret>[\w-]{35})\/send(?:Message|Document|Photo|MediaGroup)/i }],
  examples: {
    fires: ['POST /bot7213808861:AAk3Jq81mZp0sXv72LwQe5Rt9Yb6Nd4Hc1G/sendDocument'],
    silent: ['/bot123/sendMessage', 'sendMessage(chat)'],
  },
};
