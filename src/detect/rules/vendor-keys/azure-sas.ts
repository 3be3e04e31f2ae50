import type { Candidate, Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

/** One file to be read for a while, as links that S3 signs: `sr=b` is a blob, `sp=r` to read it. */
const isLinkToFile = ({ before, after }: Candidate): boolean =>
  /[?&;]sr=b(?!\w)/.test(before + after) && /[?&;]sp=r(?!\w)/.test(before + after);

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'azure-sas',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'vendor-keys',
  about: 'Azure shared access signature: whoever has the link reads or writes what it is for until it expires.',
  anatomy: 'an address with sv=, sp= or se= and sig=, percent-encoded base64 of 32 bytes',
  source: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview',
  home: ['*.windows.net', '*.azure.com', '*.azure.net', '*.visualstudio.com', '*.githubusercontent.com'],
  homeInUrl: true,
  match: [
    {
      re: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{43,63}(?:%3D|=))/i,
      accept: (candidate) => looksRandom(candidate.secret) && !isLinkToFile(candidate),
    },
  ],
  examples: {
    fires: [
      'https://a.blob.core.windows.net/c/f?sv=2024-11-04&sp=r&sig=k1RtKjqneScWwoVEVwsyJEtF5SKWnyVzijvUzxYweM9%3D',
      'https://a.blob.core.windows.net/c?sv=2024-11-04&sr=c&sp=rl&sig=k1RtKjqneScWwoVEVwsyJEtF5SKWnyVzijvUzxYweM9%3D',
      'https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=rw&sig=k1RtKjqneScWwoVEVwsyJEtF5SKWnyVzijvUzxYweM9%3D',
    ],
    silent: [
      '?sig=short',
      '&sig=',
      'https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&sig=k1RtKjqneScWwoVEVwsyJEtF5SKWnyVzijvUzxYweM9%3D',
    ],
  },
};
