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
  about:
    'Azure key in the form that names its service: DevOps, Cognitive Services, Storage, Cosmos DB, Functions and others.',
  anatomy:
    '76 or 52 letters and digits, the mark AZDO or JQQJ9, and the rest up to 84; base64 with a mark such as +ASt, ACDb, AIoT or AzFu near its end',
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
    // 64, 32 and 39 bytes in base64, with the name of the service in it
    {
      re: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}(?:\+ASt|ACDb|\+ABa|\+AMC|APIM)[A-Za-z0-9+/]{5}[AQgw]==/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{33}(?:\+ARm|\+AEh|\+ASb|AIoT|AZEG|AzCa)[A-P][A-Za-z0-9+/]{5}=/,
      accept: ({ secret }) => isVaried(secret),
    },
    {
      re: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}(?:AzSe|\+ACR)[A-D][A-Za-z0-9+/]{5}(?![A-Za-z0-9+/])/,
      accept: ({ secret }) => isVaried(secret),
    },
    { re: /(?<![\w-])[\w-]{44}AzFu[\w-]{4}[AQgw]==/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      '/t6AHzNp/Zd9P2OLPibRiFuy4G4/XXaZEjKlA916QUW8HXJUxcqLp/+hD8cgr0wzwXfALqfPPiAc+AStgUfJXQ==',
      'AccountEndpoint=https://a.documents.azure.com/ bC0tgQQ11c9cgdm2ybqnMPcfy7PxFKI81y+Bx/DI9ufkXQ/xx3OK2RagTeFdchQjuQ+WWqQYypqWACDbz2mthw==',
      'TiNIK5Ff5oXoWXQpQlLCNBnP+6hJLLqRNAIoTBqREfg=',
      'CE9WratP86yr3uTRjjfrMN4H3k7mWFM38mTRZIzryAAzSeCu0gg7',
      'JGEuhoAk5zCb7KUZU3Q7Wq2ZWwMTtEBV9zr9qD0ZzlsUAzFuXnDAQ==',
      'bJYNrvC7Jz1yrd2z5DYH9SU8KJizeiivwhW3TgQacnj9bHVIYCK1Y1ZUoXDk3uRs5JCdI4igoegQAZDOyiGn',
      'nPboXZZH7x6ctLO5CFV8UlMZfA0ZqdYCeohKRCFZTgiE3ij5T79kJQQJ99JIyW6zWQSJmfj7lCxAw6EBXfAf',
    ],
    silent: ['AZDO', '2tobIW0TeCl1W8Afe1MhJQQJ99L6m2aZBR'],
  },
};
