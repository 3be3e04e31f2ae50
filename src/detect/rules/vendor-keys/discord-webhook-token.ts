import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'discord-webhook-token',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Discord client secret or webhook named as such.',
  anatomy: 'behind its name: 32 base64url characters',
  source: 'https://discord.com/developers/docs/topics/oauth2',
  home: ['discord.com', '*.discord.com'],
  match: [
    {
      re: /discord_?client_?secret["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>[\w-]{32})(?![\w-])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['DISCORD_CLIENT_SECRET=k4QBOndNUy8rjmQstNWX2qUNGcrmjdg9'],
    silent: ['DISCORD_CLIENT_SECRET=$SECRET'],
  },
};
