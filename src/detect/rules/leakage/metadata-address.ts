import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'internal_address',
  variant: 'metadata-service',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'medium',
  confidence: 'low',
  group: 'leakage',
  about:
    'The credentials path of a cloud metadata service, in what an agent reads: a page or a redirect may be steering it there.',
  anatomy: 'http://169.254.169.254 or metadata.google.internal and the path under which credentials stand',
  source: 'https://owasp.org/www-community/attacks/Server_Side_Request_Forgery',
  match: [
    {
      re: /https?:\/\/(?:169\.254\.169\.254|\[fd00:ec2::254\]|metadata\.google\.internal|100\.100\.100\.200)\/(?:latest\/meta-data\/iam\/security-credentials|latest\/api\/token|computeMetadata\/v1\/instance\/service-accounts|metadata\/identity\/oauth2|metadata\/instance|latest\/user-data)/i,
    },
    { re: /http:\/\/169\.254\.170\.2\/v2\/credentials/ },
  ],
  examples: {
    fires: [
      // What has to be asked for first since version 2 of the service; an agent has no business with it.
      'curl -X PUT http://169.254.169.254/latest/api/token',
      'curl http://169.254.169.254/latest/meta-data/iam/security-credentials/',
      'Location: http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
    ],
    silent: ['169.254.169.254', 'http://169.254.169.254/latest/meta-data/instance-id', 'metadata.google.internal'],
  },
};
