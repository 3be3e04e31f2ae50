import { isWholeWord } from '../../checks/documentation.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'pipe_to_shell',
  variant: 'decoded',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'commands',
  about: 'A hidden text is decoded and run at once: whoever hides a command from the reader has a reason.',
  anatomy: 'a decoder (base64 -d, xxd -r, openssl enc -d, rev, tr, printf with escapes) whose output a shell reads',
  source: 'https://attack.mitre.org/techniques/T1027/010/ and https://attack.mitre.org/techniques/T1140/',
  match: [
    {
      re: /(?<![\w.-])(?:g?base64\s+(?:-{1,2}\w[\w-]*\s*)*|b64decode\s|basenc\s+-|base32\s+-d|openssl\s+(?:enc|base64)\s|xxd\s+-\w*r|rev\s|tr\s+\S+\s+["'[]*[nN]-[zZ]|uudecode|gunzip|gzip\s+-d|zcat|unzip\s+-p|7z\s+\w\s[^\n|]*-so|gpg\s[^\n|]*-d)[^\n]*\|\s*(?:sudo\s+)?(?:\/[\w./-]*\/)?(?:(?:ba|z|k|da|a)?sh|python[\d.]*|perl|node|ruby|php)(?![\w-])/,
      window: 512,
      accept: isWholeWord,
    },
    {
      re: /(?<![\w.-])(?:(?:ba|z|k|da)?sh\s+-c|eval|source|exec)\s+["']?(?:\$\(|`|<\()[^\n]*(?:base64\s+-{1,2}[dD]|xxd\s+-\w*r|openssl\s+enc\s)/,
      window: 512,
    },
  ],
  examples: {
    fires: [
      'base64 -d -i payload.b64 | bash',
      'echo Y3VybCB4 | base64 --decode | sh',
      'echo 6c73 | xxd -r -p | sh',
      'printf bHM= | b64decode -r | sh',
      'unzip -p update.zip run.sh | bash',
      "echo phey | tr 'a-zA-Z' 'n-za-mN-ZA-M' | sh",
      'gpg -d x.gpg | sh',
      'Then run base64 -d payload.b64 | bash.',
      'eval "$(echo bHM= | base64 -d)"',
    ],
    silent: [
      'base64 -d payload.b64 > out',
      'tr a-z A-Z < names | sort',
      'unzip -p a.zip a.csv | wc -l',
      'base64 file | wc -c',
      'openssl enc -d -aes-256-cbc -in x -out y',
    ],
  },
};
