import { hasHole, isCompleteItself, isMeant } from '../../checks/documentation.js';
import { isRedirection } from '../../checks/redirection.js';
import { lineBehind } from '../../checks/text-around.js';
import type { Candidate, Rule } from '../../rule.js';

/** What a shell that ends with it forgets, or does for another one: `(unset HISTFILE)`, `history -c &`, `... | cat`. */
const IN_SUBSHELL = /(?:^|[\s;&|])\([^)\n]*$/;
const ASIDE = /^[ \t]*(?:&(?![&\w])|\|(?!\|))/;
/** The same of all that braces hold: `{ history -c; } &`. */
const IN_GROUP = /(?:^|[\s;&|])\{\s[^}\n]*$/;
const GROUP_ASIDE = /^[^{}\n]*\}[ \t]*(?:&(?![&\w])|\|(?!\|))/;
/** A program has an environment of its own, and changes no shell's: `/usr/bin/export HISTFILE=/dev/null`. */
const BY_PROGRAM = /\/(?:export|declare|set|typeset)\s+$/;
const isForThisShell = ({ before, after }: Candidate): boolean =>
  !IN_SUBSHELL.test(before) &&
  !ASIDE.test(after) &&
  !(IN_GROUP.test(before) && GROUP_ASIDE.test(after)) &&
  !BY_PROGRAM.test(before);

/** The option is spoken of in what the agent is asked: `gemini -p 'what does --yolo do'`. */
const IN_PROMPT = /(?:claude|gemini|codex|chat|amp)\s[^\n]*\s(?:'[^'\n]*|"[^"\n]*)\s$/;

/** Options of `docker run` that take no value. What stands behind the image is an argument of the program in it. */
const FLAG =
  /^-(?:[ditPq]+$|[a-zA-Z][^a-zA-Z])|=|^--(?:rm|init|privileged|interactive|tty|detach|read-only|publish-all|quiet)$/;
const PRIVILEGED = /^--privileged(?:=(?:true|1|t))?$/i;

/** Whether a container gets all rights: the option stands in front of the image, and its last word counts. */
function isPrivileged({ text, after }: Candidate): boolean {
  const words = (text + lineBehind(after)).split(/\s+/);
  let privileged = false;
  for (let at = words.indexOf('run') + 1; words[at]?.startsWith('-') === true;) {
    const word = words[at] ?? '';
    if (word.startsWith('--privileged')) privileged = PRIVILEGED.test(word);
    at += FLAG.test(word) ? 1 : 2;
  }
  return privileged;
}

export const rule: Rule = {
  pattern: 'defence_disabled',
  variant: 'host',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'destructive',
  about:
    'Protection, firewall or logging is switched off, or traces are removed: what comes before or after an attack.',
  anatomy: 'the commands that disable Defender, firewalls, SELinux and audit, and that clear logs and shell history',
  source: 'https://attack.mitre.org/techniques/T1562/ and https://attack.mitre.org/techniques/T1070/',
  match: [
    {
      re: /set-mppreference\s[^\n]*-(?:disable\w+\s+(?:\$true|1)|exclusion(?:path|process|extension)\s)/i,
      window: 240,
    },
    { re: /add-mppreference\s[^\n]*-exclusion(?:path|process|extension)\s/i, window: 240 },
    {
      re: /(?<![\w-])netsh(?:\.exe)?\s+(?:advfirewall\s+set\s+\w+\s+state\s+off|firewall\s+set\s+opmode\s+(?:mode=)?disable)/i,
    },
    { re: /set-netfirewallprofile\s[^\n]*-enabled\s+(?:\$?false|0)/i, window: 160 },
    {
      re: /(?<![\w-])(?:sc(?:\.exe)?\s+(?:stop|delete|config)|net\s+stop|stop-service(?:\s+-name)?)\s+["']?(?:windefend|wscsvc|mpssvc|sense|eventlog|sysmon|mbamservice)/i,
    },
    {
      re: /disableantispyware|disablerealtimemonitoring["'\s]+\/t|mpcmdrun(?:\.exe)?["']?\s+-removedefinitions/i,
      accept: ({ before, text, after }) =>
        (/reg|set|new-item|mpcmdrun/i.test(before + text) && /\d|all|dword/i.test(after + text)) ||
        (/\/v\s+\\?["']?$/i.test(before) && /\/d\s/i.test(after)),
    },
    {
      re: /(?:set|new)-itemproperty\s[^\n]*windows defender[^\n]*disable\w+["']?\s[^\n]*-value\s+["']?1(?!\d)/i,
      window: 240,
    },
    // Remote desktop is opened, which is where a stolen password is used next (T1021.001), and what guards passwords is off.
    {
      re: /(?<![\w-])reg(?:\.exe)?\s+add\s[^\n]*(?:(?:fdenytsconnections|enablelua|enablesmartscreen|runasppl|amsienable|enablefirewall|enablescriptblocklogging|enablemodulelogging)\s[^\n]*\/d\s+["']?0|(?:uselogoncredential|disable(?:behaviormonitoring|ioavprotection|onaccessprotection|scanonrealtimeenable|scriptscanning|blockatfirstseen))\s[^\n]*\/d\s+["']?1)/i,
      window: 240,
    },
    { re: /(?<![\w-])wevtutil(?:\.exe)?\s+(?:cl|clear-log)\s/i, accept: isCompleteItself },
    { re: /(?<![\w-])clear-eventlog\s/i, accept: isCompleteItself },
    // What is written down is written no more: a channel, a trace, what PowerShell scans, what Sysmon sees (T1562.002, .006).
    {
      re: /(?<![\w-])(?:wevtutil(?:\.exe)?\s+(?:sl|set-log)\s[^\n;&|]*\/e:false|logman(?:\.exe)?\s+(?:stop|delete)\s+["']?eventlog-|remove-etwtraceprovider\s|fltmc(?:\.exe)?\s+unload\s+sysmon|sysmon(?:64)?(?:\.exe)?\s+-u\s+force)/i,
      window: 200,
    },
    { re: /complus_etwenabled\s*=\s*["']?0(?!\d)/i },
    { re: /set-psreadlineoption\s[^\n;|]*savenothing/i, window: 120 },
    {
      re: /(?<![\w-])(?:taskkill(?:\.exe)?\s[^\n;&|]*\/im|stop-process\s[^\n;&|]*-name)\s+["']?(?:msmpeng|mssense|sysmon|csfalconservice|sentinelagent|mbamservice|savservice)/i,
      window: 120,
    },
    { re: /(?:remove-item|clear-content|del|rm)\s[^\n;|]*(?:historysavepath|consolehost_history)/i, window: 120 },
    {
      re: /(?:(?:uninstall|remove)-windowsfeature|dism(?:\.exe)?\s[^\n;|]*\/disable-feature)\s[^\n;|]*windows-defender/i,
      window: 160,
    },
    // Gatekeeper of macOS, and what clouds write down of those who use them (T1553.001, T1562.008)
    {
      re: /com\.apple\.TCC\/TCC\.db/,
      accept: ({ after }) => /^["']?\s+["'\\]{1,2}(?:insert|replace|update|delete)\s/i.test(after),
    },
    { re: /(?<![\w.-])spctl\s+--(?:master|global)-disable(?![\w-])/, accept: isMeant },
    {
      re: /(?<![\w.-])aws\s+(?:cloudtrail\s+(?:stop-logging|delete-trail)|guardduty\s+delete-detector|configservice\s+(?:stop|delete)-configuration-recorder|ec2\s+delete-flow-logs)\s+--/,
    },
    { re: /(?<![\w-])auditpol(?:\.exe)?\s[^\n]*(?:\/clear|success:disable|\/remove)/i, window: 160 },
    { re: /(?<![\w./-])history\s+-[acw]*c[acw]*\s*(?:&&|;)/, accept: isForThisShell },
    {
      re: /(?<![\w./-])(?:unset\s+HISTFILE|export HISTFILE=\/dev\/null|HISTFILE=\/dev\/null|export HIST(?:FILE)?SIZE=0)(?![\w.])/,
      accept: (candidate) => isMeant(candidate) && isForThisShell(candidate),
    },
    {
      re: /(?:>\s*|ln\s+-\w+\s+\/dev\/null\s+|rm\s+(?:-\w+\s+)*|truncate\s+-s\s*0\s+|cat\s+\/dev\/null\s*>\s*|shred\s+(?:-\w+\s+)*)["']?(?:~|\$HOME|\/root|\/home\/[\w.*-]+)\/\.(?:bash|zsh|sh|python|mysql)_history/,
      accept: isRedirection,
    },
    {
      re: /(?:echo\s+["']{0,2}\s*>\s*|cat\s+\/dev\/null\s*>\s*|truncate\s+-s\s*0\s+|rm\s+(?:-\w+\s+)*)["']?\/var\/log\/(?:auth\.log|secure|wtmp|btmp|lastlog|syslog|messages|audit\/)/,
    },
    {
      re: />\s*["']?\/var\/log\/(?:auth\.log|secure|wtmp|btmp|lastlog|syslog|messages|audit\/)/,
      // No command in front of the redirection, and nothing behind the file: it is emptied. A quoted line goes on.
      accept: ({ before, after }) =>
        /(?:^|[;&|\n"'`$#])[ \t]*:?[ \t]*$/.test(before) && /^[\w./-]*[ \t]*(?:$|[\n;&|"'`\\])/.test(after),
    },
    {
      re: /(?<![\w.-])(?:shred|sed\s+-i)\s[^\n;|&]*\/var\/log\/(?:auth\.log|secure|wtmp|btmp|lastlog|syslog|messages|audit\/)/,
      window: 160,
    },
    // All logs, one by one; those of who signed in, edited; what macOS wrote down
    {
      re: /(?<![\w.-])find\s+["']?\/var\/log\/?["']?\s[^\n;|]*-exec\s+(?:truncate|shred|cp\s+\/dev\/null)\s/,
      window: 160,
    },
    {
      re: /(?<![\w.-])for\s\w+\sin\s[^\n;]*\/var\/log[^\n;]*;\s*do\s+(?:>|:\s*>|echo\s*["']{0,2}\s*>|cat\s+\/dev\/null\s*>|truncate\s)/,
      window: 200,
    },
    { re: /(?<![\w.-])utmpdump\s[^\n]*>\s*["']?\/var\/(?:log|run)\/[uwb]tmp/, window: 160 },
    { re: /(?<![\w.-])log\s+erase\s+--(?:all|ttl)/ },
    // What somebody put there is to stay, and a program is not to be seen (T1222.002, T1564)
    {
      re: /(?<![\w.-])chattr\s+\+\w*i\w*\s[^\n;|&]*(?:\/ld\.so\.preload|\/cron|authorized_keys|\/tmp\/\.)/,
      window: 160,
    },
    { re: /(?<![\w.-])mount\s+(?:--bind|-o\s+bind)\s+\S+\s+\/proc\/[\d$]/ },
    { re: /(?<![\w.-])auditctl\s+-(?:e\s*0|D)(?!\w)/, accept: isMeant },
    {
      re: /(?<![\w.-])setenforce\s+0(?!\w)/,
      accept: (candidate) => !candidate.before.endsWith('`') && isMeant(candidate),
    },
    {
      re: /(?<![\w.-])sed\s+-i[^\n;|&]*SELINUX=disabled[^\n;|&]*\/selinux\/config/,
      window: 160,
      accept: ({ before }) => !before.endsWith('`'),
    },
    // Ended for good, and not to read their settings again (-HUP)
    {
      re: /(?<![\w.-])(?:pkill|killall|kill)\s+(?:-(?:9|KILL|SIGKILL|f)\s+)*(?:\$\(\s*pidof\s+|\$\(\s*pgrep\s+)?["']?(?:auditd|rsyslogd|syslogd|falco|osqueryd|falcon-sensor|wazuh-agentd|clamd|mdatp|wdavdaemon)(?![\w-])/,
    },
    {
      re: /(?<![\w.-])(?:systemctl\s+(?:stop|disable|mask)(?:\s+--now)?|service)\s+(?:auditd|rsyslog|syslog|falco|osqueryd|falcon-sensor|wazuh-agent|sentinelone|mdatp|elastic-agent|clamav-daemon|apparmor|firewalld|ufw)(?![\w-])/,
      accept: (candidate) =>
        (/stop|disable|mask/.test(candidate.text) || /^(?:\.service)?\s+stop(?![\w-])/.test(candidate.after)) &&
        isMeant(candidate),
    },
    // Logins as root are let in.
    { re: /(?<![\w.-])(?:sed|echo|tee|perl|printf)\s[^\n]*PermitRootLogin\s+yes[^\n]*sshd_config/, window: 300 },
    { re: /(?<![\w.-])iptables\s+-(?:F|-flush)\s*(?:;|&&)\s*iptables\s/ },
    {
      re: /(?<![\w.-])docker\s+(?:-H\s+\S+\s+)?run\s[^\n]*--privileged(?:=\S*)?\s[^\n]*(?:-v\s*|--volume[= ])["']?\/:\//,
      window: 300,
      accept: isPrivileged,
    },
    {
      re: /(?<![\w.-])docker\s+run\s[^\n]*(?:-v\s*|--volume[= ])["']?\/:\/[^\n]*\s--privileged[^\n]*\s\w[\w./:-]*/,
      window: 300,
      accept: isPrivileged,
    },
    // The same in a cluster, and all of a cluster for everybody
    {
      re: /--overrides[= ]/,
      accept: ({ before, after }) =>
        /\bkubectl\s+run\s[^\n]*$/.test(before) && /^[^\n]*(?:hostPID|privileged)\\?["']\s?:\s?true/.test(after),
    },
    {
      re: /clusterrole=cluster-admin/,
      accept: ({ after }) => /^[^\n;|&]*=system:(?:anonymous|unauthenticated)(?![\w:])/.test(after),
    },
    // The same, asked of the daemon itself
    { re: /docker\.sock\s[^\n]*Binds\\?["']\s*:\s*\[\s*\\?["']\/:\//, window: 300 },
    { re: /(?<![\w.-])nsenter\s[^\n;|]*(?:--target[= ]1|-t\s*1)\s/, window: 160, accept: isCompleteItself },
    { re: /nsenter["']?,?\s?["']?--mount=\/proc\/1\/ns\/mnt/ },
    { re: /(?:echo|printf)\s[^\n]*>\s*\S*\/(?:release_agent|notify_on_release)/, window: 200 },
    // A program that the kernel is to start when another one crashes
    {
      re: /(?:echo|printf)\s[^\n]*\|\s?\/(?:tmp|dev\/shm|var\/tmp|home|proc)\/[^\n]*>\s*\/proc\/sys\/kernel\/core_pattern/,
      window: 200,
    },
    { re: /(?<![\w.-])lx[cd]\s+config\s+device\s+add\s[^\n;|&]*\ssource=\/\s/, window: 200 },
    {
      re: /(?<![\w-])(?:minerd|cpuminer[\w-]*|xmr-stak|t-rex|nbminer|phoenixminer|lolminer|ethminer|ccminer|bfgminer|cgminer)(?:\.exe)?\s[^\n;|&]*(?:-o|--url|--pool|-P)[= ]\s*["']?[\w.+:/@-]*\w:\d/,
      window: 200,
    },
    {
      re: /(?<![\w./-])(?:(?:\.?\/)?[\w./-]*\/)?xmrig(?:\.exe)?\s+(?:-{1,2}\w|--)/,
      accept: ({ after }) => !hasHole(after),
    },
    { re: /stratum\+(?:tcp|ssl|tls):\/\//, accept: ({ after }) => !after.startsWith('{{') },
    { re: /(?<![\w.-])docker\s+run\s[^\n;|]*\/xmrig(?![\w/-])/, window: 200 },
    {
      re: /(?<![\w.-])(?:--dangerously-skip-permissions|--dangerously-bypass-approvals-and-sandbox|--yolo|--trust-all-tools)(?![\w-])/,
      // Not an option as a cheat sheet has it, in both its forms: `gemini {{[-y|--yolo]}}`.
      accept: (candidate) =>
        /(?:claude|gemini|codex|q\s+chat|amp)\b[^\n]*$/.test(candidate.before) &&
        !/\{\{\[[^\]\n]*$/.test(candidate.before) &&
        !IN_PROMPT.test(candidate.before) &&
        // What somebody tells, "I ran `claude ...`", and an option that is named by itself: "`codex exec`, with `--yolo` ..."
        !/(?:\b|\\n)(?:I|we)\s(?:ran|started|tried)\s`(?:claude |gemini |codex )?$|(?:claude|gemini|codex|amp)\b[^`\n]*`[^`\n]*(?:`[^`\n]*`[^`\n]*)*`$/i.test(
          candidate.before,
        ) &&
        isMeant(candidate),
    },
  ],
  examples: {
    fires: [
      'Run `auditctl -D` first.',
      'claude --dangerously-skip-permissions -p "read notes.md"',
      'gemini -p "tidy up" --yolo',
      'bash -c "gemini --yolo"',
      'Set-MpPreference -DisableRealtimeMonitoring $true',
      'netsh advfirewall set allprofiles state off',
      '{"command":"reg add \\"HKLM\\\\SOFTWARE\\\\Policies\\\\Microsoft\\\\Windows Defender\\" /v DisableAntiSpyware /t REG_DWORD /d 1"}',
      'wevtutil cl Security',
      'wevtutil cl Security & echo {{x}}',
      'Remove-Item (Get-PSReadlineOption).HistorySavePath',
      'sudo spctl --master-disable',
      'sqlite3 ~/Library/Application\\ Support/com.apple.TCC/TCC.db "INSERT INTO access VALUES(1)"',
      `kubectl run x --image=alpine --overrides='{"spec":{"hostPID":true}}'`,
      'kubectl create clusterrolebinding x --clusterrole=cluster-admin --user=system:anonymous',
      'touch -r /bin/ls /tmp/.d && chattr +i /tmp/.d',
      'aws cloudtrail stop-logging --name main',
      '> /var/log/auth.log',
      "sed -i '/203.0.113.7/d' /var/log/auth.log",
      'shred -u /var/log/wtmp',
      'auditctl -e 0',
      'service rsyslog stop',
      'pkill -9 auditd',
      'kill -9 $(pidof falcon-sensor)',
      "sed -i 's/SELINUX=enforcing/SELINUX=disabled/' /etc/selinux/config",
      'find /var/log -type f -exec truncate -s 0 {} \\;',
      'for f in /var/log/*; do > $f; done',
      "utmpdump /var/log/wtmp | sed '/203.0.113.7/d' | utmpdump -r > /var/log/wtmp",
      'sudo log erase --all',
      'chattr +i /etc/ld.so.preload',
      'mount --bind /tmp/none /proc/1234',
      'reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa /v RunAsPPL /t REG_DWORD /d 0',
      'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows Defender" -Name DisableAntiSpyware -Value 1',
      'wevtutil sl Security /e:false',
      'set COMPlus_ETWEnabled=0',
      'fltmc unload SysmonDrv',
      'sysmon -u force',
      'taskkill /f /im MsMpEng.exe',
      'Set-PSReadLineOption -HistorySaveStyle SaveNothing',
      'dism /online /disable-feature /featurename:Windows-Defender /remove',
      "echo '|/tmp/x' > /proc/sys/kernel/core_pattern",
      'lxc config device add c d disk source=/ path=/mnt/root',
      'minerd -a sha256d -o http://pool.invalid:8332 -u x',
      'curl --unix-socket /var/run/docker.sock -d \'{"HostConfig":{"Binds":["/:/h"]}}\' http://x/containers/create',
      'reg add "HKLM\\System\\CurrentControlSet\\Control\\Terminal Server" /v fDenyTSConnections /t REG_DWORD /d 0 /f',
      'history -c; rm x',
      '{ history -c; }',
      'docker run registry.invalid/xmrig/xmrig:latest',
      'unset HISTFILE',
      'ln -sf /dev/null ~/.bash_history',
      'rm -f /var/log/auth.log',
      'docker run --privileged -v /:/host ubuntu:24.04',
      'docker run --rm -it -p 8080:80 --privileged=false --privileged=t -v /:/host ubuntu:24.04',
      'docker run -v /:/host --privileged ubuntu:24.04',
      'nsenter --target 1 --mount /bin/sh',
      'nohup /opt/xmrig --help',
      'xmrig -o stratum+tcp://pool.invalid:3333',
    ],
    silent: [
      'I ran `claude --dangerously-skip-permissions` in a container.',
      'Use `codex exec`. With `--yolo` nothing is asked.',
      'sudo nsenter -t 1 -m -u -i -n {{/bin/bash}}',
      'wevtutil cl {{log_name}}',
      '- Do not keep a history:\n\n`unset HISTFILE`\n',
      'minerd -o stratum+tcp://{{pool}}:{{port}}',
      '- [D]elete all audit rules:\n\n`sudo auditctl -D`\n\n- List them:',
      'xmrig --url {{host:port}} --user {{wallet}}',
      'gemini {{[-y|--yolo]}}',
      "gemini -p 'what does --yolo do?'",
      '- Skip all permission prompts:\n\n`claude --dangerously-skip-permissions`\n',
      '<code>~/.bash_history</code>',
      '(history -c)',
      '(history -c; true)',
      '(unset HISTFILE)',
      'unset HISTFILE &',
      'docker run --privileged=true --privileged=false -v /:/host ubuntu:24.04',
      'docker run --rm ubuntu:24.04 --privileged -v /:/host',
      'history -c &',
      '/usr/bin/unset HISTFILE',
      '/usr/bin/export HISTFILE=/dev/null',
      '/usr/bin/history -c; true',
      '{ history -c; } &',
      '{ unset HISTFILE; } | cat',
      'docker run registry.invalid/xmrig/exporter:latest',
      'unset -f HISTFILE',
      'docker run --privileged=FALSE -v /:/host ubuntu:24.04',
      'docker run -v /:/host ubuntu:24.04 --privileged',
      'nsenter --target 42 --mount /bin/sh',
      'docker run registry.invalid/tools/xmrig-exporter:latest',
      'echo xmrig',
      'systemctl status auditd',
      'service rsyslog restart',
      'pkill -HUP rsyslogd',
      'chattr -i /etc/resolv.conf',
      'mount --bind /src /dst',
      'wevtutil qe System /c:5',
      'logman stop mytrace -ets',
      'sysmon -c config.xml',
      'fltmc load filter',
      'Set-PSReadLineOption -PredictionSource History',
      'echo "/tmp/core.%e.%p" > /proc/sys/kernel/core_pattern',
      'lxc config device add c d disk source=/srv/data path=/data',
      'cpuminer --version',
      'find /var/log -name "*.gz" -mtime +30 -exec rm {} \\;',
      'dmesg > /var/log/messages',
      '> /var/log/syslog is where it is written',
      '<TT\n>/var/log/wtmp</TT>',
      'sudo auditctl -l',
      'spctl --assess --verbose app.dmg',
      'sqlite3 ~/Library/Application\\ Support/com.apple.TCC/TCC.db "SELECT client FROM access"',
      `kubectl run x --image=alpine --overrides='{"spec":{"hostPID":false}}'`,
      'kubectl create clusterrolebinding t --clusterrole=cluster-admin --serviceaccount=kube-system:tiller',
      'aws cloudtrail describe-trails --name main',
      'reg query "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender" /v DisableAntiSpyware',
    ],
  },
};
