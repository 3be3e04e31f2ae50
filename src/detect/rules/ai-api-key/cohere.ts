import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isChecksum } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'cohere',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Cohere key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy:
    '40 letters and digits without a prefix, so its name has to stand before it, as that of a setting or of the client that it is given to',
  source: 'https://docs.cohere.com/docs/rate-limits',
  home: ['api.cohere.com', 'api.cohere.ai', '*.cohere.com', '*.cohere.ai'],
  match: [
    {
      re: /(?:cohere|CO_API_KEY)[\w .({-]{0,24}["']?\s{0,3}[:=(,]>?\s{0,3}["']?(?<secret>[A-Za-z0-9]{40})(?![A-Za-z0-9])/i,
      // What a package manager pins a library to: `cohere-python: 5f3c8a9b...`
      accept: ({ secret }) => hasDigitAndLetter(secret) && !isChecksum(secret),
    },
  ],
  examples: {
    fires: [
      'CO_API_KEY=1Vm8kV6um4yvMpy62O6SQ1IEE1HSa2bB9UoK4tYn',
      'cohere_api_key: "zNLeK6kjcbhgN7kwjSbbciSPOcSeVce2LWxm090I"',
      "co = cohere.Client('zNLeK6kjcbhgN7kwjSbbciSPOcSeVce2LWxm090I')",
      'COHERE_API_KEY,zNLeK6kjcbhgN7kwjSbbciSPOcSeVce2LWxm090I',
      'new CohereClient({ token: "1Vm8kV6um4yvMpy62O6SQ1IEE1HSa2bB9UoK4tYn" })',
    ],
    silent: [
      'CO_API_KEY=$COHERE',
      'coherence = 0.5',
      'cohere.Client(process.env.CO_API_KEY)',
      'cohere-python: 5f3c8a9b7e2d1f4a6c8b0e9d7a5f3c1b2e4d6f80',
    ],
  },
};
