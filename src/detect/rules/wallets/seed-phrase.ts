import type { Candidate, Rule } from '../../rule.js';
import { beginsWithSeedPhrase } from '../../checks/seed-phrase.js';

const accept = ({ secret }: Candidate): boolean => beginsWithSeedPhrase(secret);

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
      re: /(?:mnemonic|seed|phrase|recovery|wallet|words?)(?: ?(?:phrase|words?|is|are|key|backup))?["']?\s{0,2}[:=\n]\s{0,3}["'`]?(?<secret>(?:[a-z]{3,8}(?:[ \t]{1,2}|, ?)){11,23}[a-z]{3,8})(?![a-z])/i,
      accept,
    },
    {
      re: /(?:mnemonic|seed|phrase|recovery|wallet|words?)(?: ?(?:phrase|words?|is|are|key|backup))?["']?\s{0,2}[:=\n]\s{0,3}\[\s{0,8}["'](?<secret>(?:[a-z]{3,8}["'],[ \n]?["']){11,23}[a-z]{3,8})(?![a-z])/i,
      accept,
    },
  ],
  examples: {
    fires: [
      'MNEMONIC="panel mechanic month sight swift foster iron void box diagram retreat require"',
      'seed phrase: history magic diet squirrel lyrics invest derive abuse cram virtual install twenty civil return hobby demise pupil veteran dwarf reform animal soup stomach spin',
      'my seed phrase is: panel mechanic month sight swift foster iron void box diagram retreat require please keep it',
      '{"seed":["panel","mechanic","month","sight","swift","foster","iron","void","box","diagram","retreat","require"]}',
    ],
    silent: [
      'seed phrase: panel mechanic month sight swift foster iron void box diagram retreat retreat',
      'phrase: the quick brown fox jumps over the lazy dog and then runs away',
      'mnemonic: string',
    ],
  },
};
