import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'clickhouse',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'ClickHouse Cloud key secret: the service with all its data.',
  anatomy: '4b1d and 38 letters and digits',
  source: 'https://clickhouse.com/docs/cloud/manage/openapi',
  home: ['api.clickhouse.cloud'],
  match: [{ re: /(?<![A-Za-z0-9])4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: {
    fires: ['4b1dv0LtZaNZB7doYXesMZ2xE9xU8VVuOjwiHo1rXI'],
    silent: ['4b1dXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX', '4b1dcc51d1e990582dfa2646bbab12dbaf8b11b4'],
  },
};
