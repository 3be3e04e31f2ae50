import { hasHole } from '../../checks/documentation.js';
import { lineBefore } from '../../checks/text-around.js';
import type { Rule } from '../../rule.js';

/** Words that a sentence has in front of the shell and no command has: "env shell instead of default /bin/sh". */
const PROSE = /\s(?:instead|of|the|default|to|a|is|in|with)\s/;

export const rule: Rule = {
  pattern: 'shell_escape',
  variant: 'unix',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'commands',
  about: 'An ordinary program is used to get a shell: the way out of a restricted account, or up to a privileged one.',
  anatomy: 'a program with the option or script that starts /bin/sh: find -exec, awk system, tar checkpoint, vim -c :!',
  source: 'https://gtfobins.github.io and https://attack.mitre.org/techniques/T1548/',
  match: [
    { re: /-exec(?:dir)?\s+(?:\/[\w/]*\/)?(?:ba|z|da)?sh\s*(?:-p\s*)?\\{0,2};/ },
    {
      re: /(?<![\w.-])(?:g|m|n)?awk\s[^\n]*(?:begin|BEGIN)\s*\{\s*system\s*\(/,
      window: 120,
      accept: ({ after }) => !hasHole(after),
    },
    { re: /--checkpoint-action=["']?exec=/ },
    {
      re: /(?<![\w.-])(?:r?vim?|r?view|ex|vimdiff|nvim)\s[^\n;|]*-c[\s:'"]{1,4}!{0,1}[^\n;|]*(?:!\s*\/bin\/|!sh|os\.(?:exec|system)|:py3?\s)/,
      window: 200,
    },
    { re: /(?<![#\w\\<])!\s?(?:\/usr)?\/bin\/(?:ba|z|da)?sh(?![\w/.-])/ },
    {
      re: /(?<![\w./-])(?:env|nice|ionice|taskset|timeout|stdbuf|setarch|strace|ltrace|unshare|flock|cpulimit|logsave|valgrind|chrt|setsid|start-stop-daemon|softlimit|rlwrap|choom|time|run-parts|xargs|sshpass|proxychains)\s(?:[\w$:()@=.+/-]+\s+)*(?:\/usr)?\/bin\/(?:ba|z|da|c)?sh(?:\s+-p)?(?![\w/.-])/,
      window: 120,
      accept: ({ before, text }) => !/#!\/(?:usr\/)?bin\/$/.test(before) && !PROSE.test(text),
    },
    { re: /proxycommand=["'\\]{0,3};/i },
    {
      re: /(?:os\.(?:system|execute|execl?p?|popen)|io\.popen|pty\.spawn|child_process["')]*\.\w{4,9})\s*\(\s*\\?["'[]{1,2}(?:\/usr)?\/bin\/(?:ba|z|da|k|c)?sh(?![\w/.])/,
    },
    {
      re: /(?<![\w.-])(?:perl|ruby|php|lua|irb|expect|jrunscript|tclsh|gdb|jjs|node)\s[^\n]*(?:exec|system|spawn|execute)[\s("'{\\]+(?:\/usr)?\/bin\/(?:ba|z|da|k)?sh(?![\w/.])/,
      window: 200,
    },
    // The same call in languages whose programs seldom stand on a command line: R, Haskell, F#, Lisp, Go, m4, TeX.
    {
      re: /(?:system|callCommand|Process\.Start|run-shell-command|syscall\.Exec)\s?\(?\s?\\?["'](?:\/usr)?\/bin\/(?:ba|z|da|k)?sh(?![\w/.])/,
    },
    { re: /(?:esyscmd\(|write18\{|execute_process\(COMMAND )(?:\/usr)?\/bin\/(?:ba|z|da|k)?sh(?![\w/.])/ },
    { re: /(?<![\w.-])(?:sqlite3|mysql|psql|mongo)\s[^\n]*(?:\.shell\s|\\+!\s?\/?\w)/, window: 120 },
    { re: /(?<![\w.-])gdb\s[^\n]*-ex\s+["'\\]*!/, window: 120 },
    { re: /(?<![\w.-])emacs\s[^\n]*--eval\s[^\n]*\(term\s/, window: 120 },
    { re: /-wrapper\s+(?:\/bin\/)?sh,-\w/ },
    { re: /(?<![\w.-])(?:make|rpm)\s[^\n]*--eval[= ][^\n]*(?:\/bin\/sh|os\.execute)/, window: 200 },
    { re: /--script-security\s+2\s[^\n]*--(?:up|down)\s/, window: 160 },
    {
      re: /(?<![\w.-])(?:cp|install)\s[^\n;&|]*\/bin\/(?:ba|da)?sh\s[^\n]*(?:;|&&|\n)\s*chmod\s+(?:[ug]*\+s|[42]\d{3})/,
      window: 240,
    },
    {
      re: /(?<![\w.-])chmod\s+(?:[ug]*\+s|[467][0-7]{3})\s+(?:\/[\w/]*)?\/(?:bin\/(?:(?:ba|da|z)?sh|find|vim?|nano|env|cp|perl|python[\d.]*)|tmp\/[\w.]+)(?![\w/])/,
    },
    { re: /(?<![\w.-])(?:LD_PRELOAD|LD_LIBRARY_PATH|DYLD_INSERT_LIBRARIES)=["']?\/(?:tmp|dev\/shm|var\/tmp)\// },
    { re: /(?<![\w.-])sudo\s+-u\s?["']?#-1/ },
    // A program that may become root: all but those that are made for it (newuidmap of containers without root)
    {
      re: /(?<![\w.-])setcap\s+["']?cap_set[ug]id[+=,\w]*["']?\s/,
      accept: ({ after }) => !/^["'\\]?[^\s;&|]*new[ug]idmap/.test(after) && !hasHole(after),
    },
    {
      re: /(?<![\w.-])sudo\s+(?:nmap\s+--interactive|zip\s[^\n;|&]*-TT\s+["']?(?:ba)?sh|install\s+-m\s*=xs)(?!\w)/,
      window: 120,
    },
    { re: /(?<![\w.-])capsh\s+(?:--gid=0\s+)?--uid=0\s/ },
    { re: /(?<![\w.-])sudoedit\s+-s\s+['"]?\\/ },
    {
      re: /NOPASSWD:\s*ALL["'\s]*(?:>>|\|)\s*(?:sudo\s+)?(?:tee\s+(?:-a\s+)?)?\/etc\/sudoers/,
      // A guide leaves out whom it is for: `echo "{{user}} ALL=(ALL) NOPASSWD: ALL"`.
      accept: ({ before, text }) => !hasHole(lineBefore(before) + text),
    },
  ],
  examples: {
    fires: [
      'sudo find . -exec /bin/sh \\; -quit',
      'sudo awk \'BEGIN {system("/bin/sh")}\'',
      'tar -cf /dev/null /dev/null --checkpoint=1 --checkpoint-action=exec=/bin/sh',
      "vim -c ':!/bin/sh'",
      'ghc -e \'System.Process.callCommand "/bin/sh"\'',
      '!/bin/sh',
      'setcap cap_setuid+ep /usr/bin/python3',
      "sudo zip x.zip /etc/hosts -T -TT 'sh #'",
      'capsh --gid=0 --uid=0 --',
      'DYLD_INSERT_LIBRARIES=/tmp/x.dylib /Applications/A.app/Contents/MacOS/A',
      'sudo taskset 1 /bin/sh -p',
      "ssh -o ProxyCommand=';sh 0<&2 1>&2' x",
      'python3 -c \'import os; os.system("/bin/sh")\'',
      'perl -e \'exec "/bin/sh";\'',
      'cp /bin/bash /tmp/b && chmod u+s /tmp/b',
      'chmod 4755 /bin/bash',
      'chmod u+s /usr/bin/find',
      'sudo emacs -Q -nw --eval \'(term "/bin/sh")\'',
    ],
    silent: [
      'echo "{{user}} ALL=(ALL) NOPASSWD: ALL" | sudo tee /etc/sudoers.d/{{user}}',
      `gawk 'BEGIN { system("{{command}}") }'`,
      'setcap cap_setuid+ep /usr/bin/newuidmap',
      'setcap cap_net_bind_service=+ep /usr/bin/node',
      '#!/bin/sh',
      '#! /bin/bash -e',
      '#!/usr/bin/env /bin/sh',
      '# Use env shell instead of default /bin/sh',
      "find . -name '*.o' -exec rm {} \\;",
      'awk \'BEGIN { FS="," } { print $1 }\'',
      'SHELL=/bin/bash',
      'chmod 755 /usr/local/bin/tool',
      'chmod 4755 /usr/bin/fusermount',
      'vim -c "set ft=sh" notes.txt',
    ],
  },
};
