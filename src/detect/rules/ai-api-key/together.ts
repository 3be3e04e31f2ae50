import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'together',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Together AI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'tgp_v1_ and 43 base64url characters; older ones are 64 hexadecimal digits behind their name',
  source: 'https://docs.together.ai/docs/quickstart',
  home: ['api.together.xyz', 'api.together.ai', '*.together.xyz', '*.together.ai'],
  match: [
    { re: /(?<![A-Za-z0-9])tgp_v1_[\w-]{40,48}(?![\w-])/ },
    {
      re: /together[\w .-]{0,20}["']?\s{0,3}[:=]>?\s{0,3}["']?(?<secret>[0-9a-f]{64})(?![0-9a-f])/i,
      // An everyday word, and in front of a checksum the name of a file.
      accept: ({ text }) => /key|token|secret/i.test(text),
    },
  ],
  examples: {
    fires: [
      'tgp_v1_iXnFAAoeelK9mqmALOR2HcSGKgVP8Kd0d3mS8gBlKva',
      'TOGETHER_API_KEY=d06910bf3f5fb85967f532f3ab3cc2d0b698d5c7e41ba4ea5ee874ae7689447a',
    ],
    silent: [
      'togethercomputer/llama-2-70b',
      'tgp_v1_short',
      'All together: d06910bf3f5fb85967f532f3ab3cc2d0b698d5c7e41ba4ea5ee874ae7689447a',
    ],
  },
};
