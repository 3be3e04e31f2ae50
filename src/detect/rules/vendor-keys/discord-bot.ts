import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'discord-bot',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Discord bot token: reads the servers that the bot is in and speaks as it.',
  anatomy:
    "the bot's number in base64 (its first characters can only be those of digits), a dot, 6 characters of time, a dot, 27 or 38 base64url characters",
  source: 'https://discord.com/developers/docs/reference#authentication',
  home: ['discord.com', '*.discord.com', 'discordapp.com', '*.discordapp.com', 'gateway.discord.gg', '*.discord.gg'],
  homeInBody: true,
  match: [
    {
      re: /(?<![\w-])MT(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])MT(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Mj(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Mj(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Mz(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Mz(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])ND(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])ND(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])NT(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])NT(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Nj(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Nj(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Nz(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])Nz(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])OD(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])OD(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])OT(?:[AEIMQ])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
    {
      re: /(?<![\w-])OT(?:[UYcgk])(?:[wxyz0]|[12345])[\w-]{15,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
      accept: ({ secret }) => looksRandom(secret),
    },
  ],
  examples: {
    fires: [
      'MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.kQG6BGlc4MJ09hRjVtTzCr4PHC9',
      'DISCORD_TOKEN=OTUyODM5MDk2MTMxNzc2MDEz.GSroKE.kG3GviqxkXSdhxrURJUhEXNOVR-JtkahYA6EO9',
    ],
    silent: ['MZ1yGvKTjE0rY0cV8i47CjAa.uRHQPq.kgkD3SJOgDTP6b1kdDJi2Kd93F9', 'note.class.method', 'MTk4.Cl2FMQ.ZnCj'],
  },
};
