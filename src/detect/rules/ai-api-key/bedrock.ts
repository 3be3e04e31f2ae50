import type { Rule } from '../../rule.js';

/** Made of a name and 100 random bytes; some more, for longer names. */
const LONGEST = 280;

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'bedrock',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Amazon Bedrock key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy:
    'long-term: ABSK and base64 that begins with "BedrockAPIKey-"; short-term: bedrock-api-key- and base64 of a presigned URL',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
  home: ['*.amazonaws.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])ABSK[A-Za-z0-9+/]{100,}={0,2}/,
      // A picture in base64 goes on.
      accept: ({ secret }) => secret.length <= LONGEST,
    },
    { re: /bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=_-]*/ },
  ],
  examples: {
    fires: [
      'ABSKQmVkcm9ja0FQSUtleS1MPLCM7HUFpk5acdIbzlpkd6XgaNJQ8mjAmHMPGPPA0NlGtetOd4UYETIay2BV6DfVPClogqoPchv5V7S82qTdrOJRBRY6HqsP795nf4Gakq5p=',
      '{"token": "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t"}',
    ],
    silent: ['ABSKQmVkcm9ja0FQSUtleS1', 'bedrock-api-key-rotation-guide'],
  },
};
