/** What people and programs run all day by `sh -c`, `python -c` and their like, told from what attacks run so. */

/** What reaches out, unpacks, starts something unseen or reads what is secret makes no text ordinary. */
const DUBIOUS =
  /(?:(?:curl|wget)(?!\s[^;|&]*(?:localhost|127\.0\.0\.1|\/dev\/null))|chroot|nsenter|insmod|ncat|socat|telnet|base64|eval|whoami|mkfifo|crontab|xxd|certutil|bitsadmin)(?![\w-])|(?<!\w)(?:nc\s(?!-\w*z)|(?:iex|id)\s)|(?:^|[;&|]\s?)id(?=["'\\;&|]|$)|\/dev\/(?:tcp|udp)|\/etc\/(?:passwd|shadow|sudoers|cron|profile|ld\.so)|\.ssh\b|\.aws\b|\bmount\s+(?:-\w+\s+)*\/dev\/[sv]d|iptables\s+-F|setenforce\s+0|\brm\s+-\w+\s+["']?[/~$*]|(?:python[\d.]*|perl|php|ruby|powershell)\s+-|chmod\s+(?:\+x|[0-7]?[75]|[augo]*\+s)\S*\s+\/|<\(\s*(?:echo|printf)|(?<!\\?"deb )(?<!\] )https?:\/\/(?!localhost|127\.|\$)/i;

/** What comes in front of the program: options of the shell, a folder, variables, conditions of a loop. */
const FIRST =
  '(?:(?:set\\s+[-+]\\w+(?:\\s+pipefail)?|cd\\s+(?:/d\\s+)?[\\w./\\\\:@$"{}-]+|(?:source|\\.)\\s+[\\w./-]+|umask\\s+\\d+|shopt\\s+-s\\s+\\w+)\\s*(?:;|&&|\\n|\\\\n)\\s*|(?:exec|time|until|while|if|do|then|!|sudo|nohup|env)\\s+|[A-Z_][A-Z\\d_]*=[\\w./:@-]*\\s+)*';
/** Tools with which software is built, run and watched, as whole words. */
const TOOLS =
  '(?:\\./)?(?:npm|npx|yarn|pnpm|corepack|bun|deno|node|tsc|jest|vitest|vite|eslint|prettier|git|gh|rg|ls|df|wc|mv|cp|ln|pwd|tree|diff|gzip|jq|sed\\s+-n|cat\\s+(?:[\\w.]|/etc/os-release)|make|cmake|ninja|ctest|cargo|rustc|go|mvnw?|gradlew?|java\\s+-jar|javac|kotlinc|mkdocs|conda|pytest|tox|nox|ruff|mypy|pip3?|poetry|uv|pipenv|gunicorn|uvicorn|celery|flask|alembic|python3?\\s+(?:-m\\s+)?\\w[\\w./-]*|php\\s+(?:artisan|bin/|[\\w-]+\\.php)|bundle|rails|rake|bin/\\w+|composer|phpunit|dotnet|msbuild|docker|docker-compose|podman|kubectl|helm|terraform|ansible-playbook|nginx|httpd|apachectl|pg_isready|mysqladmin|mongosh|redis-cli|rabbitmqctl|psql|pg_dump(?:all)?|pg_restore|mysql(?:dump)?|mariadb(?:-dump)?|mongo(?:dump|restore)|envsubst|apt(?:-get)?|apk|yum|dnf|adduser|sleep|date|uptime|mkdir|nslookup\\s+\\w|nc\\s+-\\w*z|ping\\s+-\\w|(?:curl|wget)\\s|wait-for\\S*|dockerize|tail\\s+-f|trap|test|true|false|mklink|rmdir|robocopy|xcopy|exit|ver|\\[)';
const TOOL = new RegExp(`^(?:\\(\\s*)?${FIRST}(?:/usr(?:/local)?/bin/)?(?:${TOOLS})(?![\\w-])`);
/** Text that is printed and goes nowhere else: the quote that was opened is seen to close. */
const PRINTS = /^\\?(["'`])(?:echo|printf)\s(?:(?!\1)[^>|`$<]|\$(?!\()|>\s?&2)*\1/;
/** Settings of the system, which only its owner may write: `sudo sh -c 'echo ... > /etc/sysctl.conf'`. */
const WRITES_SETTING =
  /^(?:echo|printf|cat)\s(?:[^>|`<]*>{1,2}\s*\/(?:etc\/(?:apt|yum|sysctl|nginx|apache2|httpd|docker|default|hosts|modules|security|resolv|systemd\/network)|proc\/sys|sys\/)|\\?"deb\s)/;
/** The command of somebody else, in a variable, and the program in which people like to write or read: `sh -c "$CMD"`. */
const VARIABLE = /^\$(?:\{?\w+\}?\\?["']|\{(?:EDITOR|VISUAL|PAGER|BROWSER)[:}-]|(?:EDITOR|VISUAL|PAGER|BROWSER)\s)/;
/** A list of programs as `docker ps` cuts it off. */
const CUT_OFF = /^[^"\n]{0,30}\xe2\x80\xa6/;

/** How scripts ask whether a port is open: nothing but the redirection is in the quotes. */
const PROBE = /^\\?(["'])(?:(?:echo|:|exec \d|cat\s?<\s?\/dev\/null)\s*)?[<>]\s?\/dev\/tcp\/[\w.${}-]+\/[\w${}]+\\?\1/;

/** Packages that are installed by their names: `apt-get install -y curl git` runs neither. */
const INSTALLED = /(?<=\b(?:apt(?:-get)?|apk|yum|dnf)\s[^;|&\n]*)(?:install|add)[ \t][\w \t.+=:-]*/g;

/**
 * Lists and caches of package managers, which layers of images throw away; how far that goes at the end of what is seen does
 * not count, because whoever removes more is found by that.
 */
const EMPTIED =
  /\brm\s+-\w+(?:\s+(?:\/var\/(?:lib\/apt\/lists|cache\/\w+)(?:\/[\w*-]*)*|\/(?:var\/)?tmp\/\*|\/root\/\.cache(?:\/[\w*-]+)?))+(?=\s*(?:$|["'`;&|#\n\\)]))|\brm\s+-\w+\s+\/[\w/]*$/g;

const isDubious = (command: string): boolean => DUBIOUS.test(command.replace(INSTALLED, '').replace(EMPTIED, ''));

/** Without the quotes in front of it, and without the hole of a manual that shows by an example what to put there. */
const withoutQuotes = (command: string): string => command.replace(/^[\\"'`\s]+(?:\{\{)?/, '');

/**
 * Whether a text for a shell is one that builds, tests, starts or looks at a project.
 *
 * @param command What stands behind the flag, as far as it is seen.
 */
export function isOrdinaryForShell(command: string): boolean {
  if (CUT_OFF.test(command) || PROBE.test(command)) return true;
  const bare = withoutQuotes(command);
  if (isDubious(bare)) return false;
  return TOOL.test(bare) || PRINTS.test(command.trimStart()) || WRITES_SETTING.test(bare) || VARIABLE.test(bare);
}

/** Whether nothing is seen in a text that makes it more than a step of the settings it stands in. */
export function isHarmlessInSettings(command: string): boolean {
  return !isDubious(command);
}

/** What is done with each file that was found: its name stands in the command as `@path` or `@file`. */
const STEP =
  /^\s*(?:if\s+@\w+\s*==\s*\w+\s+)?(?:echo|del|erase|copy|xcopy|move|ren|rename|type|rd|rmdir|attrib)(?![\w-])/i;

/** Whether a command of Windows keeps house with the files that `forfiles` found, as scripts for old logs do. */
export function isForFoundFiles(command: string): boolean {
  const [bare = ''] = command.split(/["\n]/, 1);
  return /@(?:file|fname|path|relpath)(?!\w)/i.test(bare) && bare.split(/&&?/).every((step) => STEP.test(step));
}

const DUBIOUS_IN_CODE =
  /base64|MIME|socket|subprocess|child_process|system|popen|spawn|\bpty\b|exec(?!ut(?:able|ed|es|ing|ion))|eval|compile|__import__|marshal|zlib|codecs|ctypes|urllib(?!\.parse)|urlopen|requests|\bhttps?\b|\bftp|\bnet\b|Function\(|atob|Buffer|fetch\(|decode|unpack|pack\(|chr\(|\\x\d|open\(|remove|unlink|shutil|chmod|write|(?<!__)File|\bIO\b|\bDir\b|readlines|`/i;

/** What is imported, one module after the other, as far as it is seen. */
const IMPORT = '(?:import\\s+[\\w.]+(?:\\s+as\\s+\\w+|,\\s*[\\w.]+)*|from\\s+[\\w.]+\\s+import\\s+[\\w, ]+?)\\s*';
const NEXT = '(?:;|\\\\?\\n|\\\\n)\\s*';
/** Code that imports modules and then tells, asks, or gives what it reads a name. */
const PYTHON_LOOKS = new RegExp(
  `^(?:${IMPORT}${NEXT})*(?:${IMPORT}(?:\\\\?["']|;?$)|(?:from|import)(?:\\s[\\w., ]*)?$|p?print\\(|assert\\s)` +
    `|^(?:${IMPORT}${NEXT})+(?:sys\\.(?:exit|argv|stdout\\.write)|json\\.|\\w+\\s*=\\s*\\w|\\w+\\.(?:__version__|download\\())`,
);
/** A module that is imported by its name where it is used, to be looked at: what it can do is named behind it. */
const IMPORTED_IN_PLACE = /__import__\(\\?(["'])(\w+)\\?\1\)/g;
const RUBY_OR_PERL_LOOKS =
  /^(?:require\s+['"]\w+['"];?\s*)?(?:puts|print|printf|say|p|sleep)[\s(]|^(?:command|code|script)["']/;
const PHP_LOOKS =
  /^(?:echo\s|print|var_dump\(|phpinfo\(|phpversion|exit\(|(?:@|if\s?\(|!|\()*(?:file_exists|is_file|is_dir|version_compare|extension_loaded|class_exists|hash_file)\(|(?:copy|unlink)\(\\?['"](?:https:\/\/getcomposer\.org\/installer|composer-setup\.php|\.env)|(?:require|include)(?:_once)?[\s(]+\\?['"](?:\.|src|vendor|bootstrap))/;
const NODE_LOOKS =
  /^(?:console\.log|JSON\.|Object\.|process\.|Boolean\(|new\s|inspector\.|setTimeout|setInterval|\(?require\(\\*["'](?:\.|[\w@/-]+["'\\]+\)(?:\.version|\(\)\.)))/;

const DUBIOUS_IN_PHP =
  /\$_|system|exec(?!ut(?:able|ed|es|ing|ion))|eval|passthru|popen|socket|base64(?!_encode\((?:openssl_)?random)|phar:/i;

/** The name of this machine is in the module for connections, too. */
const OWN_NAME = /^import socket;\s*print\(socket\.(?:gethostname|getfqdn)\(\)\)\s*\\?(?:["']|$)/;
const isOrdinaryInPython = onlyLooks(PYTHON_LOOKS, DUBIOUS_IN_CODE);

/** Whether the server in the same container answers, as its settings have it asked. */
const ASKS_OWN_SERVER =
  /^import\s+(?:sys,\s*)?(?:urllib\.request(?:\s+as\s+\w+)?|requests|httpx)(?:,\s*sys)?\s*;\s*(?:\w+\s*=\s*)?(?:sys\.exit\()?(?:\w+\.)+(?:urlopen|get)\(\\?["']https?:\/\/(?:localhost|127\.0\.0\.1)(?![\w.-])/;
const asksOwnServer = (bare: string): boolean =>
  ASKS_OWN_SERVER.test(bare) && !/exec|eval|system|compile|__/.test(bare);

/** Whether code for Python only imports what it prints: is a module there, which version, what did the pipe bring. */
export function isOrdinaryForPython(code: string): boolean {
  const bare = withoutQuotes(code);
  return OWN_NAME.test(bare) || asksOwnServer(bare) || isOrdinaryInPython(code.replace(IMPORTED_IN_PLACE, '$2'));
}
export const isOrdinaryForPerl = onlyLooks(RUBY_OR_PERL_LOOKS, DUBIOUS_IN_CODE);
export const isOrdinaryForNode = onlyLooks(NODE_LOOKS, DUBIOUS_IN_CODE);
/** What the documents of Composer and Laravel say, and questions about an installation. */
export const isOrdinaryForPhp = onlyLooks(PHP_LOOKS, DUBIOUS_IN_PHP);

/** Cmdlets that look at something, print it or pack it, and scripts of the project. */
const CMDLET =
  /^(?:&\s*\{\s*)?\(?(?:(?:Get|Test|Write|Measure|Select|Format|Compare|Compress|Expand|ConvertTo|Resolve|Out)-[A-Z]\w+|Start-Sleep|\.[\\/]{1,2}\w[\w-]*\.ps1|\$PSVersionTable|npm|npx|git|dotnet|node|pnpm|yarn)(?![\w-])/i;
const DUBIOUS_IN_POWERSHELL =
  /iex|invoke-(?!pester|scriptanalyzer)|download|webclient|frombase64|hidden|credential|password|secret|https?:|\.ssh|\.aws|bits|socket|start-process|new-object|encodedcommand/i;

export const isOrdinaryForPowerShell = onlyLooks(CMDLET, DUBIOUS_IN_POWERSHELL);

/** A check of code that begins as what people run all day does, and has nothing dubious in it as far as it is seen. */
function onlyLooks(begins: RegExp, dubious: RegExp): (code: string) => boolean {
  return (code) => {
    const bare = withoutQuotes(code);
    return begins.test(bare) && !dubious.test(bare);
  };
}
