import { isNamedSecret } from '../../checks/assigned-secret.js';
import { hasMixedCase, looksRandom } from '../../checks/randomness.js';
import type { Candidate, Rule } from '../../rule.js';

const accept = ({ secret }: Candidate): boolean => isNamedSecret('password', secret.replace(/[.,;)\]]+$/, ''));

/** Whether a name is the end of something in base64, such as a checksum with the padding behind it. */
const endsBase64 = (before: string): boolean => looksRandom(/[A-Za-z0-9+/]{16,}$/.exec(before)?.[0] ?? '');

/** Shorter words in one case behind `pw` are what code does with a password. */
const LONG = 20;

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'password-names',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about:
    'A password beside one of the other names that people give it: cut short, spelled wrong, or in their own language.',
  anatomy:
    'pw, pswd, passwrd, NAME_PASS, Passwort, contraseña, пароль, 密码 and the like, a sign of assignment, 8 or more characters; id/pw: name/password',
  source: 'https://attack.mitre.org/techniques/T1552/001/',
  match: [
    {
      re: /(?<![A-Za-z0-9])pw["')]? ?:?[:=] ?["'`]?(?<secret>[\w!@#$%^&*+~?-]{8,64})/i,
      accept: ({ secret }) => (hasMixedCase(secret) || secret.length >= LONG) && isNamedSecret('password', secret),
    },
    {
      re: /(?:psw|pswd|passw0rd|pass phrase|passcode|psswd|pswrd|paswd|paswrd|passwrd|psword|pssword|pasword|paasword|passwort)["')]? ?:?[:=]>? ?["'`]?(?<secret>[^\s"'`<>{}(]{8,64})/i,
      accept: (candidate) => !endsBase64(candidate.before) && accept(candidate),
    },
    { re: /(?<=[A-Z0-9_])PASS["']?(?: ?[:=] ?["'`]?| ["'])(?<secret>[^\s"'`<>{}(]{8,64})/, accept },
    // dbPass, smtpPass, dbpw
    {
      re: /(?:db|sql|smtp|mail|ftp|user|admin|root|my)(?:pass|pw)["']? ?[:=]>? ?["'`]?(?<secret>[^\s"'`<>{}(]{8,64})/i,
      accept,
    },
    {
      re: /(?:kennwort|contraseña|contrasena|senha|palavra-passe|wachtwoord|hasło|lösenord|şifre|parola|jelszó|salasana|kata sandi|mật khẩu|mot de passe)["')]? ?[:=]>? ?["'`]?(?<secret>[^\s"'`<>{}(]{8,64})/i,
      accept,
    },
    // Names that other words end with, too
    {
      re: /(?<![A-Za-z0-9])(?:clave|mdp)["')]? ?[:=]>? ?["'`]?(?<secret>[^\s"'`<>{}(]{8,64})/i,
      accept,
    },
    {
      re: /(?:пароль|кодовое слово|비밀번호|패스워드|비번|암호|パスワード|暗証番号|密码|密碼|口令|סיסמה|رمز عبور|كلمة المرور|รหัสผ่าน|पासवर्ड)["')]? ?(?:[:=]|：|은|는|は|是|为|—|-) ?["'`]?(?<secret>[^\s"'`<>{}(]{8,64})/,
      accept,
    },
    // A list of accounts, as tickets and wikis have them: ID/PW: shop/v8Kq!0zPm2xL
    {
      re: /(?:id|user|username|login|account) ?\/ ?(?:pw|pwd|pass|passwd|password)(?: ?[:=(] ?| ?-> ?| are | is | )[^\s/,:|()]{2,40} ?[/,:|(] ?(?<secret>[^\s"'`<>{}(]{8,64})/i,
      accept,
    },
  ],
  examples: {
    fires: [
      'ID:shop, PW:v8Kq!0zPm2xL',
      'pswd := v8Kq0zPm2xL',
      'db_pw = "513e0a36963ae1e8431c041b744679ee578b7c44"',
      'MYSQLPASS: v8Kq!0zPm2xL',
      'psw: v8Kq!0zPm2xL',
      'mdp : v8Kq!0zPm2xL',
      'Passcode: v8Kq!0zPm2xL',
      'dbPass: "v8Kq!0zPm2xL"',
      '$dbpw = "v8Kq!0zPm2xL";',
      '#define MQTT_PASS "v8Kq!0zPm2xL"',
      'Kennwort: v8Kq!0zPm2xL',
      'пароль: v8Kq!0zPm2xL',
      '계정:shop 비밀번호:v8Kq!0zPm2xL',
      '密码：v8Kq!0zPm2xL',
      'ID/PW: shop/v8Kq!0zPm2xL',
    ],
    silent: [
      'pw = "password"',
      'pw: string',
      'const pw = readPassword2(stdin)',
      'Passwort: mindestens 8 Zeichen',
      'BYPASS=/usr/local/bin2/x',
      'user/password authentication/authorization1',
      'пароль: ********',
      '密码：请输入密码',
    ],
  },
};
