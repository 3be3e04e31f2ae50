import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'yandex',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Yandex Cloud key or IAM token.',
  anatomy:
    'y0_ and 55 base64url characters; AQVN and 35 to 38 base64url characters; t1., 3 or more, a dot, 86 base64url characters',
  source: 'https://yandex.cloud/en/docs/iam/concepts/authorization/iam-token',
  home: ['*.yandexcloud.net', '*.cloud.yandex.net'],
  match: [
    { re: /(?<![A-Za-z0-9])AQVN[\w-]{34,38}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])y[0-3]_[\w-]{55,80}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
    { re: /(?<![A-Za-z0-9])t1\.[\w-]{3,99}={0,2}\.[\w-]{86}={0,2}(?![\w-])/, accept: ({ secret }) => isVaried(secret) },
  ],
  examples: {
    fires: [
      'AQVNkkBjmPglYdLqJYo_ll_pJaYVZY9KBqjz7AC_9',
      'y0_SxQgWPfob1EDMz9azNsGywgb3C5PJDRdKFaiFaALrm8RuWHU9W1384Y',
      't1.k4td6YyCeQr2DHGPdDIuadvmqxCQqDpNW-mgAd7N2l0P179yWelfGiG0GaOuDX_i2KFAJGmvIBYnIGAvKhLkvmvwd9.ksp5RiRbIGK91vi52rpBprBrHmwOcgdgPks9vVj5JSJrxGxxuF73a5RzaOWP1M19txvIejggOX5wmttyq-Lhc9',
    ],
    silent: ['y0_axis', 'AQVN', 't1.a.b'],
  },
};
