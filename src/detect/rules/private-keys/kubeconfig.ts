import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'private_key_file',
  variant: 'kubeconfig',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about: 'The client key of a kubeconfig, or a key in PEM form inside of base64: the cluster as its owner.',
  anatomy: 'client-key-data: or another name, and base64 that begins with LS0tLS1CRUdJTi and goes on to PRIVATE KEY',
  source: 'https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/',
  match: [
    { re: /client-key-data["']?\s{0,2}:\s{0,3}["']?(?<secret>LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,})/ },
    {
      re: /(?<![A-Za-z0-9+/])LS0tLS1CRUdJTi[A-Za-z0-9+/]{1,14}(?:UFJJVkFURSBLRV|QUklWQVRFIEtFW|BSSVZBVEUgS0VZ)[A-Za-z0-9+/]{20,}/,
    },
  ],
  examples: {
    fires: ['client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBeGpjd2'],
    silent: [
      'certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURCVENDQWUyZ0F3SUJBZ0lJ',
      'client-key-data: REDACTED',
    ],
  },
};
