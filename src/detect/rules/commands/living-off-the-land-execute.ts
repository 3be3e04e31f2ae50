import { hasHole } from '../../checks/documentation.js';
import { isForFoundFiles } from '../../checks/ordinary-command.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'system_tool_abuse',
  variant: 'windows-execute',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'commands',
  about: 'A signed program of Windows is used to start another one, or to run code in its own name.',
  anatomy: 'rundll32, wmic, forfiles, installutil, odbcconf, pcalua and their kin with the switch that executes',
  source: 'https://lolbas-project.github.io and https://attack.mitre.org/techniques/T1202/',
  match: [
    {
      re: /(?<![\w-])rundll32(?:\.exe)?\s[^\n]*(?:runhtmlapplication|shellexec_rundll|launchinfsection|routethecall|launchapplication|installhinfsection|setupinfobjectinstallaction|control_rundll|regisserver|registerocx|openurla?|minidump|printhtml)/i,
      window: 300,
      // What Windows itself has in its control panel is called by name, `appwiz.cpl`; something else has a path.
      accept: ({ text, after }) => !/control_rundll$/i.test(text) || /^\w*[\s,]+["']?[^\s"',]*[\\%]/.test(after),
    },
    // A library out of a folder in which anybody may write
    {
      re: /(?<![\w-])(?:rundll32|regsvr32)(?:\.exe)?\s+(?:\/\w\s+)*["']?(?:c:\\users\\public\\|c:\\(?:windows\\)?temp\\|%(?:temp|public|appdata)%\\)[\w.-]*\.(?:dll|ocx)(?!\w)/i,
    },
    {
      re: /(?<![\w-])wmic(?:\.exe)?\s[^\n]*process\s+call\s+["']?create/i,
      window: 300,
      accept: ({ after }) => !hasHole(after),
    },
    { re: /(?:invoke-(?:wmimethod|cimmethod)|\[wmiclass\])[^\n]*win32_process/i, window: 300 },
    {
      re: /(?<![\w-])forfiles(?:\.exe)?\s[^\n]*\/c\s+["']?(?:cmd|powershell|calc|[a-z]:\\)/i,
      window: 300,
      accept: ({ text, after }) => !/cmd$/i.test(text) || !isForFoundFiles(after.replace(/^(?:\.exe)?\s+\/c\s+/i, '')),
    },
    { re: /(?<![\w-])pcalua(?:\.exe)?\s+-a\s/i },
    { re: /(?<![\w-])(?:odbcconf|odbcconf\.exe)\s[^\n]*regsvr/i, window: 200 },
    {
      re: /(?<![\w-])(?:installutil|regasm|regsvcs)(?:\.exe)?\s[^\n]*(?:\/u\s|\/logtoconsole=|\/logfile=)/i,
      window: 300,
    },
    { re: /(?<![\w-])cmstp(?:\.exe)?\s[^\n]*\/(?:s|ni|au)\s/i, window: 200 },
    { re: /(?<![\w-])mavinject(?:32|64)?(?:\.exe)?\s+\d+\s+\/injectrunning/i },
    { re: /(?<![\w-])syncappvpublishingserver(?:\.exe|\.vbs)?\s+["']/i },
    {
      re: /(?<![\w-])(?:scriptrunner|runscripthelper|stordiag|infdefaultinstall|dnscmd|atbroker|rasautou|diskshadow|bginfo|extexport)(?:\.exe)?\s+(?:-appvprogram|surfacecheck|[^\n]*\/serverlevelplugindll|\/start\s|-d\s|\/s\s)/i,
      window: 200,
    },
    { re: /(?<![\w-])winrm(?:\.vbs|\.cmd)?\s+invoke\s+create\s/i },
    {
      re: /(?<![\w-])(?:conhost|explorer|wsl|bash|control|hh|mmc|dfsvc|msdt)\.exe\s+(?:-e\s+\S|--headless\s|\/root,|-embedding\s|-c\s|\/c\s|\/id\s+pcw|[^\n]*\.cpl)/i,
      window: 200,
    },
    { re: /(?<![\w-])(?:cscript|wscript)(?:\.exe)?\s[^\n]*\/\/?e:(?:vbscript|jscript)/i, window: 200 },
    { re: /(?<![\w-])(?:msbuild|csc)(?:\.exe)?\s+[^\n;&|]*\\(?:temp|appdata|downloads|public)\\/i, window: 200 },
    { re: /(?<![\w-])wuauclt(?:\.exe)?\s+\/updatedeploymentprovider/i },
    { re: /(?<![\w-])psexec(?:64)?(?:\.exe)?\s+(?:-\w+\s+)*\\\\[\w.*@-]/i },
    {
      re: /wscript\.shell["')\s.]*[^\n]*\.(?:run|exec)\s*\(?\s*["'](?:cmd|powershell|mshta|rundll32|regsvr32|c:|%)/i,
      window: 300,
    },
    { re: /(?:windll\.kernel32|ctypes\.windll)\.(?:virtualalloc|rtlmovememory|createthread|virtualprotect)/i },
  ],
  examples: {
    fires: [
      'rundll32.exe shell32.dll,ShellExec_RunDLL cmd.exe',
      'wmic /node:10.0.0.5 process call create "cmd.exe /c calc"',
      'forfiles /p c:\\windows /m notepad.exe /c "cmd /c calc.exe"',
      'pcalua.exe -a calc.exe',
      'rundll32.exe shell32.dll,Control_RunDLL C:\\Temp\\a.cpl',
      'rundll32.exe C:\\Users\\Public\\a.dll,Start',
      'regsvr32.exe /s %TEMP%\\a.dll',
      'installutil.exe /logfile= /LogToConsole=false /U payload.dll',
      'cmstp.exe /ni /s payload.inf',
      'psexec \\\\host -u admin cmd',
      'CreateObject("WScript.Shell").Run "cmd /c calc"',
    ],
    silent: [
      'wmic process call create {{path\\to\\program}}',
      'wmic process list brief',
      'msbuild project.sln /p:Configuration=Release',
      'explorer.exe .',
      'rundll32.exe shell32.dll,Control_RunDLL appwiz.cpl',
      'regsvr32 msxml3.dll',
      'cscript //nologo script.vbs',
      'forfiles /s /m *.log',
      'forfiles /p D:\\logs /d -30 /c "cmd /c echo @path && del /q @path"',
    ],
  },
};
