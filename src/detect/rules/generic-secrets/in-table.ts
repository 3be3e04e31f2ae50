import { isNamedSecret } from '../../checks/assigned-secret.js';
import { tableCells } from '../../checks/table.js';
import type { Candidate, Rule } from '../../rule.js';

const PASSWORD_COLUMN = /(?:password|passwd|passphrase|passwort|kennwort|contrase(?:\xc3\xb1|n)a|senha)$/i;
const TOKEN_COLUMN = /(?:api[_ -]?key|secret(?:[_ -](?:access[_ -])?key)?|(?:access|auth|api)[_ -]?token)$/i;

/** A longer one is a hash, which another rule names. */
const MAX_PASSWORD = 64;

/** Whether a row has a secret in one of the columns that are named for one. */
const holdsSecret = (header: string, row: string): boolean =>
  tableCells(header, row).some(
    ({ name, value }) =>
      (PASSWORD_COLUMN.test(name) && value.length <= MAX_PASSWORD && isNamedSecret('password', value)) ||
      (TOKEN_COLUMN.test(name) && isNamedSecret(name, value)),
  );

const firstLine = (text: string): string => text.slice(0, text.indexOf('\n'));

/** `INSERT INTO users (name, password) VALUES ('shop', '...')`: a table whose names and values stand in brackets. */
const acceptInsert = ({ text, secret }: Candidate): boolean =>
  holdsSecret(/\(([^()]*)\)/.exec(text)?.[1]?.replace(/`/g, '') ?? '', secret);

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'in-table',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about:
    'A table with a column of passwords or keys: what browsers and password managers export, a list of accounts in a sheet or in Markdown, rows for a database.',
  anatomy:
    'a line of names between commas, semicolons, tabs or bars, one of them password, API key or secret; a line with as many values, a random one in that column',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  window: 1_024,
  match: [
    {
      re: /(?<![^\n])[^\n]*(?:password|passwd|passphrase|passwort|kennwort|contraseña|senha|api[_ -]?key|secret[_ -]key|api[_ -]?token)["'`* ]{0,3}(?:[,;\t|][^\n]*|\r?)\n(?:[|: -]+\r?\n)?(?<secret>[^\n]*\w[^\n]*)(?![^\n])/i,
      accept: ({ text, secret }) => holdsSecret(firstLine(text), secret),
    },
    {
      re: /insert\sinto\s[^\n(]*\([^()]*(?:password|passwd|api_key|secret|token)[`"]?[ ,)][^()]*values\s{0,4}\((?<secret>[^\n;]+)\)/i,
      accept: acceptInsert,
    },
  ],
  examples: {
    fires: [
      'name,url,username,password,note\nShop,https://shop.stranger.invalid/,robot,v8Kq!0zPm2xL,\n',
      '"url","username","password","httpRealm"\r\n"https://shop.stranger.invalid","robot","v8Kq!0zPm2xL",""\r\n',
      'url,username,password\r\nhttps://shop.stranger.invalid,robot,v8Kq!0zPm2xL',
      'user;password\nrobot;v8Kq!0zPm2xL',
      'email\tpassword\nrobot@stranger.invalid\tv8Kq!0zPm2xL\n',
      '| User | Password | Role |\n| --- | --- | --- |\n| robot | `v8Kq!0zPm2xL` | admin |\n',
      'service,api_key\nbilling,8f3kQ2j9xLm4vT7wZp1s\n',
      'User name,Password,Console login link\nrobot,v8Kq!0zPm2xL,https://1.stranger.invalid/console\n',
      "INSERT INTO users (name, password) VALUES ('shop', 'v8Kq!0zPm2xL');",
    ],
    silent: [
      'name,url,username,password\nShop,https://shop.stranger.invalid/,robot,\n',
      'user,password\nalice,password123\n',
      'username, password,\n  first_name, v8Kq0zPm2xL\n',
      'token,count\nv8Kq0zPm2xLs83,4\n',
      '| Option | Password |\n| --- | --- |\n| --user | required1 |\n',
      'url,user,password\nv8Kq!0zPm2xL,https://shop.stranger.invalid/,\n',
      "INSERT INTO users (name, password) VALUES ('v8Kq!0zPm2xL', $1);",
      'INSERT INTO users (name, password) VALUES (?, ?);',
    ],
  },
};
