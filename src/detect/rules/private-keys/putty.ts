import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'private_key_file',
  variant: 'putty',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about: 'A private key of PuTTY, also when a passphrase protects it: logs in wherever its public half is known.',
  anatomy: 'PuTTY-User-Key-File-, version 2 or 3, a colon, the kind of key; or the line Private-Lines: behind it',
  source: 'https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html',
  match: [
    { re: /PuTTY-User-Key-File-[23]: [a-z0-9-]{5,30}/ },
    { re: /Private-Lines: \d{1,3}[^A-Za-z0-9]{1,6}n?[A-Za-z0-9+/]{40}/ },
  ],
  examples: {
    fires: [
      'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n',
      'Private-Lines: 1\nAAAAIKq3mZ81xp2vjw9sLqT4nE7yRbC5dUo6XfHgWkPz\n',
    ],
    silent: ['PuTTY-User-Key-File-3', 'Private-Lines: see the manual'],
  },
};
