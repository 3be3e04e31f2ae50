import { isVaried } from '../../checks/randomness.js';
import type { Candidate, Rule } from '../../rule.js';

const accept = ({ secret }: Candidate): boolean => isVaried(secret);

export const rule: Rule = {
  pattern: 'password_hash',
  variant: 'crypt',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'generic-secrets',
  about:
    'The hash of a password, as /etc/shadow, user tables and Kerberos keep it: guessed in minutes where the password is weak.',
  anatomy:
    '$1$, $apr1$ (htpasswd), $5$, $6$, $8$, $9$ or $y$ with salt and hash of their lengths, $2a$ and its like with cost and 53 characters, $argon2, $krb5asrep$ or $krb5tgs$',
  source: 'https://man7.org/linux/man-pages/man5/crypt.5.html',
  match: [
    { re: /(?<secret>\$1\$[A-Za-z0-9./]{4,8}\$[A-Za-z0-9./]{22})(?![A-Za-z0-9./])/, accept },
    { re: /(?<secret>\$apr1\$[A-Za-z0-9./]{4,8}\$[A-Za-z0-9./]{22})(?![A-Za-z0-9./])/, accept },
    { re: /(?<secret>\$2[abxy]\$\d\d\$[A-Za-z0-9./]{53})(?![A-Za-z0-9./])/, accept },
    { re: /(?<secret>\$5\$(?:rounds=\d{4,9}\$)?[A-Za-z0-9./]{4,16}\$[A-Za-z0-9./]{43})(?![A-Za-z0-9./])/, accept },
    { re: /(?<secret>\$6\$(?:rounds=\d{4,9}\$)?[A-Za-z0-9./]{4,16}\$[A-Za-z0-9./]{86})(?![A-Za-z0-9./])/, accept },
    { re: /(?<secret>\$[89]\$[A-Za-z0-9./]{14}\$[A-Za-z0-9./]{43})(?![A-Za-z0-9./])/, accept },
    { re: /(?<secret>\$g?y\$[A-Za-z0-9./]{3,8}\$[A-Za-z0-9./]{16,32}\$[A-Za-z0-9./]{43})(?![A-Za-z0-9./])/, accept },
    {
      re: /(?<secret>\$argon2(?:id|i|d)\$v=\d{2}\$m=\d{1,9},t=\d{1,4},p=\d{1,3}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,128})/,
      accept,
    },
    // What programs print that read the accounts of Windows: name, number, LM hash, NT hash.
    {
      re: /:\d{1,7}:[0-9a-f]{32}:(?<secret>[0-9a-f]{32}):::/i,
      accept: ({ secret }) => isVaried(secret) && !/^31d6cfe0d16ae931b73c59d7e0c089c0$/i.test(secret),
    },
    { re: /(?<secret>\$krb5(?:asrep|tgs|pa)\$\d{2}\$[^\s"']{40,200})/, accept },
  ],
  examples: {
    fires: [
      'root:$6$qoE2letU$wWPRl.PVczjzeMVgjiA8LLy2nOyZbf7Amj3qLIL978o18gbMySdKZ7uepq9tmMQXxyTIrS12Pln.2Q/6Xscao0:19000:0:99999:7:::',
      'bob:1001:aad3b435b51404eeaad3b435b51404ee:7f3a9c0e5d1b48264fe2a6c8b07d915e:::',
      'bob:$apr1$FaPYZHMz$jYiw5ExmVKeLbjex5Jvr30',
      '$1$OKgLCmVl$d02jECa4DXn/oXX0R.MoQ/',
      '{"hash":"$2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"}',
      '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7',
      '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQxMjM0NQ$RdescudvJCsgt3ub+b0dWRWJTmaaJObG9mCcoHh1vAg',
      '$5$9ks3nNEqv31FX.F$gdEoLFsCRsn/WRN3wxUnzfeZLoooVlzeF4WjLomTRFD',
    ],
    silent: [
      'costs $1$ or $2$ each',
      'guest:501:aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0:::',
      '$2a$12$',
      'awk "{print $6$7}"',
      '$6$salt$hash',
      '$1$xxxxxxxx$xxxxxxxxxxxxxxxxxxxxxx',
    ],
  },
};
