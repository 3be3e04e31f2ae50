import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'telegram-bot',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Telegram bot token: reads what is sent to the bot and speaks as it.',
  anatomy: '8 to 10 digits that are the bot, a colon, AA and 33 base64url characters',
  source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
  home: ['api.telegram.org'],
  homeInUrl: true,
  match: [
    { re: /(?<!\d)\d{8,10}:AA[\w-]{32,33}(?![\w-])/, accept: ({ secret }) => looksRandom(secret) },
    // Named beside it, whatever it begins with.
    {
      re: /telegram(?:[^\n]*\D)?(?<secret>\d{8,10}:A[\w-]{34})(?![\w-])/i,
      window: 160,
      accept: ({ secret }) => looksRandom(secret),
    },
  ],
  examples: {
    fires: [
      'const telegramToken = "7346806469:AfkuQKH7x_kmMdz4mMH1eWGH0XEv3gsC-s9"',
      '1090527213:AAkRYpbs7Mf8wZinIxzq1Xg-ykWbjCzIED9',
      'https://api.telegram.org/bot7346806469:AAkuQKH7x_kmMdz4mMH1eWGH0XEv3gsC-s9/sendMessage',
    ],
    silent: [
      'telegram 12345678:ApplicationContextOfTheServerAtStart1',
      '12345:AAshort',
      'arn:aws:sns:aaa:111122223333:aaaaaaaaaaaaaaaaaaassssssddddddddddddd',
    ],
  },
};
