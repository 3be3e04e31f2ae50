import type { Rule } from '../../rule.js';
import { isWordy } from '../../checks/words.js';
import { isShownPassword } from '../../checks/placeholder.js';

/** `$PASS`, `$1`, `${PASS}`: what the shell puts there; a sign within a word is part of it. */
const VARIABLE = /(?<!\$)\$[A-Za-z_{(]|(?:^|:)["']?\$/;

/** A password of signs and letters; what examples write in its place is none. */
const isPassword = (secret: string): boolean => {
  if (VARIABLE.test(secret)) return false;
  const parts = secret.split(':').map((part) => part.replace(/["'{}]/g, ''));
  return parts.some(
    (part) =>
      part.length >= 6 &&
      /[A-Za-z]/.test(part) &&
      /[^A-Za-z]|[a-z][A-Z]/.test(part) &&
      !isShownPassword(part) &&
      !isWordy(part),
  );
};

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'curl-user',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A curl command with user and password in it.',
  anatomy: 'curl, anything, -u or --user, and user:password, quoted or not',
  source: 'https://curl.se/docs/manpage.html#-u',
  match: [
    {
      re: /curl [^|;]*(?:-u|--user)[ =]["' ]{0,3}(?<secret>[\w.@!~#%^*{}+=$/-]*"?:"?[\w.@!~#%^*{}+=$-]*)(?=["' \\\n\r]|$)/,
      window: 512,
      accept: ({ secret }) => isPassword(secret),
    },
    // The password in quotes of its own.
    {
      re: /curl [^|;]*(?:-u|--user)[ =]["']?(?<secret>[\w.@+-]+["']?:["'][\w.@!~#%^*{}+=$&()?-]+)["']/,
      window: 512,
      accept: ({ secret }) => isPassword(secret),
    },
    {
      re: /curl (?:[^|;]*\s)?-u["']?(?<secret>[\w.@!~#%^*+=$/-]+:[\w.@!~#%^*+=$-]*)(?=["' \\\n\r]|$)/,
      window: 512,
      accept: ({ secret }) => isPassword(secret),
    },
    // libcurl, in C and in PHP
    {
      re: /curlopt_(?:xoauth2_bearer|password|userpwd|proxypassword|proxyuserpwd|keypasswd)["']?\s?(?:,|=>)\s?["'](?<secret>[^"'\s]{8,128})["']/i,
      accept: ({ secret }) => isPassword(secret),
    },
  ],
  examples: {
    fires: [
      'curl -sS -urobot:v8Kq!0zPm2xL https://stranger.invalid/',
      'curl -u elastic:v8Kq0zPm2xL$1 https://stranger.invalid/',
      'curl -u "alice":"v8Kq0zPm2xL" https://stranger.invalid/',
      "curl --user alice:'v8Kq0zPm2xL' https://stranger.invalid/",
      'curl -u a@stranger.invalid/token:v8Kq0zPm2xL https://stranger.invalid/',
      'curl -u alice:v8Kq!0zPm2xL https://stranger.invalid/',
      "curl -s --user 'api:d2LkV78zLx!t' https://stranger.invalid/\n",
      'curl -X POST -H "Content-Type: text/plain" -u "j.smith:dB2yF6@qL9vZm1P#4J" "https://stranger.invalid/user/me"',
      'curl_easy_setopt(curl, CURLOPT_USERPWD, "root:dkb82VddSD");',
      "$options = [CURLOPT_PASSWORD => 'v8Kq!0zPm2xL'];",
    ],
    silent: [
      'curl -H "Content-url:a1b2c3" x',
      'curl -u "svc:$(cat pw1)" x',
      'curl -u "$1:$2" x',
      'curl -uuser:password x',
      'curl_easy_setopt(curl, CURLOPT_USERPWD, "user:password");',
      'curl -u user:password https://stranger.invalid/',
      'curl -u "$USER:$PASS" x',
      "curl -i -u 'test:test'",
      'curl --user-agent a:b1',
    ],
  },
};
