import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'azure-storage',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Azure storage, Service Bus, Event Hub or Cosmos DB key: everything in that account.',
  anatomy: 'AccountKey=, SharedAccessKey= or the like, and base64 of 64 or 32 bytes',
  source: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage',
  match: [
    {
      re: /(?:Account|SharedAccess|Access)Key=(?<secret>[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)/i,
      // The same words with secret in front are what AWS calls its keys.
      accept: ({ before, secret }) => !/secret$/i.test(before) && looksRandom(secret),
    },
  ],
  examples: {
    fires: [
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=kH3i743zHi5vLPwbA0hYkYAa4QqmvqsyJc1x0UZAe/Q9HtnCe3Tc4qI9HXkDXmjtjhS+wHrJ4Ns8Mxx3Y1KkF9==;EndpointSuffix=core.windows.net',
      'Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=k+RbB7qluBPtctXGe1CbzYW5x1rdFjUt5LeFJsLAAg9=',
    ],
    silent: ['AccountKey=...', 'SharedAccessKeyName=RootManageSharedAccessKey'],
  },
};
