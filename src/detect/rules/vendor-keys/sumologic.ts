import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'sumologic',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'vendor-keys',
  about: 'Sumo Logic access id: with its key it reads and sends the logs of an account.',
  anatomy: 'su and 12 letters and digits, set to something named access id of sumo or sumologic',
  source: 'https://help.sumologic.com/docs/manage/security/access-keys/',
  home: ['*.sumologic.com'],
  match: [
    {
      re: /sumo(?:logic)?[._-]?access[._-]?id['"]? {0,3}[=,:]{1,4} {0,3}['"]?(?<secret>su[A-Za-z0-9]{12})(?![A-Za-z0-9])/i,
      accept: ({ secret }) => hasDigitAndLetter(secret) && isVaried(secret),
    },
  ],
  examples: {
    fires: ['export SUMOLOGIC_ACCESSID="su7KwR2mXq9TzB"', 'sumo_access_id: su4hY8nPd3Vf6Q'],
    silent: ['SUMOLOGIC_ACCESSID: ${SUMOLOGIC_ACCESSID}', 'sumo_access_id = subscription_x'],
  },
};
