import type { Rule } from '../../rule.js';
import { isAssignedPassword } from '../../checks/assigned-secret.js';

const accept = ({ secret }: { secret: string }): boolean => isAssignedPassword(secret.replace(/[.,:]+$/, ''));

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
      re: /(?:password|passwd|passphrase|pwd)["']? ?[:=][:=>]{0,2}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|!?-]{8,128})(?![\w$({[])/i,
      accept,
    },
  ],
  examples: {
    fires: [
      'DB_PASSWORD=v8Kq!0zPm2xL',
      '"password": "h0pk1ns~21s"',
      'Server=db;Database=shop;User Id=sa;Password=Tr7bq-91Zx;Encrypt=true',
      'spring.datasource.password: qz81mxp2vj5w',
    ],
    silent: [
      'password: string',
      'password=password123',
      'password: this.form.password',
      'passwd: files systemd',
      'PASSWORD=${DB_PASSWORD}',
      '"password": "Your password1"',
      'password = hashPassword2(input)',
    ],
  },
};
