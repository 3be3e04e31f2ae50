import type { Rule } from '../../rule.js';
import { looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'tencent',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Tencent Cloud secret ID; its secret half stands near it.',
  anatomy: 'AKID and 32 letters and digits',
  source: 'https://www.tencentcloud.com/document/product/598/32675',
  home: ['*.tencentcloudapi.com', '*.myqcloud.com'],
  match: [{ re: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) }],
  examples: { fires: ['AKID0eCj3AwFk02KQVYAAYEtXnlqaBmIYhfu'], silent: ['AKID'] },
};
