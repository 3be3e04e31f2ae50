import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'runpod',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "RunPod key: rents graphics processors at the owner's expense.",
  anatomy: 'rpa_ and 46 capitals, digits and small letters',
  source: 'https://docs.runpod.io/get-started/api-keys',
  home: ['*.runpod.io', 'api.runpod.ai'],
  match: [
    { re: /(?<![A-Za-z0-9])rpa_[A-Z0-9]{40}[A-Za-z0-9]{6}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: ['rpa_G7PRQSE2T3ZZHQOUWQX7JK9RKAEHVBFRNYZ2GHXLg56mr2'],
    silent: ['rpa_', 'rpa_process_automation_bot'],
  },
};
