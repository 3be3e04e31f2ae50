import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'encoded_launcher',
  variant: 'shell',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'high',
  group: 'launchers',
  about: 'A shell decodes, decrypts or rebuilds a text and runs it: a command that is not meant to be read.',
  anatomy: 'base64 -d, xxd -r, openssl enc -d, printf with escapes, rev, tr or gunzip, and a shell or file run from it',
  source: 'https://attack.mitre.org/techniques/T1027/010/ and https://attack.mitre.org/techniques/T1140/',
  match: [
    // echo cm0= | base64 -d > /tmp/x; sh /tmp/x
    {
      re: /(?<![\w.-])(?:base64\s+(?:-{1,2}\w[\w-]*\s+)*-{1,2}[dD]\w*|base32\s+-d|xxd\s+-\w*r\w*|openssl\s+(?:enc\s+-d|base64\s+-d)|uudecode|b64decode\s)[^\n]*>\s*[\w./$~{}-]+\s*(?:;|&&|\n)\s*(?:sudo\s+)?(?:chmod\s[^\n]*(?:;|&&|\n)\s*)?(?:sudo\s+)?(?:(?:ba|z|da)?sh|source|\.|python[\d.]*|perl)?\s*["']?(?:\.?\/|~\/)/,
      window: 512,
    },
    // sh <(base64 -d <<< ...), bash <<< "$(base64 -d ...)", $(echo ... | base64 -d)
    {
      re: /(?<![\w.-])(?:(?:ba|z|k|da)?sh|eval|source|exec|\.|python[\d.]*|perl)\s+(?:-\w+\s+)*(?:<<<\s*)?\\?["']?(?:\$\(|`|<\()\s*(?:(?:echo|printf)\s[^\n|]*\|\s*)?(?:base64\s+-{1,2}[dD]|base32\s+-d|xxd\s+-\w*r|openssl\s+(?:enc|base64)\s+-d|rev\s|printf\s+["']?\\{1,2}x|gunzip\s|zcat\s)/,
      window: 900,
    },
    // {echo,cm0=}|{base64,-d}|{bash,-i}
    { re: /\{base64,-{1,2}[dD]\w*\}\s*\|/ },
    {
      re: /(?<![\w.-])(?:echo|printf)\s+(?:-\w+\s+)?["'$]{0,2}(?:\\{1,2}x[0-9a-fA-F]{2}){4}[^\n]*\|\s*(?:sudo\s+)?(?:\/bin\/)?(?:ba|z|da)?sh(?![\w.-])/,
      window: 900,
    },
    { re: /(?<![\w.-])\$\(\s*(?:printf|echo\s+-e)\s+["'$]{0,2}(?:\\{1,2}(?:x[0-9a-fA-F]{2}|[0-3]?[0-7]{2})){3}/ },
    {
      re: /(?<![\w.-])(?:echo|printf)\s[^\n]*\|\s*(?:rev|tr\s[^\n|]*|rot13|base64\s+-{1,2}[dD]\w*|xxd\s+-\w*r[^\n|]*|awk\s[^\n|]*|sed\s[^\n|]*)\s*\|\s*(?:(?:base64\s+-{1,2}[dD]\w*|rev|gunzip|zcat|xxd\s+-\w*r[^\n|]*)\s*\|\s*)*(?:sudo\s+)?(?:\/[\w/]*\/)?(?:ba|z|da|k|a)?sh(?![\w.-])/,
      window: 900,
    },
    {
      re: /(?<![\w.-])(?:sed|tail|awk|grep|cut|head)\s[^\n|]*(?:\$0|\$\{?BASH_SOURCE)[^\n]*\|\s*(?:base64\s+-{1,2}[dD]\w*|gunzip|zcat|tar|xz\s+-d)[^\n]*\|\s*(?:sudo\s+)?(?:ba|da)?sh(?![\w.-])/,
      window: 400,
    },
  ],
  examples: {
    fires: [
      'echo Y3VybA== | base64 -d > /tmp/x; sh /tmp/x',
      'bash <(base64 -d <<< Y3VybCBodHRwOi8v)',
      'bash -c {echo,YmFzaCAtaQ==}|{base64,-d}|{bash,-i}',
      'eval "$(printf \'\\x6c\\x73\')"',
      "echo 'hsab | x lruc' | rev | bash",
      'printf "\\x63\\x75\\x72\\x6c\\x20\\x78" | sh',
    ],
    silent: [
      'echo aGVsbG8= | base64 -d > hello.txt; cat hello.txt',
      'TOKEN=$(echo "$SECRET" | base64 -d)',
      'printf "\\033[31mred\\033[0m"',
      'echo hello | rev | tee out',
    ],
  },
};
