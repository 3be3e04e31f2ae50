import { standsInText } from '../../checks/text-around.js';
import type { Candidate, Rule } from '../../rule.js';

/** Letters of scripts that run from right to left, in UTF-8: there these marks have their proper use. */
const RIGHT_TO_LEFT = /[\xd6-\xdd][\x80-\xbf]|\xef[\xac-\xbb]/;
const inLatinText = (match: Candidate): boolean =>
  standsInText(match) && !RIGHT_TO_LEFT.test(`${match.before}${match.text}${match.after}`);

export const rule: Rule = {
  pattern: 'hidden_text',
  variant: 'bidirectional',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'hidden-text',
  about: 'Marks that change the direction of writing make code or a name look other than it is.',
  anatomy: 'overrides (U+202D, U+202E) and isolates or embeddings beside code or before a file extension',
  source: 'https://trojansource.codes and https://nvd.nist.gov/vuln/detail/CVE-2021-42574',
  match: [
    { re: /(?:\u202D|\u202E)[\x20-\x7e]/, accept: inLatinText },
    { re: /[\x20-\x7e](?:\u2066|\u2067|\u2068|\u202A|\u202B)\s?[;{}()/*#"'=]/, accept: inLatinText },
    { re: /[;{}()/*#"'=]\s?(?:\u2066|\u2067|\u2068|\u202A|\u202B|\u2069)[\x20-\x7e]/, accept: inLatinText },
  ],
  examples: {
    fires: [
      'if access_level != "user\u202e \u2066// Check if admin\u2069 \u2066" {',
      'invoice\u202egpj.exe',
      '/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */',
    ],
    silent: ['\u202eשלום עולם', 'Hello \u2067שלום\u2069 there', 'U+202E is RIGHT-TO-LEFT OVERRIDE'],
  },
};
