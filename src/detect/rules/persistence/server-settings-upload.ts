import type { Candidate, Rule } from '../../rule.js';

/** What is left of `form-data; name="…"; ` where a long name has pushed its beginning out of sight. */
const CUT_FIELD = /^(?:[\w-]*; | )?(?:\w*=)?"?[^"=\n]*"; ?$/;

/** A file that is sent with a form, and not one that is offered to be kept. */
const isUpload = ({ before, text }: Candidate): boolean =>
  /^x/i.test(text) || /form-data;[^\n]*$/i.test(before) || CUT_FIELD.test(before);

export const rule: Rule = {
  pattern: 'persistence',
  variant: 'server-settings-upload',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'persistence',
  about:
    'A file is uploaded under a name that a web server or an application obeys: what stands in it decides what runs there.',
  anatomy:
    'a file name in a multipart body or an X-Filename field: .htaccess, web.config, wp-config.php, settings.php and the like',
  source: 'https://owasp.org/www-community/vulnerabilities/Unrestricted_File_Upload',
  match: [
    {
      re: /(?:x[-_.]file[-_]?name: ?|filename=)["']?(?:\.ht(?:access|passwd|group|digest)|\.user\.ini|\.env|\.(?:bash|zsh|csh|ksh|vim|npm|yarn)rc|\.(?:bash_|zsh_?)?(?:history|profile|login|logout)|\.gitconfig|\.netrc|\.pgpass|\.my\.cnf|\.rhosts|\.forward|\.ssh\/\w+|authorized_keys|(?:php|boot)\.ini|(?:nginx|httpd|apache2)\.conf|\.(?:git|svn)\/\w+|sftp-config\.json|web\.config|global\.asax|wp-config[\w-]*[._ ]{1,2}(?:php|txt|bak|old|inc)(?:~|\.(?:bak|old|orig|save|swp|txt))?|(?:default\.|local_)?(?:config|configuration|settings|parameters|local|localsettings|database|routing|security|services)(?:[._](?:dev|prod|test|local|inc))?[._ ]{1,2}(?:php|inc|xml|ya?ml|ini|py)) ?(?=["';\r\n]|$)/i,
      accept: isUpload,
    },
    // What the kernel shows under /proc, which no file of somebody's own is called
    {
      re: /x[-_.]file[-_]?name: ?["']?(?:acpi|buddyinfo|cgroups|cmdline|consoles|cpuinfo|diskstats|execdomains|interrupts|iomem|ioports|kallsyms|kcore|kmsg|kpage(?:count|flags)|loadavg|mdstat|meminfo|mtrr|pagetypeinfo|sched_debug|slabinfo|softirqs|swaps|sysrq-trigger|timer_list|version_signature|vmallocinfo|vmcore|zoneinfo)(?=[\s"';]|$)/i,
    },
  ],
  examples: {
    fires: [
      'X-Filename: wp-config.php~',
      'Content-Disposition: form-data; name="the_settings_of_the_site_that_are_to_be_restored_from_here"; filename=".htaccess"\r\n',
      'Content-Disposition: form-data; name="f"; filename=".bash_history"\r\n',
      'X-Filename: .bashrc',
      'X-Filename: kallsyms',
      'X-Filename: softirqs',
      'X-Filename: .git/config',
      'Content-Disposition: form-data; name="f"; filename="nginx.conf"\r\n',
      'X-Filename: settings.local.php',
      'X-Filename: .ssh/authorized_keys',
      'Content-Disposition: form-data; name="upload"; filename=".htaccess"\r\nContent-Type: text/plain\r\n',
      'Content-Disposition: form-data; name="f"; filename="wp-config. php"\n',
      'POST /upload HTTP/1.1\nX-Filename: settings.php\n',
      'X-File-Name: web.config',
    ],
    silent: [
      'Content-Disposition: attachment; filename="cpuinfo"',
      'Content-Disposition: attachment; filename=".htaccess"',
      'Content-Disposition: form-data; name="f"; filename="meminfo"\r\n',
      'Content-Disposition: form-data; name="f"; filename="config.py notes.txt"\r\n',
      'X-Filename: my.settings.pdf',
      'X-Filename: authorized.txt',
      'X-Filename: cpuinfo.pdf',
      'X-Filename: consoles.csv',
      'X-Filename: my-nginx.conference.pdf',
      'Content-Disposition: form-data; name="upload"; filename="photo.jpg"\r\n',
      'Content-Disposition: attachment; filename="config.yml"',
      'Edit the file .htaccess and restart the server.',
      'X-Filename: report.pdf',
    ],
  },
};
