import type { Candidate, Rule } from '../../rule.js';
import { isAssignedPassword } from '../../checks/assigned-secret.js';
import { decodeBase64 } from '../../checks/base64.js';
import { isShownText } from '../../checks/placeholder.js';
import { hasDigitAndLetter } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';

/** What stands in front of the last part of a flag: `--`, `-`, `--db`; and not in front of a file named `vault-password`. */
const FLAG = /(?:^|[\s"'`(,=])-{1,2}(?:[a-z][\w-]*)?$/i;
const acceptFlag = (candidate: Candidate): boolean =>
  FLAG.test(candidate.before + candidate.text.charAt(0)) && accept(candidate);

/** What lets a guest into a meeting stands in the link that all guests get: `https://us02web.zoom.us/j/81234567890?pwd=...`. */
const MEETING = /zoom(?:gov)?\.(?:us|com)\/(?:j|s|w|wc\/join)\/\d{9,12}\?$/;
/** Text that would be no finding if it stood there as it is: `demo`. Of random bytes hardly any are text. */
const isNoPassword = (decoded: string): boolean =>
  isShownText(decoded) || (/^[\x20-\x7e]{4,}$/.test(decoded) && !isAssignedPassword(decoded));
/** A manifest of Kubernetes has its values in base64, also those that only show where one stands. */
const isShownInBase64 = (secret: string): boolean =>
  /^[A-Za-z0-9+/]{6,}={0,2}$/.test(secret) && isNoPassword(decodeBase64(secret) ?? '');

/** A variable in the midst of a text, whole: `db-$NAME`, `x$dbPass`. */
const VARIABLE = /\$(?:[A-Z][A-Z_]{2,}|[a-z_]{3,}(?:[A-Z][a-z]+)*)(?!\w)/;
/** The next field of a form, and what joins conditions in code. */
const GOES_ON = /&(?:amp;)?[\w.[\]%-]+=|&&/;

/** With a dollar or an ampersand, which generators of passwords put into one of four, and code and forms into others. */
const acceptSigns = (candidate: Candidate): boolean =>
  candidate.secret.length >= 8 &&
  candidate.secret.length <= 64 &&
  hasDigitAndLetter(candidate.secret) &&
  !VARIABLE.test(candidate.secret) &&
  !GOES_ON.test(candidate.secret) &&
  !isWordy(candidate.secret) &&
  accept(candidate);

/** A variable that is passed on to a program or a filter, not the cell of a table: `echo "$PASSWORD" | sha256sum`, `{{ password | b64encode }}`. */
const PASSED_ON = /(?:\$\{?[\w.]*|\{\{-?[^}|]*)$/;
const FILTER = /^\w+["'}]{0,3} ?\|/;

/** What only a cluster can read: Sealed Secrets, a key of 4096 bits in front, far longer than the expression takes. */
const isSealed = ({ secret, after }: Candidate): boolean =>
  /^Ag[A-D][A-Za-z0-9+/]{16}/.test(secret) && /^[A-Za-z0-9+/]{48}/.test(after);

/** `NOPASSWD: ALL` of sudoers is not a password. */
const accept = (candidate: Candidate): boolean => {
  const { secret, text, before } = candidate;
  return (
    !isSealed(candidate) &&
    isAssignedPassword(secret.replace(/[.,:]+$/, '')) &&
    !isShownInBase64(secret) &&
    !MEETING.test(before) &&
    !(FILTER.test(text) && PASSED_ON.test(before)) &&
    !(/^passwd/i.test(text) && /(?<![a-z])no$/i.test(before))
  );
};

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'assigned-password',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A password that stands beside its name: in a settings file, a connection string, an environment or a form.',
  anatomy:
    'a name that ends in password, passwd, passphrase or pwd; a sign of assignment; 8 or more characters of several kinds',
  source: 'https://cwe.mitre.org/data/definitions/256.html',
  match: [
    {
      re: /(?:password|passwd|passphrase|pwd)["'*]{0,3} ?[:=|][:=>]{0,2}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|!?-]{8,128})(?![\w$({[])/i,
      accept,
    },
    {
      re: /(?:password|passwd|passphrase|pwd|_pass)["'*]{0,3} ?[:=|][:=>]{0,2}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|!?-]+[$&][\w.~+/=@%^*#:|!?$&-]+)(?![\w.~+/=@%^*#:|!?$&({[-])/i,
      accept: acceptSigns,
    },
    // `{ user: ..., pass: ... }` of mail and database clients, `SMTP_PASS=`.
    {
      re: /(?<![A-Za-z-])pass["']? ?[:=][:=>]{0,2}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|!?-]{8,128})(?![\w$({[])/i,
      accept,
    },
    // Aligned columns, as people write settings in Ruby, PHP and YAML.
    {
      re: /(?:password|passwd|pwd)["']?(?: {2}|\t)[ \t]{0,22}(?:=>|[:=])[ \t]{0,24}["'`]?(?<secret>[\w.~+/=@%^*#:|!?-]{8,128})(?![\w$({[])/i,
      accept,
    },
    // .netrc (https://everything.curl.dev/usingcurl/netrc.html): a login, then its password.
    {
      re: /login\s{1,8}[\w.@^+-]{1,64}\s{1,8}password\s{1,8}(?<secret>[^\s"'{}<>]{8,128})/,
      accept: (candidate) => !/^login\s+(?:and|or|with|name|via|by)\s/.test(candidate.text) && accept(candidate),
    },
    // A flag of a command, of PowerShell too; settings of .NET, whose name and value are two attributes.
    {
      re: /-password(?:[ =]["']?|["'],\s{0,12}["'])(?<secret>[\w.~+/=@%^*#:|!?-]{8,128})(?![\w$({[])/i,
      accept: acceptFlag,
    },
    { re: /-passphrase[ =]["']?(?<secret>[\w.~+/=@%^*#:|!?-]{8,128})(?![\w$({[])/i, accept },
    { re: /password["'] value=["'](?<secret>[^"'\s<>{}$]{8,128})["']/i, accept },
  ],
  examples: {
    fires: [
      'https://zoom.us.stranger.invalid/j/81234567890?pwd=TkdXbUpaQ0tKZkR1YmFzZTY0cGFk.1',
      'password: "P@ssw0rd-hq81xm"',
      'DB_PASSWORD=v8Kq!0zPm2xL',
      '"password": "h0pk1ns~21s"',
      'Server=db;Database=shop;User Id=sa;Password=Tr7bq-91Zx;Encrypt=true',
      '| Password | v8Kq!0zPm2xL |',
      'spring.datasource.password: qz81mxp2vj5w',
      "auth: { user: 'robot', pass: 'qz81mxp2vj5w' }",
      'SMTP_PASS=v8Kq!0zPm2xL',
      ":password       => 'qz81mxp2vj5w',",
      'machine git.stranger.invalid login robot password 7cc938e45e63',
      'mysqldump -u shop --password v8Kq!0zPm2xL shop',
      'args: ["--user", "shop", "--password", "v8Kq!0zPm2xL"]',
      'MAIL_PASSWORD=v8Kq&0zPm$xL',
      '{"user": "shop", "pwd": "v8Kq$0zPm2xL"}',
      '<add key="FromEmailPassword" value="v8Kq!0zPm2xL"/>',
      'SASL_PASSWORD=Q7BLiCOh0J4+lEKsWs8Fzcq+lVKQ76lOEj03Kk+Fc0fs6TwdcBVK/z7zoUXBQOsF',
    ],
    silent: [
      'encryptedData:\n  password: AgBy3i4OJSWKgtD7fGUOv8fwNfBb0jXxUJR4QQAAabVVloZaXZxmCu1VShIqmArIntn9oX98WHgCtzC1uwB5FXZPf7stg7NvlE3LaruSrjLnonWKTn9UGKzEesg61SHE/qaQQ0NV3vTH1lS6V6+o9jl8zSOwW/rXL+iuItEnuj+hlrWB8gpj7ktsjs0sW5uqSVZu9kK1V1miDZU4XcXF8cVGROoX9YE17swJaevAszj0OvEmMlrltQ10v7SUw9ZRLsAwNpSpw23c/l9wxUhm/g1Con+kS9DP4flFRyB9jf8Ef+iTkl/8PCQm',
      'discovery.sendtargets.auth.password: ZGVtbw==',
      "{ email: 'jane@stranger.invalid', password: 'Test@1234' }",
      '"password": "Welcome1!"',
      'htpasswd: {{ registry_htpasswd | b64encode }}',
      'echo -n "$DB_PASSWORD" | sha256sum',
      'user=shop&password=%24%7BDB_PASSWORD%7D&remember=1',
      'Join: https://us02web.zoom.us/j/81234567890?pwd=TkdXbUpaQ0tKZkR1YmFzZTY0cGFk.1',
      'data:\n  password: cGFzc3dvcmQ=',
      "{ email: 'jane@stranger.invalid', password: 'P@ssw0rd123' }",
      'create_user(username="bob", password="s3cr3t-pass")',
      'Require login and password (OskarStark2)',
      'password: OpenSSL::Digest::MD5.hexdigest(["a", "b"].join(":"))',
      'ansible-vault --vault-password-file vault-password format_1_1_AES256.yml',
      'password: @ESXI1_PASSWORD',
      'password: string',
      'password=$DB_PASSWORD_2',
      'password: shop2-$NAME',
      'if (password == a1 && b)',
      'password=changeme2&remember=1',
      'username=shop&password=111111%40&port=SAME',
      'password=password123',
      'password: this.form.password',
      'passwd: files systemd',
      'PASSWORD=${DB_PASSWORD}',
      '"password": "Your password1"',
      'password = hashPassword2(input)',
      'by-pass: 2001-db8-route',
      'Forgot your login or password?',
      'tool --password <password>',
      '%admin ALL=(ALL) NOPASSWD:/usr/bin/systemctl2',
    ],
  },
};
