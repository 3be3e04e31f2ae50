import { isNamedSecret } from '../../checks/assigned-secret.js';
import type { Candidate, Rule } from '../../rule.js';

const isPassword = ({ secret }: Candidate): boolean => isNamedSecret('password', secret);

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'in-command',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A password in a command or in the settings of a server, where an option or a word says that it is one.',
  anatomy: 'sshpass, database clients, redis, Dockerfile ENV, setx, net user, wpa_supplicant with a random value',
  source: 'https://cwe.mitre.org/data/definitions/214.html',
  match: [
    { re: /sshpass\s{1,3}-p\s{0,2}["']?(?<secret>[^\s"'$<]{6,64})/, accept: isPassword },
    { re: /requirepass\s{1,3}["']?(?<secret>[^\s"'$<]{8,128})/, accept: isPassword },
    // redis-cli -a ..., docker login -u robot -p ..., sqlcmd -U sa -P ..., ldapsearch -D cn=robot -w ...
    {
      re: /(?:redis-cli|\slogin|sqlcmd|ldap(?:search|modify|add)|mongo(?:sh|dump|restore)?|mosquitto_[ps]ub)\s[^\n|;]*\s-[apPw]\s["']?(?<secret>[^\s"'$<]{8,})/,
      window: 200,
      accept: isPassword,
    },
    {
      re: /mysql(?:dump|admin)?\s[^\n|;]*\s-p["']?(?<secret>[^\s"'$<=-][^\s"'$<=]{7,63})/,
      window: 200,
      accept: isPassword,
    },
    { re: /psk=["'](?<secret>[^"'\s]{8,63})["']/, accept: isPassword },
    {
      re: /net(?:\.exe)?\suser\s\S{1,64}\s(?<secret>[^\s/*]{8,64})\s\/add/i,
      window: 200,
      accept: isPassword,
    },
    // Dockerfile, Windows, csh, fish: a blank between name and value
    {
      re: /(?:\nENV|setx|setenv|set\s-g?x)\s[A-Z0-9_]{0,40}(?:KEY|TOKEN|SECRET|PASSWORD)\s{1,3}["']?(?<secret>[^\s"'$<=:|(]{12,128})/,
      accept: ({ text, secret }) => isNamedSecret(/\s([A-Z]\w+)/.exec(text)?.[1] ?? '', secret),
    },
  ],
  examples: {
    fires: [
      "sshpass -p 'v8Kq!0zPm2xL' ssh root@stranger.invalid",
      'requirepass v8Kq0zPm2xLs83',
      'redis-cli -h stranger.invalid -a v8Kq0zPm2xLs83 ping',
      'docker login registry.stranger.invalid -u robot -p v8Kq0zPm2xLs83',
      "sqlcmd -S db -U sa -P 'v8Kq!0zPm2xL' -Q 'select 1'",
      'set -gx BILLING_TOKEN 8f3kQ2j9xLm4vT7wZp1s',
      'mysql -u root -pv8Kq0zPm2xL shop',
      'psk="v8Kq!0zPm2xL"',
      'net user helper v8Kq!0zPm2xL /add',
      'FROM node\nENV BILLING_API_KEY 8f3kQ2j9xLm4vT7wZp1s\n',
      'setx BILLING_TOKEN "8f3kQ2j9xLm4vT7wZp1s"',
    ],
    silent: [
      'sshpass -p "$PASSWORD" ssh root@stranger.invalid',
      'sshpass -f /run/secret ssh',
      'requirepass foobared',
      'mysql -u root -p shop',
      'docker login -u robot -p $REGISTRY_PASSWORD2',
      'ssh -l login host -p 22022022',
      'mysql -h db -P 3306 --protocol=tcp',
      'ENV API_KEY=""',
      'ENV NODE_VERSION 20.11.1',
      'net user helper /delete',
      'psk="passphrase"',
    ],
  },
};
