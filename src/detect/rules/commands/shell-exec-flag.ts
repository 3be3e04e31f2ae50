import type { Candidate, Rule } from '../../rule.js';

/** Documentation leaves a hole for the command: `sh -c "{{command}}"`, `bash -c "<command>"`. */
const isFilledIn = ({ text, after }: Candidate): boolean =>
  !/^["'`]?(?:\{\{|<[a-z])/.test(after) && !/^(?:command|cmd|script|code|string)["'`]/.test(text.slice(-1) + after);

/** The flag is only named, in quotes that close behind it: `python -c`, 'perl -e'. */
const isNamed = ({ before, text }: Candidate): boolean => /-\w+["'`]$/.test(text) && before.at(-1) === text.at(-1);

/** A bare word that prose goes on behind: "with bash -c might be better". */
const isProse = ({ text, after }: Candidate): boolean => /\w$/.test(text) && /^\w*(?:,|\.?\s+[a-z]{2,}\s)/.test(after);

/** Perl and Ruby as a filter for lines (-n, -p, -i): the text is an expression like sed's. */
const isLineFilter = ({ text }: Candidate): boolean => /\s-[a-zA-Z0]*[npi]/.test(text);

/** What scripts in package metadata do with `node -e`: print, read and copy files of their own. */
const isOwnScript = ({ after }: Candidate): boolean =>
  /^\s*(?:console\.|fs\.|process\.(?:exit|std|version|env\.npm_)|(?:(?:var|const|let)\s+)?(?:\w+\s*=\s*)?require\(\\*["'](?:\.|node:fs|fs|path|os|assert|util|url|node-addon-api|nan["'\\])|require\.resolve|import\(|try\s*\{|await import)/.test(
    after,
  );

export const rule: Rule = {
  pattern: 'shell_exec_flag',
  variant: 'shell',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'commands',
  about:
    'A shell or interpreter is told to run a text: the way in which a command is handed to somebody else to execute.',
  anatomy: 'the name of a shell or interpreter, its flag for code on the command line (-c, -e, -r, /c), and a text',
  source:
    'https://attack.mitre.org/techniques/T1059/004/ and https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html',
  match: [
    {
      re: /(?<![\w.-])(?:ba|z|k|da|a|pdk|mk)?sh\s+(?:-[a-zA-Z]{1,6}\s+|--\w[\w-]*\s+|-o\s+\w+\s+)*-[a-zA-Z]{0,5}c[a-zA-Z]{0,2}\s+["'`$\\\w(&]/,
      accept: (candidate) => isFilledIn(candidate) && !isProse(candidate),
    },
    {
      re: /(?<![\w.-])python[\d.]{0,4}\s+(?:-[a-zA-Z]{1,3}\s+)*-c\s*\\?["'`]/,
      accept: (candidate) => !isNamed(candidate),
    },
    {
      re: /(?<![\w.-])(?:perl|ruby)\s+(?:-[a-zA-Z]{1,10}\s*)*-\w{0,4}e\s*\\?["'`]/,
      accept: (candidate) =>
        !isNamed(candidate) && (!isLineFilter(candidate) || /system|exec|socket|eval|`/i.test(candidate.after)),
    },
    { re: /(?<![\w.-])php\d?\s+(?:-[a-zA-Z]{1,3}\s+)*-r\s*\\?["'`]/ },
    {
      re: /(?<![\w.-])node\s+(?:-{1,2}[\w-]+\s+)*(?:-e|--eval|-p|--print)\s+\\?["'`]/,
      accept: (candidate) => !isOwnScript(candidate),
    },
    {
      re: /(?<![\w.-])(?:pwsh|powershell)(?:\.exe)?\s+(?:[-/]\w+(?:\s+[\w.]+)?\s+)*[-/](?:c|command|e|ec|en|enc|enco|encodedcommand)\s+\S/i,
    },
    {
      re: /(?<![\w.-])cmd(?:\.exe)?\s+(?:\/[a-z](?::\w+)?\s+)*\/[ck]\s+["\w%!(]/i,
      accept: (candidate) => !isProse(candidate),
    },
    {
      re: /["'](?:\/(?:usr\/)?bin\/)?(?:ba|z|k|da|a)?sh["']\s*,\s*["']-[a-z]{0,3}c["']\s*,/,
      // What images say of a layer that ran nothing.
      accept: ({ after }) => !/^\s*["']#\(nop\)/.test(after),
    },
  ],
  examples: {
    fires: [
      'sh -c "echo \'ping -c 4 8.8.8.8\' >> /tmp/art.sh"',
      '/get?932236-1=bash -c "echo test"',
      'code=nohup sh -c whoami',
      '/bin/sh -c &quot;sleep 6',
      "python3 -c 'import base64'",
      'powershell -nop -w hidden -enc SQBFAFgA',
      'cmd.exe /c whoami',
      '["/bin/sh", "-c", "id"]',
    ],
    silent: [
      '"start": "node -i -e \'YAML=require(\\"./src/index.ts\\");const {parse}=YAML\'"',
      'node -p "process.env.npm_command" | npx tool',
      'node -e \'require("assert")(!require("./package.json").private)\'',
      '"Cmd": ["/bin/sh","-c","#(nop) ","CMD [\\"bash\\"]"]',
      '"<!(node -p \\"require(\'node-addon-api\').include\\")"',
      "Use `python -c` instead, or do as 'perl -e' does.",
      'If True, execute ``sh -c command``.',
      'bash away in the gym',
      'zsh is the best!',
      'pipes.sh -c 5',
      'gcc -c main.c',
      'tar -c files',
      'push -c origin',
      'ssh -c aes128-ctr host',
      'ksh -c "{{command}}"',
      'python -m venv .venv',
      "perl -pi -e 's/a/b/' file",
      'node -p "process.version"',
      'starting it with sh -c might be better, but',
    ],
  },
};
