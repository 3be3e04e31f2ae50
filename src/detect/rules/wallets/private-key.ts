import type { Candidate, Rule } from '../../rule.js';
import { isBase58Check } from '../../checks/base58.js';
import { isVaried } from '../../checks/randomness.js';

/** The accounts that Hardhat and Anvil have on everybody's machine, of the phrase "test test ... junk". */
const DEVELOPMENT =
  /^(?:0x)?(?:ac0974bec39a17e36b|59c6995e998f97a5a0|5de4111afa1a4b9490|7c852118294e51e653|47e179ec197488593b|8b3a350cf5c34c9194|92db14e403b83dfe3d|4bbbf85ce3377467af|dbda1821b80551c9d6|2a871d0798f97d79848)/i;

const isOwn = ({ secret }: Candidate): boolean => !DEVELOPMENT.test(secret) && isVaried(secret);

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
    'xprv, yprv, zprv or tprv and 107 or 108 of base 58; 51 or 52 of base 58 from K, L or 5 on; 0x and 64 hexadecimal digits behind private key, 0x or not, or where a library takes one',
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
    {
      re: /priv(?:ate)?[ _-]?key["']?(?: \(hex\))?\s{0,3}[:=\s]\s{0,3}["']?(?<secret>(?:0x)?[0-9a-f]{64})(?![0-9a-f])/i,
      accept: isOwn,
    },
    // How libraries and the settings of chains' tools take it.
    {
      re: /(?:wallet\(|privatekeytoaccount\(|from_key\(|accounts: ?\[)\s{0,12}["'`](?<secret>(?:0x)?[0-9a-f]{64})(?![0-9a-f])/i,
      accept: isOwn,
    },
  ],
  examples: {
    fires: [
      'xprv9txQmvSLnkx2CYVmw91me2J1qNMmNy7gtwKpzzesKaZtYqac1cLCj1FmomX4CKmw9yrAZuJEBU6GSxjuGnJ3cMaMJyXnufaJK1jXWzaMDda',
      'private key: 5KJHZScUopEuc39ZNaqkR7ZgWK4dxtc8HzUGZFNPUkmC2LXgbVk',
      'WIF = L1c5kFTjq5ESoy5CFjdb2Jq66PgNr9wcyca2vc9os2w2U6RvhEt9',
      'cast send --private-key 0x3f1c9a5277de4b0a9d2e1f5e0c4b7a613f1c9a5277de4b0a9d2e1f5e0c4b7a62',
      'new ethers.Wallet("0x3f1c9a5277de4b0a9d2e1f5e0c4b7a613f1c9a5277de4b0a9d2e1f5e0c4b7a62")',
      'accounts: ["0x3f1c9a5277de4b0a9d2e1f5e0c4b7a613f1c9a5277de4b0a9d2e1f5e0c4b7a62"]',
      'PRIVATE_KEY=0x3f1c9a5277de4b0a9d2e1f5e0c4b7a613f1c9a5277de4b0a9d2e1f5e0c4b7a62',
    ],
    silent: [
      'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8',
      'private key: 5KJHZScUopEuc39ZNaqkR7ZgWK4dxtc8HzUGZFNPUkmC2LXgbVj',
      'cast send --private-key 0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
      '"accounts":["0x3f1c9a5277de4b0a9d2e1f5e0c4b7a613f1c9a5277de4b0a9d2e1f5e0c4b7a62"]',
      'privateKey: string',
    ],
  },
};
