import type { Rule } from '../../rule.js';
import { isBase58Check } from '../../checks/base58.js';

export const rule: Rule = {
  pattern: 'wallet_secret',
  variant: 'private-key',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'wallets',
  about:
    'The private key of a wallet: an extended one that opens a whole tree of accounts, or a single one behind its name.',
  anatomy:
    'xprv, yprv, zprv or tprv and 107 or 108 of base 58; 51 or 52 of base 58 from K, L or 5 on; 0x and 64 hexadecimal digits behind private key',
  source: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
  match: [
    {
      re: /(?<![A-Za-z0-9])[txyzuv]prv[1-9A-HJ-NP-Za-km-z]{107,108}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isBase58Check(secret),
    },
    {
      re: /(?:wif|priv(?:ate)?[ _-]?key|wallet)[\w ]{0,10}["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>[5KL][1-9A-HJ-NP-Za-km-z]{50,51})(?![A-Za-z0-9])/i,
      accept: ({ secret }) => isBase58Check(secret),
    },
    { re: /priv(?:ate)?[ _-]?key["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>0x[0-9a-f]{64})(?![0-9a-f])/i },
  ],
  examples: {
    fires: [
      'xprv9txQmvSLnkx2CYVmw91me2J1qNMmNy7gtwKpzzesKaZtYqac1cLCj1FmomX4CKmw9yrAZuJEBU6GSxjuGnJ3cMaMJyXnufaJK1jXWzaMDda',
      'private key: 5KJHZScUopEuc39ZNaqkR7ZgWK4dxtc8HzUGZFNPUkmC2LXgbVk',
      'WIF = L1c5kFTjq5ESoy5CFjdb2Jq66PgNr9wcyca2vc9os2w2U6RvhEt9',
      'PRIVATE_KEY=0x3f1c9a5277de4b0a9d2e1f5e0c4b7a613f1c9a5277de4b0a9d2e1f5e0c4b7a62',
    ],
    silent: [
      'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8',
      'private key: 5KJHZScUopEuc39ZNaqkR7ZgWK4dxtc8HzUGZFNPUkmC2LXgbVj',
      'privateKey: string',
    ],
  },
};
