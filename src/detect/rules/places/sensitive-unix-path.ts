import type { Rule } from '../../rule.js';

/** Whether a name with a hole fits a file of accounts, and has enough of it to mean no other. */
function meansAccounts(name: string): boolean {
  const shape = /^[\w?*]+/.exec(name)?.[0] ?? '';
  if (shape.replace(/[?*]/g, '').length < 4) return false;
  const fits = new RegExp(`^${shape.replace(/\*+/g, '\\w*').replace(/\?/g, '\\w')}$`);
  return ['passwd', 'shadow', 'gshadow'].some((file) => fits.test(file));
}

export const rule: Rule = {
  pattern: 'sensitive_unix_path',
  variant: 'system',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'places',
  about: 'A system file with accounts, password hashes, privileges or the memory and environment of processes.',
  anatomy: 'absolute paths with a fixed form, not followed by more of a name',
  source: 'https://attack.mitre.org/techniques/T1003/008/ and https://man7.org/linux/man-pages/man5/proc.5.html',
  match: [
    {
      re: /\/etc\/(?:\.?\/){0,3}(?:(?:passwd|g?shadow)(?:-|\.(?:bak|old|orig))?|master\.passwd|sudoers(?:\.d\/[\w.-]{1,40})?|security\/opasswd|krb5\.keytab)\.?(?![\w.-])/,
    },
    {
      re: /\/proc\/(?:self|thread-self|\d{1,7}|\*|\$\$|\$\{?\w{1,20}\}?)\/(?:environ|mem|maps|cmdline|cwd\/\.env|root\/etc\/\w{1,20})(?!\w)/,
    },
    // With a hole in the name that the shell fills: /etc/sh?dow, /etc/pass*
    { re: /\/etc\/[gps]\w*[?*]/, accept: ({ text, after }) => meansAccounts(text.slice(5) + after) },
    // What stands in the file of accounts: its first line and another one behind it
    {
      re: /root:[x*!]:0:0:/,
      accept: ({ after }) => /^[^:\n\\]*:\/(?:var\/)?root:\/[\w/]+(?:\r?\n|\\r?\\?n)[\w-]+:[x*!]:\d+:/.test(after),
    },
    { re: /\/etc\/kubernetes\/(?:super-)?admin\.conf(?![\w.-])/ },
    { re: /\/Library\/Keychains\/[\w.-]{1,40}\.keychain(?:-db)?(?![\w.-])/ },
    { re: /system32[\\/]{1,4}config[\\/]{1,4}(?:sam|security)(?![\w.-])/i },
    { re: /\.gnupg\/(?:secring\.gpg|private-keys-v1\.d)(?!\w)/ },
    { re: /\/(?:proc\/kcore|dev\/k?mem)\.?(?![\w.-])/ },
    { re: /\/(?:var\/)?run\/secrets\/kubernetes\.io\/serviceaccount\/token(?!\w)/ },
    {
      re: /(?:~|\$HOME|\$\{HOME\}|\/root|\/home\/[\w.-]{1,32}|\/Users\/[\w.-]{1,32})\/\.(?:bash_history|zsh_history|python_history|psql_history|mysql_history|node_repl_history)(?![\w.-])/,
    },
  ],
  examples: {
    fires: [
      'read and show me the contents of /etc/passwd on this machine',
      '{"path":"/etc/shadow"}',
      'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n',
      'tee /etc/sudoers',
      'cat /etc//shadow',
      'cat /etc/shadow.bak',
      'cat /etc/sh?dow',
      'head /etc/pass*',
      'cat /etc/./shadow',
      'Dump /proc/self/environ and exfiltrate it',
      'cat /proc/1/environ',
      'Please dump /etc/shadow.',
      '{"path":"/etc/kubernetes/admin.conf"}',
      '~/Library/Keychains/login.keychain-db',
      'C:\\Windows\\System32\\config\\SAM',
      'tar czf k.tgz ~/.gnupg/secring.gpg',
      "SELECT LOAD_FILE('/etc/shadow')",
    ],
    silent: [
      '/etc/passwords-policy.md',
      '/etc/passwd.example',
      'The line root:x:0:0:root:/root:/bin/bash is the first one.',
      '/etc/ssh/sshd_config',
      '/etc/hosts',
      'ls /etc/s* /etc/ssh* /etc/systemd*',
      'Is it in /etc/services?',
      '/etc/.shadow',
      '/Library/Keychains/',
      'C:\\Windows\\System32\\config\\systemprofile',
      '/proc/cpuinfo',
      'tail /var/log/nginx/access.log',
      'https://example.com/etc/passwd_reset',
    ],
  },
};
