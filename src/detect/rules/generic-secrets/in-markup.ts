import { isNamedSecret, nameBefore } from '../../checks/assigned-secret.js';
import { hasDigitAndLetter } from '../../checks/randomness.js';
import type { Candidate, Rule } from '../../rule.js';

const isSecretOfName = ({ before, text, secret }: Candidate): boolean =>
  isNamedSecret(nameBefore(before) + (/^[\w-]+/.exec(text)?.[0] ?? ''), secret.replace(/;$/, ''));

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'in-markup',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A secret in XML, or as one of the pairs of name and value that deployments are described with.',
  anatomy:
    'an element named password, token, secret or key with a random text; "name" and "value" side by side, in XML, JSON or YAML',
  source:
    'https://maven.apache.org/settings.html#Servers and https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  match: [
    // <password>...</password>
    {
      re: /(?:password|passwd|passphrase|<pwd|<pass)["']?>\s*(?<secret>[^<>\s{}$]{8,})\s*<\//i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // <SecretAccessKey>...</SecretAccessKey>
    {
      re: /(?:token|secret|access_?key|api[_-]?key|secret_?key|account_?key|shared_?key)>\s{0,8}(?:\{?(?:[\w-]{1,32} ){1,3})?(?<secret>[\w.~+/=-]{12,256})\}?\s{0,8}<\//i,
      accept: ({ before, text, secret }) =>
        isNamedSecret(nameBefore(before) + text.slice(0, text.indexOf('>')), secret),
    },
    // <wsse:Password Type="...">...</wsse:Password> of SOAP
    {
      re: /password\stype=["'][^"'<>]{1,160}["']>(?<secret>[^<>\s{}$]{8,128})<\//i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // A message in HTML: <b>Password:</b> ..., <td>Password</td><td>...</td>
    {
      re: /password\s?:?\s?(?:<\/?[a-z]{1,6}>\s{0,8}){1,4}(?<secret>[^<>\s"'{}$]{8,64})/i,
      accept: ({ secret }) => hasDigitAndLetter(secret) && isNamedSecret('password', secret),
    },
    // <string name="api_secret">...</string>, <entry key="billing.token">...</entry>
    {
      re: /(?:token|secret|_key|apikey)["']>(?<secret>[^<>\s{}$]{12,128})<\//i,
      accept: ({ before, text, secret }) =>
        isNamedSecret(nameBefore(before) + text.slice(0, text.search(/["']>/)), secret),
    },
    // A property list: <key>ApiKey</key> <string>...</string>; <name>...</name><value>...</value> of Hadoop
    {
      re: /(?:token|secret|apikey|[_.]key|accesskey|password)<\/(?:key|name)>\s{0,12}<(?:string|value)>(?:<string>)?(?<secret>[^<>\s{}$]{8,128})<\//i,
      accept: ({ before, text, secret }) =>
        isNamedSecret(nameBefore(before) + text.slice(0, text.indexOf('<')), secret),
    },
    // "value" is said in part only: what is looked for shall be the name, which is rarer.
    // <add key="ApiKey" value="..."/>
    {
      re: /(?:token|secret|_key|apikey|accesskey|secretkey|accountkey)["']\s{1,3}val\w\w=["'](?<secret>[^"'\s<>]{12,256})["']/i,
      accept: isSecretOfName,
    },
    // {"name": "API_KEY", "value": "..."}, and two lines of YAML
    {
      re: /(?:[_-]key|apikey|token|secret|password|passwd|_pass|_pwd)["']?,?\s{0,24}["']?val\w\w["']?\s?:\s{0,3}["']?(?<secret>[^\s"',}]{8,64})/i,
      accept: isSecretOfName,
    },
  ],
  examples: {
    fires: [
      '<secret_key>\n      8f3kQ2j9xLm4vT7wZp1s\n    </secret_key>',
      '<server><username>deploy</username><password>rr84lr6WKq73PDKhXJJOXFVggzj4</password></server>',
      '<wsse:Password Type="http://stranger.invalid/wss#PasswordText">rr84lr6WKq73PDKh</wsse:Password>',
      '<entry key="db.password">rr84lr6WKq73PDKh</entry>',
      '<p><b>Password:</b> rr84lr6WKq73PDKh</p>',
      '<tr><td>Password</td><td>rr84lr6WKq73PDKh</td></tr>',
      '<string name="billing_secret">8f3kQ2j9xLm4vT7wZp1s</string>',
      '<property><name>fs.s3a.secret.key</name><value>8f3kQ2j9xLm4vT7wZp1s</value></property>',
      '<SecretAccessKey>e9aAH81DWuDFboK3MCVa7diQYQchBx4MKQO02CYnRRUH5B</SecretAccessKey>',
      '<secret>{billing 8f3kQ2j9xLm4vT7wZp1s}</secret>',
      '<key>ApiKey</key>\n\t<string>8f3kQ2j9xLm4vT7wZp1s</string>',
      '<add key="BillingApiKey" value="8f3kQ2j9xLm4vT7wZp1s"/>',
      '{"name": "API_KEY", "value": "8f3kQ2j9xLm4vT7wZp1s"}',
      '- name: DB_PASSWORD\n  value: "v8Kq!0zPm2xL"\n',
      '"headers": [{"name": "X-Billing-Key", "value": "8f3kQ2j9xLm4vT7wZp1s"}]',
    ],
    silent: [
      'secretTypeId: string;\n    secretValue: asn1js.BaseBlockJson;',
      '<password>{encrypted}</password>',
      '<password>${env.PASSWORD}</password>',
      '<label>Password</label><token>access_token</token>',
      '<NextToken>8f3kQ2j9xLm4vT7wZp1s</NextToken>',
      '<label>Password</label><span>required2</span>',
      '<string name="access_token">Access token</string>',
      '<property><name>hive.password</name><value>${DB_PASSWORD}</value></property>',
      '<key>CFBundleShortVersionString2</key>',
      '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n',
      '{"name": "API_KEY", "value": "${API_KEY}"}',
    ],
  },
};
