import { isCompleteItself, isMeant } from '../../checks/documentation.js';
import type { Candidate, Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'destructive_command',
  variant: 'wipe',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'destructive',
  about: 'Data, backups or the machine itself are to be destroyed or made unusable, other than with rm.',
  anatomy: 'writes to raw devices, recursive permission changes from the root, fork bombs, deleted shadow copies',
  source: 'https://attack.mitre.org/techniques/T1485/, https://attack.mitre.org/techniques/T1490/ and T1561',
  match: [
    { re: /[\w:]+\s*\(\s*\)\s*\{[^{}\n]*&\s?\}/, window: 120, accept: isForkBomb },
    // Also where its second call waits for the first: `f(){ f & f; };f`
    {
      re: /\(\)\s?\{\s*[\w:.%@-]+\s?(?:\(\)\s?)?[|&;]{1,2}\s?[\w:.%@-]+\s?(?:\(\)\s?)?[;&]\s*\}/,
      window: 80,
      accept: isForkBomb,
    },
    { re: /(?<![\w.-])cat\s+\/dev\/(?:u?random|zero)\s*>\s*\/dev\/[a-z]/ },
    {
      re: /(?<![\w.-])dd\s+if=\/dev\/(?:u?random|zero)\s[^\n]*of=\/dev\/(?=[a-mo-z])/,
      window: 200,
      // No disk has the name that documents give it: of=/dev/sdX.
      accept: ({ after }) => !/^\w\w[XY]\d?(?!\w)/.test(after),
    },
    {
      re: /(?<![\w.-])chmod\s+(?:-[\w-]+\s+)*(?:-R|--recursive)\s+(?:-\w+\s+)*(?:0?[0-7]{3}|[augo]*[-+=][rwx]+)\s+(?:\/|\/\*|\/(?:etc|usr|bin|sbin|var|boot|lib|home|root))(?=[\s;&|"'`]|$)/,
    },
    {
      re: /(?<![\w.-])chown\s+(?:-[\w-]+\s+)*(?:-R|--recursive)\s+\S+\s+(?:\/|\/\*|\/(?:etc|usr|bin|sbin|boot|lib))(?=[\s;&|"'`]|$)/,
    },
    { re: /(?<![\w.-])mv\s+(?:\/|~|\$HOME|\/home|\/etc|\/var|\/root)\/?\*?\s+\/dev\/null/ },
    {
      re: /(?<![\w.:-])(?:shred|wipe|srm)[ \t]+(?:-\S+\s+(?:\d+\s+)?)*["']?(?:\/|~|\$HOME)/,
      // `db:wipe // drops all tables` is a comment; a single file of one's own is thrown away safely, not destroyed.
      accept: ({ after, text }) =>
        !(text + after).includes('{{') && !/^(?:\/|\/?[\w./-]{0,40}\.\w{2,4}(?:[\s"'`]|$))/.test(after),
    },
    {
      re: /(?<![\w.-])find\s+(?:\/|~|\$HOME|\/home|\/etc|\/var)\s[^\n;|]*(?:-delete|-exec\s+(?:rm|shred)\s)/,
      window: 200,
      // What picks files by name, size or age clears up; what takes every name does not.
      accept: ({ text }) => !/\s-(?:size|empty|[acm]time|[acm]min|i?name\s+["']?[^\s"']*[\w][^\s"']*)/.test(text),
    },
    // The same in programs: whole folders of the system or of people, not what a program made itself.
    {
      re: /(?:shutil\.rmtree|FileUtils\.rm_rf|os\.RemoveAll|remove_dir_all|deleteDirectory|rimraf(?:\.sync|Sync)?)\(\s*(?:(?:os\.path\.|Path\()?expanduser\(\s*|new File\(\s*)?["'](?:\/|~\/?|\/(?:etc|usr|bin|boot|lib|home|root|var|opt|Users)(?:\/\w*)?|~\/\w+|C:\\{1,2}(?:Users|Windows)?)["']/,
    },
    {
      re: /(?:rm|rmdir|rmSync|rmdirSync)\(\s*["'`](?:\/|~\/?|\/(?:etc|usr|bin|boot|lib|home|root|var|opt|Users)(?:\/\w*)?|C:\\{1,2}(?:Users|Windows)?)["'`]\s*,\s*\{[^}\n]*recursive/,
      window: 160,
    },
    { re: /(?<![\w.-])truncate\s+(?:-s|--size)[= ]?0\s+["']?\/(?:etc|boot)\// },
    {
      re: /(?<![\w.-])rsync\s[^\n;|&]*--delete\S*\s[^\n;|&]*\s["']?(?:\/|~\/?|\/(?:etc|home|root|var|usr|boot)\/?)["']?(?=[\s;|&"'`]|$)/,
      window: 200,
    },
    // Who may sign in is emptied: no command in front of the redirection, or one that says nothing
    {
      re: />\s*\/etc\/(?:passwd|shadow)(?![\w.-])/,
      accept: ({ before, after }) =>
        /(?:^|[;&|\n"'`$#])[ \t]*(?:(?:echo[ \t]*(?:\\?["']{1,2}\\?["']?)?|:|cat \/dev\/null)[ \t]*)?$/.test(before) &&
        /^[ \t]*(?:$|[\n;&|"'`\\])/.test(after),
    },
    // What people have is encrypted, and the original removed (T1486)
    {
      re: /(?<![\w.-])find\s+["']?(?:\/home|~|\$HOME|\/Users|\/\s)[^\n]*(?:openssl\s+enc|gpg)\s[^\n]*(?:;|&&|-exec)\s*(?:rm|shred)\s/,
      window: 300,
    },
    { re: /win32_shadowcopy[^\n]*(?:\.delete\(|remove-(?:wmiobject|ciminstance))/i, window: 160 },
    {
      re: /(?<![\w-])takeown(?:\.exe)?\s[^\n;&|]*\/f\s+["']?(?:c:\\windows|%systemroot%|%windir%)(?:\\system32)?["']?\s[^\n;&|]*\/r/i,
      window: 120,
    },
    { re: /(?<![\w-])aws\s+ec2\s+terminate-instances\s[^\n]*\$\(\s*aws\s+ec2\s+describe-instances/, window: 160 },
    // The disk that macOS starts from, and no stick
    {
      re: /diskutil\s+(?:erase|zero|random)Disk\s/,
      accept: ({ after }) => /^[^\n;|&]*(?<!\w)(?:r?disk0)(?!\w)/.test(after),
    },
    { re: /(?<![\w-])vssadmin(?:\.exe)?\s+(?:delete\s+shadows|resize\s+shadowstorage)/i, accept: isCompleteItself },
    { re: /(?<![\w-])wmic(?:\.exe)?\s+shadowcopy\s+delete/i },
    { re: /(?<![\w-])wbadmin(?:\.exe)?\s+delete\s+(?:catalog|systemstatebackup|backup)/i, accept: isCompleteItself },
    { re: /(?<![\w-])bcdedit(?:\.exe)?\s[^\n]*(?:recoveryenabled\s+no|ignoreallfailures)/i, window: 160 },
    { re: /(?<![\w-])cipher(?:\.exe)?\s+\/w:/i, accept: isCompleteItself },
    { re: /(?<![\w-])fsutil(?:\.exe)?\s+usn\s+deletejournal/i },
    {
      re: /(?<![\w-])(?:clear-disk|format-volume|remove-partition)\s[^\n]*-(?:removedata|force|confirm:\$false|driveletter)/i,
      window: 160,
      accept: isCompleteItself,
    },
    { re: /(?<![\w-])diskpart(?:\.exe)?\s+\/s\s/i, accept: isCompleteItself },
    { re: /(?<![\w-])stop-process\s[^\n]*-name\s+["']?\*/i, window: 120 },
    { re: /(?<![\w-])taskkill(?:\.exe)?\s[^\n]*\/im\s+["']?\*/i, window: 120 },
    { re: /(?<![\w.-])kill\s+-(?:9|KILL|SIGKILL)\s+-1(?!\d)/, accept: isMeant },
    { re: /(?<![\w.-])(?:halt|poweroff|init\s+0)\s+-f(?![\w-])/, accept: isMeant },
    { re: /echo\s+[bco]\s*>\s*\/proc\/sysrq-trigger/ },
    {
      re: /(?<![\w.-])redis-cli\s[^\n]*(?:flushall|config\s+set\s+dir)/i,
      window: 160,
      accept: (candidate) => !candidate.text.includes('{{') && isMeant(candidate),
    },
    {
      re: /';? ?drop (?:table|database|schema) \w+\s*(?:;|--)/i,
      // A quote behind a blank begins a command of somebody's own: psql -c 'DROP DATABASE test;'
      accept: ({ before, text }) => text.startsWith("';") || !/[\s(=,]$/.test(before),
    },
    { re: /xp_cmdshell(?:\(|\s+\(\s*["'@N]|\s*['"])/i },
    {
      re: /(?<![\w-])(?:docker|podman)\s+(?:rm|rmi|stop|kill)\s+(?:-\w+\s+)*\$\(docker\s+ps\s+-a?q\)[^\n]*(?:prune|rmi)\s[^\n]*-f/,
      window: 240,
    },
    {
      re: /(?<![\w-])kubectl\s+delete\s+(?:all|ns|namespaces?|pods?|deploy\w*)\s+--all(?:\s+--all-namespaces|\s+-A)/,
      accept: isMeant,
    },
    { re: /(?<![\w-])terraform\s+destroy\s+(?:-\S+\s+)*-auto-approve/, accept: isMeant },
    {
      re: /(?<![\w-])aws\s+s3\s+(?:rb|rm)\s+s3:\/\/\S+\s+(?:--force|--recursive)/,
      accept: ({ text }) => !/\{\{|<|my-?bucket|example/i.test(text),
    },
  ],
  examples: {
    fires: [
      '.(){ .|.& };.',
      'User-Agent: a(){ a|a|a& };a',
      'b() {\n  b | b &\n}; b',
      'terraform destroy -auto-approve',
      '```\nkill -9 -1\n```',
      ':(){ :|:& };:',
      'f(){ f|f& };f',
      'bomb() { bomb | bomb & }; bomb',
      'f(){ f & f; };f',
      'f () { f() | f(); }; f',
      'dd if=/dev/zero of=/dev/sda bs=1M',
      'shred -n 5 -uvz /dev/sda',
      'diskutil eraseDisk JHFS+ Empty /dev/disk0',
      'import shutil; shutil.rmtree("/home")',
      "require('fs').rmSync('/', { recursive: true, force: true })",
      'truncate -s 0 /etc/passwd',
      'mkdir /tmp/none && rsync -a --delete /tmp/none/ /home/',
      'chmod -R 777 /',
      'chown -R nobody:nogroup /etc',
      'cat /dev/urandom > /dev/sda',
      'vssadmin delete shadows /all /quiet',
      'bcdedit /set {default} recoveryenabled no',
      'taskkill /im * /f',
      'mv /home/* /dev/null',
      'find / -name "*.doc*" -exec gpg --batch --yes -c --passphrase x {} \\; -exec rm {} \\;',
      'echo "" > /etc/shadow',
      'for f in $(find /home -type f); do openssl enc -aes-256-cbc -in $f -out $f.enc -k x && rm -f $f; done',
      'Get-WmiObject Win32_Shadowcopy | ForEach-Object { $_.Delete(); }',
      'takeown /f C:\\Windows\\System32 /r /d y',
      "x'; DROP TABLE users; --",
      'find / -type f -exec shred {} +',
      "find / -name '*' -delete",
    ],
    silent: [
      'foo.bar(){ foo.bar; }',
      'on(){ on & off & };',
      'vssadmin delete shadows /shadow={{id}}',
      'cipher /w:{{path\\to\\directory}}',
      '- Enable xp_cmdshell (inside the shell of SQL):',
      'dd if=/dev/zero of=/dev/sdX bs=4M status=progress',
      '- Destroy without asking:\n\n`terraform destroy -auto-approve`\n',
      '- Halt at once:\n\n`halt -f`\n',
      '/usr/bin/shred\n/usr/bin/shuf\n',
      'shutil.rmtree("/tmp/build-1")',
      'shutil.rmtree("build")',
      "fs.rmSync('dist', { recursive: true })",
      'rsync -a --delete site/ host.invalid:/srv/www/',
      'truncate -s 0 /home/alice/gateway.log',
      'chmod -R 755 ./dist',
      'chown -R node:node /app',
      'kill -9 123',
      'getent passwd > /etc/passwd',
      '<code>/etc/passwd</code>',
      'for f in *.sql; do gpg -c $f && rm $f; done',
      'takeown /f C:\\data',
      'find / -type f -name "*.core" -exec rm {} \\;',
      'find ~ -atime +100 -delete',
      'dd if=/dev/sda of=/tmp/backup.img',
      'diskutil eraseDisk FAT32 STICK /dev/disk2',
      'dd if=/dev/zero of=/dev/null',
      'DROP TABLE users;',
      "psql -c 'DROP DATABASE test;'",
      'myfunction(){ echo hello; }',
      'serve() { start | log & }',
      'stop(){ stop & wait; }',
      'run(){ load(); show(); }',
      'shred -u {{path/to/file}}',
    ],
  },
};

/** A function that calls itself twice and then is called: `f(){ f|f& };f`. Its name may begin in front of the match. */
function isForkBomb({ before, text }: Candidate): boolean {
  const whole = text.startsWith('(') ? (/[\w:.%@-]*\s?$/.exec(before)?.[0] ?? '') + text : text;
  const parts = /^([\w:.%@-]+)\s*\(\)\s*\{\s*([\w:.%@-]+)\s*(?:\(\))?\s*[|&;]{1,2}\s*([\w:.%@-]+)/.exec(whole);
  return parts !== null && parts[1] === parts[2] && parts[2] === parts[3];
}
