import { isNamedSecret } from '../../checks/assigned-secret.js';
import { hasMixedCase } from '../../checks/randomness.js';
import type { Candidate, Rule } from '../../rule.js';

/** The sentence goes on with what the secret is like, not with what it is. */
const DESCRIBES = /^(?:\d+[+-]|sha-?\d|aes-?\d|base\d|utf-?8|v\d[\d.]*$|[\w.]+\(|https?:)/i;

/** What is used once: "Your one-time password is 8K3P-22QX." */
const ONCE = /(?:one[- ]time|temporary login|verification|single[- ]use)\s$/i;

const accept = ({ text, secret, before }: Candidate): boolean => {
  const value = secret.replace(/[.,;:!?)*]+$/, '');
  if (DESCRIBES.test(value) || ONCE.test(before) || !/\d/.test(value) || value.includes('/')) return false;
  const name = /^[a-z]+/i.exec(text)?.[0] ?? '';
  return isNamedSecret(/^(?:pass|pw|contra|mot|kenn|senha)/i.test(name) ? 'password' : name, value);
};

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'in-prose',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'low',
  group: 'generic-secrets',
  about: 'Somebody writes what a password or a key is, in a sentence: in a chat, a ticket, or a prompt.',
  anatomy: 'password, passphrase, API key or token, then "is" in one of several languages, then a random value',
  source: 'https://attack.mitre.org/techniques/T1552/008/',
  match: [
    {
      re: /(?:password|passphrase|passwort|kennwort|contraseña|senha|passcode)\s(?:(?:is|was|ist|lautet|es|é|are)(?:\snow)?:?|-{1,2}>?|→|–)\s{1,2}["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,128})/i,
      accept,
    },
    {
      re: /(?:api[ _-]?key|secret[ _-]?key|access[ _-]?key|access[ _-]?token|auth[ _-]?token|bearer[ _-]?token|token|secret|key)\s(?:(?:is|was|ist|lautet|es|é)(?:\snow)?:?|-{1,2})\s{1,2}["'`*]{0,3}(?<secret>[\w.~+/=-]{16,256})/i,
      accept,
    },
    // "log in as admin with password ..."
    {
      re: /(?:and|with|use|using|the)\s(?:password|passwd|passphrase|pw)\s["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,64})/i,
      accept: (candidate) => hasMixedCase(candidate.secret) && accept(candidate),
    },
    // "the password for the test server: ..."
    {
      re: /(?:password|passphrase|passwort|kennwort|contraseña|senha|passcode|api[ _-]?key|token|pw)\s(?:for|to|of|für|de|del|pour|do|da)\s[^\n:]*(?::|\sis)\s["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,})(?![^\s"'`<>{}[\]])/i,
      window: 100,
      accept,
    },
    { re: /mot\sde\spasse\sest\s?:?\s{1,2}["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,128})/i, accept },
  ],
  examples: {
    fires: [
      'My password is v8Kq!0zPm2xL',
      'The API key is 8f3kQ2j9xLm4vT7wZp1s.',
      'my billing token is 8f3kQ2j9xLm4vT7wZp1s',
      'Das Passwort lautet: v8Kq!0zPm2xL',
      'the root password is now `v8Kq!0zPm2xL`',
      'Log in as admin with password v8Kq!0zPm2xL and look at the orders.',
      'Password → v8Kq!0zPm2xL',
      'Password - v8Kq!0zPm2xL',
      "token -- '8f3kQ2j9xLm4vT7wZp1s'",
      'Le mot de passe est v8Kq!0zPm2xL',
      'here is the password for the test server: v8Kq!0zPm2xL',
      'here is the password for the test server: auXTcti*=*x9',
      'The password for the test server is v8Kq!0zPm2xL',
    ],
    silent: [
      'The password is required.',
      'Log in with password authentication2 and TLS1.3',
      'Your one-time password is 8K3P-22QX.',
      'Rules of the password for the test server: 8-32 characters',
      'The password is 8-32 characters long.',
      'Your password is incorrect!',
      'The access token is SHA-256 of the body and the time',
      'The secret key is base64-encoded-with-padding2',
      'The access token is sent_in_the_header_of_requests1',
      'The token is valid until 2026-10-01T08:30:00.000Z',
      'token - string-of-characters-1',
      'password is ${DB_PASSWORD_2}',
    ],
  },
};
