import { isCommandInRequest } from '../../request-command.js';
import { isInRequest } from '../../request-value.js';
import type { Candidate, Rule } from '../../rule.js';

/** Documents quote these in all manners, so that they count only in a request as it is sent. */
const isRareCommand = (match: Candidate): boolean => isInRequest(match) && isCommandInRequest(match, 'plain');

export const rule: Rule = {
  pattern: 'command_injection',
  variant: 'system-program',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'command-injection',
  asWritten: true,
  about: 'A parameter of a request names a program that is only met on a command line, where a shell would run it.',
  anatomy:
    'at the start of a value or behind a separator, perhaps with a folder or a runner such as time; then its arguments',
  source:
    'https://cwe.mitre.org/data/definitions/78.html and https://owasp.org/www-community/attacks/Command_Injection',
  match: [
    {
      re: /(?<![\w.-])(?:ansible-inventory|ansible-playbook|ansible-console|ansible-config|ansible-galaxy|ansible-vault|ansible-pull|ansible-doc|chef-client|ssh-copy-id|ssh-keyscan|chef-shell|chef-vault|journalctl|ssh-keygen|traceroute|chef-solo|systemctl|aptitude|chef-run|groupadd|ifconfig|iptables|nslookup|ansible|crontab|netstat|tcpdump|useradd|userdel|usermod|zstdcat|bsdcat|bsdtar|mkfifo|visudo|whoami|bzcat|cscli|lzcat|mknod|uname|xzcat|htop|lsof|aa-(?:audit|complain|disable|enforce|exec|remove-unknown|status|teardown)|unxz)(?![\w=-])/i,
      accept: (match) => isCommandInRequest(match, 'sure'),
    },
    {
      re: /(?<![\w.-])(?:start-stop-daemon|run-mailcap|gdbserver|run-parts|cpulimit|iwconfig|uudecode|uuencode|getfacl|hexdump|logsave|nsenter|runuser|setarch|setfacl|taskset|unshare|arping|base32|chattr|chroot|ftpget|ifdown|ionice|lsattr|ltrace|netcat|pkexec|renice|strace|capsh|chgrp|dmesg|lsblk|lscpu|lsmod|lspci|lsusb|rsync|socat|sshfs|ifup|lftp|ncat|sftp|tftp)(?![\w=-])/i,
      accept: (match) => isCommandInRequest(match, 'sure'),
    },
    {
      re: /(?<![\w.-])(?:easy_install|hostnamectl|timedatectl|update-rc\.d|jrunscript|mysqladmin|python3\.10|python3\.11|python3\.12|python3\.13|systeminfo|chkconfig|localectl|mysqldump|python3\.9|redis-cli|rpmverify|ipconfig|loginctl|lualatex|pdflatex|rmt-dump|rpmquery|taskkill|tasklist|apt-get|arecord|initctl|pg_dump|rmt-tar|sqlite3|vimdiff|xelatex|pacman|pdftex|zypper|gcore|dpkg|pip2|pip3|rvim|smbclient|valgrind|whiptail|debugfs|sshpass|busctl|hping3|rlwrap|rlogin|sysctl|tshark|lastb|nroff|pwsh|cobc|vigr|vipw|irb|jjs)(?![\w=-])/i,
      accept: (match) => isCommandInRequest(match, 'sure'),
    },
    {
      re: /(?<![\w.-])(?:powershell|certutil|composer|poweroff|printenv|shutdown|adduser|bunzip2|cscript|killall|kubectl|openssl|python2|python3|strings|whereis|wscript|base64|column|csplit|docker|export|finger|gunzip|lastlog|lastlogin|locate|lwp-(?:download|mirror|request)|aria2c|axel|busybox|chef-apply|md5sum|passwd|printf|python|reboot|setsid|telnet|umount|uptime|vmstat)(?![\w=-])/i,
      accept: (match) => isCommandInRequest(match, 'plain'),
    },
    // Programs that read files or run others in ways few think of (https://gtfobins.github.io)
    {
      re: /(?<![\w.-])(?:update-alternatives|systemd-resolve|genisoimage|varnishncsa|cupsfilter|msfconsole|unsquashfs|ascii-xfr|dmidecode|msgattrib|msgfilter|multitime|sha256sum|softlimit|rpcclient|soelim|ulimit|bpftrace|chpasswd|clamscan|cowthink|dos2unix|exiftool|groupmod|htpasswd|ldconfig|msgmerge|rtorrent|torsocks|unexpand|zstdgrep|zstdless|ascii85|csvtool|dmsetup|gtester|ksshell|latexmk|minicom|msgconv|msguniq|perlbug|pidstat|scanmem|setlock|sha1sum|sulogin|tdbtool|xdotool|xmodmap|zipinfo|zsoelim|agetty|basenc|batcat)(?![\w=-])/i,
      accept: isRareCommand,
    },
    {
      re: /(?<![\w.-])(?:byebug|bzdiff|bzgrep|bzless|bzmore|distcc|dosbox|hostid|iostat|ispell|luatex|lzgrep|lzless|lzmore|msgcat|openvt|pstree|sqlmap|tasksh|unlzma|unzstd|xzgrep|xzless|xzmore|atobm|basez|cdist|diff3|dstat|dvips|fping|ginsh|iftop|mailq|ncftp|ngrep|psftp|rbash|rpmdb|rview|shred|unrar|virsh|xetex|zless|zmore|cpio|doas|efax|ghci|opkg|slsh|zstd)(?![\w=-])/i,
      accept: isRareCommand,
    },
  ],
  examples: {
    fires: [
      '/get\nReferer: printenv PATH',
      '/get?cmd=kubectl get pods',
      '/get?cmd=vmstat 1',
      '/post\ncode=setsid bash\n',
      '/get?x=;valgrind x',
      '/post\ncode=docker exec web id\n',
      '/post\ncode=;msgattrib -P passwd\n',
      '/get?x=1&&dmsetup version',
      '/get?a=bin/xzmore',
      '/post\ncode=zstdless /var/log/app.zst\n',
      '/post\ncode=capsh --\n',
      '/post\n{ "aa-disable php-fpm":"x" }',
      '/post\ncode=shutdown now\n',
      '/get?x=;lastlog',
      '/get?x=busybox wget files.invalid',
      '/get?host=127.0.0.1;whoami',
      '/post\ncode=ansible-playbook site.yml\n',
      '/get?x=1|ifconfig',
      '/post\ncode=visudo\n',
      '/get?foo=time ifconfig',
      '/run?cmd=python3.11 x',
      '/post\ncode=reboot\n',
      '/get?x=export PATH=/tmp',
    ],
    silent: [
      '/get?q=kubectl get pods',
      '/post\ncode=vmstat 1\n',
      '/get?topics=kubernetes; docker build pipelines',
      '`sudo ldconfig`',
      '`sha256sum`: checks a file',
      'Run `echo "I am $(whoami)"` to see it.',
      '/post\ntext=Ansible is great; netstat, too.\n',
      '/post\ntext=engineer (docker; python)\n',
      '/post\ntext=Run `docker ps`, or `python -V` for that\n',
      '/post\ntext=The output of ``uname -m`` may vary\n',
      '/post\n{"image":"busybox"}\n',
      '/get?field=lastlogin',
      '/get?q=exiftool',
      '/post\ntext=Pack it with zstd or lz4, please\n',
      '/get?format=lzma&level=9',
      '```python\nimport os\n```',
      'Run `docker ps` to see them',
      '/post\ntext=Linux (Debian); Docker; Ansible\n',
      '/post\ntext=Node.js; Express; kubectl\n',
      'Use `python3 -V` for that.',
      '/get?q=whoami-tool',
      '/get?first=1&uname=alice',
      'User-Agent: wget',
      '/docs?page=systemctl.html&x=1',
    ],
  },
};
