import type { Rule } from '../../rule.js';
import { isSeedPhrase } from '../../checks/seed-phrase.js';

export const rule: Rule = {
  pattern: 'wallet_secret',
  variant: 'seed-phrase',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'wallets',
  about: 'The seed phrase of a wallet with a right checksum, behind its name: all that the wallet holds, for ever.',
  anatomy:
    '12, 15, 18, 21 or 24 words of the BIP-39 list, the last bits of which are a checksum, behind seed, mnemonic or phrase',
  source: 'https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki',
  match: [
    {
      re: /(?:mnemonic|seed|phrase|recovery|wallet|words?)(?: ?(?:phrase|words?|is|are|key|backup))?["']?\s{0,2}[:=\n]\s{0,3}[["'`]{0,2}(?<secret>(?:[a-z]{3,8}["',\s]{1,4}){11,23}[a-z]{3,8})(?![a-z])/i,
      accept: ({ secret }) => isSeedPhrase(secret),
    },
  ],
  examples: {
    fires: [
      'MNEMONIC="panel mechanic month sight swift foster iron void box diagram retreat require"',
      'seed phrase: history magic diet squirrel lyrics invest derive abuse cram virtual install twenty civil return hobby demise pupil veteran dwarf reform animal soup stomach spin',
      '{"seed":["panel","mechanic","month","sight","swift","foster","iron","void","box","diagram","retreat","require"]}',
    ],
    silent: [
      'seed phrase: panel mechanic month sight swift foster iron void box diagram retreat retreat',
      'phrase: the quick brown fox jumps over the lazy dog and then runs away',
      'mnemonic: string',
    ],
  },
};
