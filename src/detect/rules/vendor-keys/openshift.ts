import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'openshift',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'OpenShift user token: the cluster as its owner.',
  anatomy: 'sha256~ and 43 base64url characters',
  source:
    'https://docs.redhat.com/en/documentation/openshift_container_platform/4.16/html/authentication_and_authorization/managing-oauth-access-tokens',
  match: [{ re: /(?<![A-Za-z0-9])sha256~[\w-]{43}(?![\w-])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: {
    fires: ['oc login --token=sha256~kqPfI4J5lPS5tIeIGzJ6DAaEhzNjc7FOxZb0ZOlNlT9'],
    silent: ['sha256~XXXXXXXXXX_PUT_YOUR_TOKEN_HERE_XXXXXXXXXXXX'],
  },
};
