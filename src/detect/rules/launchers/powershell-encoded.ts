import type { Candidate, Rule } from '../../rule.js';

/**
 * PowerShell's encoded commands are UTF-16: every other letter of their base64 comes from a zero byte. The flag stands by
 * itself, and is not the end of "base64-encoded".
 */
const looksEncoded = ({ text, after }: Candidate): boolean =>
  !/\w-e\w*\s+["']?.$/i.test(text) &&
  /(?:[A-Za-z0-9+/=]{16}|\$\w|\(|%\w)/.test(`${text.slice(-1)}${after.slice(0, 40)}`);

export const rule: Rule = {
  pattern: 'encoded_launcher',
  variant: 'powershell',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'high',
  group: 'launchers',
  about: 'PowerShell is given a command as base64, or decodes one and runs it: nobody sees what it does.',
  anatomy: '-EncodedCommand in any short form with base64 behind it; FromBase64String beside Invoke-Expression',
  source: 'https://attack.mitre.org/techniques/T1027/010/ and https://attack.mitre.org/techniques/T1059/001/',
  match: [
    {
      re: /(?<![\w-])(?:powershell|pwsh)(?:\.exe)?["']?[ \t][^\n|;]*[-/\u2013](?:e|ec|en|enc|enco|encod|encode|encoded|encodedc\w*)\s+["']?[a-z0-9+/=$(%]/i,
      window: 400,
      accept: looksEncoded,
    },
    { re: /frombase64string\s*\([^\n]*(?:iex|invoke-expression|invoke-command|\.invoke\(|scriptblock)/i, window: 900 },
    { re: /(?<![\w-])(?:iex|invoke-expression)[^\n]*frombase64string\s*\(/i, window: 400 },
    { re: /(?:gzipstream|deflatestream)\s*\([^\n]*frombase64string\s*\(/i, window: 400 },
    {
      re: /(?<![\w-])(?:powershell|pwsh)(?:\.exe)?\s[^\n;|]*-w(?:i\w*)?\s+(?:h\w*|1)\s[^\n]*(?:iex|invoke-|downloadstring|frombase64|-enc|net\.webclient|start-process)/i,
      window: 400,
    },
    { re: /(?<![\w-])cmd(?:\.exe)?\s+\/v:on\s+\/c\s/i },
  ],
  examples: {
    fires: [
      'powershell -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA',
      'powershell.exe -EncodedCommand JABzAD0ATgBlAHcALQBPAGIAagBlAGMAdAA=',
      "IEX ([Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('SQBFAFgA')))",
      "$b=[Convert]::FromBase64String('SQBF'); $s=[Text.Encoding]::UTF8.GetString($b); Invoke-Expression $s",
      'cmd.exe /V:ON /C "set x=1&&echo !x!"',
    ],
    silent: [
      'powershell -ExecutionPolicy Bypass -File build.ps1',
      '[Convert]::FromBase64String($env:KEY) | Set-Content key.bin -Encoding Byte',
      'pwsh -e script',
      'powershell is great -e nough',
      'Converts a PowerShell script to a single base64-encoded command(s)',
    ],
  },
};
