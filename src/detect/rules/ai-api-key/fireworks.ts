import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, hasMixedCase } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'fireworks',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Fireworks AI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'fw_ and 22 to 24 letters and digits',
  source: 'https://docs.fireworks.ai/getting-started/quickstart',
  home: ['api.fireworks.ai', '*.fireworks.ai'],
  match: [
    {
      re: /(?<![A-Za-z0-9])fw_[A-Za-z0-9]{22,32}(?![A-Za-z0-9])/,
      accept: ({ secret }) => hasDigitAndLetter(secret.slice(3)) && hasMixedCase(secret.slice(3)),
    },
  ],
  examples: {
    fires: ['fw_3ZMHwkpu9mq9Ugk9Qgmyjj4q', 'FIREWORKS_API_KEY=fw_9YtUtBrmgO6grn4yDcaz2YBQ'],
    silent: ['fw_version', 'fw_configurationParametersTable'],
  },
};
