import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'azure-keys',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Azure key in the form that names itself: DevOps, Cognitive Services, Cosmos DB, Functions and others.',
  anatomy: '76 or 52 letters and digits, the mark AZDO or JQQJ9, and the rest up to 84',
  source: 'https://github.com/microsoft/security-utilities',
  home: ['*.azure.com', '*.visualstudio.com', '*.windows.net', '*.microsoft.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{52}JQQJ9[9D][A-Za-z0-9+/]{26}(?![A-Za-z0-9+/])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'bJYNrvC7Jz1yrd2z5DYH9SU8KJizeiivwhW3TgQacnj9bHVIYCK1Y1ZUoXDk3uRs5JCdI4igoegQAZDOyiGn',
      'nPboXZZH7x6ctLO5CFV8UlMZfA0ZqdYCeohKRCFZTgiE3ij5T79kJQQJ99JIyW6zWQSJmfj7lCxAw6EBXfAf',
    ],
    silent: ['AZDO', '2tobIW0TeCl1W8Afe1MhJQQJ99L6m2aZBR'],
  },
};
