import type { Candidate, Rule } from '../../rule.js';
import { passesLuhn } from '../../checks/luhn.js';
import { isVaried } from '../../checks/randomness.js';

const accept = ({ secret }: Candidate): boolean => passesLuhn(secret) && isVaried(secret);

export const rule: Rule = {
  pattern: 'card_number',
  variant: 'card-number',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'medium',
  group: 'payment',
  optIn: true,
  about:
    'The number of a payment card with a right check digit. One in ten other numbers of that form has one too, so the group is off unless asked for.',
  anatomy:
    '16 digits of Visa (4), Mastercard (51 to 55, 2221 to 2720), Discover (60, 64, 65) or JCB (352 to 358), or 15 of American Express (34, 37), the last by Luhn; in one piece or in groups',
  source: 'https://www.iso.org/standard/70484.html',
  match: [
    { re: /(?<![\w.+/=-])4[0-4](?:[0-4]|[5-9])\d(?:[ -]?\d{4}){3}(?![\w+/=-])/, accept },
    { re: /(?<![\w.+/=-])4[5-9](?:[0-4]|[5-9])\d(?:[ -]?\d{4}){3}(?![\w+/=-])/, accept },
    { re: /(?<![\w.+/=-])5[1-5](?:[0-4]|[5-9])\d(?:[ -]?\d{4}){3}(?![\w+/=-])/, accept },
    { re: /(?<![\w.+/=-])2[2-7](?:[0-4]|[5-9])\d(?:[ -]?\d{4}){3}(?![\w+/=-])/, accept },
    { re: /(?<![\w.+/=-])6[045](?:[0-4]|[5-9])\d(?:[ -]?\d{4}){3}(?![\w+/=-])/, accept },
    { re: /(?<![\w.+/=-])35(?:[2-4]|[5-8])\d(?:[ -]?\d{4}){3}(?![\w+/=-])/, accept },
    { re: /(?<![\w.+/=-])3[47](?:[0-4]|[5-9])\d[ -]?\d{6}[ -]?\d{5}(?![\w+/=-])/, accept },
  ],
  examples: {
    fires: ['card 4539182746501939 until 09/29', '5567 1290 8345 6211', '{"pan":"378291645037184"}'],
    silent: [
      '4539182746501938',
      'order 1234567890123456',
      'id=453918274650193900',
      '4111111111111111',
      '0.4539182746501939',
    ],
  },
};
