import { isNamedSecret } from '../../checks/assigned-secret.js';
import { entropyOf, hasMixedCase } from '../../checks/randomness.js';
import type { Candidate, Rule } from '../../rule.js';

/** The sentence goes on with what the secret is like, not with what it is. */
const DESCRIBES = /^(?:\d+[+-]|sha-?\d|aes-?\d|base\d|utf-?8|v\d[\d.]*$|[\w.]+\(|https?:)/i;

/** Bits a character that eleven different ones have. */
const MIN_ENTROPY = 3;

/** What is used once: "Your one-time password is 8K3P-22QX." */
const ONCE = /(?:one[- ]time|temporary login|verification|single[- ]use)\s$/i;

const accept = ({ text, secret, before }: Candidate): boolean => {
  const value = secret.replace(/[.,;:!?)*]+$/, '');
  if (DESCRIBES.test(value) || ONCE.test(before) || !/\d/.test(value) || value.includes('/')) return false;
  const name = /^[a-z]+/i.exec(text.trim())?.[0] ?? '';
  return isNamedSecret(
    /^(?:the$|pass|pw|bindpw|rootpw|masterauth|auth$|cred|log|contra|mot|kenn|senha)/i.test(name) ? 'password' : name,
    value,
  );
};

/** Small letters in a row that are a word more often than chance. */
const WORD = /[a-z]{5}/;

/** Where nothing but a name in front of it says that it is one: as generators make them. */
const isStrong = (candidate: Candidate): boolean =>
  hasMixedCase(candidate.secret) &&
  !WORD.test(candidate.secret) &&
  entropyOf(candidate.secret) >= MIN_ENTROPY &&
  accept(candidate);

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
      re: /(?:password|passphrase|passwort|kennwort|contraseña|senha|passcode|\spw|the pass)\s(?:(?:is|was|ist|lautet|es|é|are)(?:\snow)?:?|-{1,2}>?|→|–)\s{1,2}["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,128})/i,
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
    // Name and password at once: "creds: robot / ...", "log in with robot:..."
    {
      re: /(?:creds|credentials|log ?in)(?: are| is| with| as|:) ["'`*]{0,3}[\w.@+-]{2,40}(?: ?\/ ?|: ?| \| )["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,64})/i,
      accept: isStrong,
    },
    // Tables that were copied, and settings of mail clients, VPN and routers: a blank between name and value.
    {
      re: /(?:password|passwd|bindpw|rootpw|masterauth|auth_pass)(?:\t|\s{1,20})["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]{8,64})(?![^\s"'`])/i,
      accept: isStrong,
    },
    // "the password for the test server: ..."
    {
      re: /(?:password|passphrase|passwort|kennwort|contraseña|senha|passcode|api[ _-]?key|token|pw)\s(?:for|to|of|für|de|del|pour|do|da)\s[^\n:]*(?::|\sis)\s["'`*]{0,3}(?<secret>[^\s"'`<>{}[\]]+)(?![^\s"'`<>{}[\]])/i,
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
      'the root pw is v8Kq!0zPm2xL',
      'creds: robot / v8Kq!0zPm2xL',
      'the credentials are robot:v8Kq!0zPm2xL',
      'Log in with robot@stranger.invalid / v8Kq!0zPm2xL please',
      'Password\tv8Kq!0zPm2xL',
      'account billing\nuser robot\npassword v8Kq0zPm2xLs83\n',
      'bindpw v8Kq0zPm2xLs83',
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
      'Log in with email / OAuth2Provider and go on.',
      'The password PBKDF2WithHmacSHA256 makes',
      'password X25519PrivateKey',
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
