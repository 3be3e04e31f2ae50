import { isNamedSecret, nameBefore } from '../../checks/assigned-secret.js';
import type { Candidate, Rule } from '../../rule.js';

/** A name, quoted or not, and how it goes on: a comma means something only behind a quoted one. */
const NAME = /^([A-Za-z_-]+)(["'\]]*)\)?\s*(,?)/;

/** The item in front of the name: in a list a comma parts things of one kind, not a name and what stands for it. */
const IN_LIST = /["'`],\s*["'`][\w.=-]*$/;

const accept = ({ before, text, secret }: Candidate): boolean => {
  const [, name = '', quote = '', comma = ''] = NAME.exec(text) ?? [];
  if (comma === ',' && (quote === '' || IN_LIST.test(before))) return false;
  return isNamedSecret(nameBefore(before) + name, secret);
};

/** A sign that only quotes allow, and no template: `"$(cat file)"`, `"{{password}}"`. */
const isQuotedPassword = ({ secret }: Candidate): boolean =>
  /[&$(){}<>,;]/.test(secret) && !/^[$<{(%]|\$\w|\w\(|[{<]\w/.test(secret) && isNamedSecret('password', secret);

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'in-code',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A secret in code that stands where its name is looked up: as what holds when the environment has none.',
  anatomy: 'a name that ends in key, token, secret or password, then a comma, ||, ?? or ?:, then a quoted random value',
  source: 'https://cwe.mitre.org/data/definitions/798.html',
  match: [
    // os.environ.get("API_KEY", "..."), process.env.API_KEY || "...", define('DB_PASSWORD', '...')
    {
      re: /(?:_key|apikey|(?:api|access|auth|secret|subscription|functions|license|client)-key|token|secret|password|passwd|_pwd|_pass)["'\]]{0,2}\)?\s{0,2}(?:\|\||\?\?|\?:|,|!==?|or|->)\s{0,9}["'`](?<secret>[^"'`\s]{8,128})["'`]/i,
      accept,
    },
    // val password: String = "..."
    {
      re: /(?:password|passwd)(?: ?: ?| )&?[a-z]{3,12}\??\s?=\s?["'](?<secret>[^"'\s]{8,128})["']/i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // variable "billing_token" { default = "..." } of Terraform, "db_password": { "type": "string", "value": "..." } of its state
    {
      re: /(?:_key|token|secret|password)":? ?\{[^{}]*(?:default\s*=|"value":) ?"(?<secret>[^"\s]+)"/i,
      window: 400,
      accept: ({ before, text, secret }) => isNamedSecret(nameBefore(before) + (/^\w+/.exec(text)?.[0] ?? ''), secret),
    },
    // dataSource.setPassword("...")
    {
      re: /(?:password|secret|token|api_?key|secret_?key)\s?\(\s?["'](?<secret>[^"'\s]{8,128})["']/i,
      accept: ({ before, text, secret }) => {
        const name = /(?:^|\.)set_?(\w+)$/i.exec(nameBefore(before) + (/^\w+/.exec(text)?.[0] ?? ''))?.[1];
        return name !== undefined && isNamedSecret(name, secret);
      },
    },
    // ConvertTo-SecureString "..." -AsPlainText
    {
      re: /convertto-securestring\s{1,3}(?:-string\s{1,3})?["'](?<secret>[^"'\s$]{8,128})["']/i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // Groovy, C, Lisp, nginx and SQL have no sign between a name and its value: password "...", #define API_TOKEN "..."
    {
      re: /(?:password|passwd|[_-]key|secretkey|token|secret|apikey|identified\sby)\s{1,3}["'](?<secret>[^"'\s]{8,128})["']/i,
      accept: ({ before, text, secret }) =>
        isNamedSecret(
          /^identified/i.test(text) ? 'password' : nameBefore(before) + (/^[\w-]+/.exec(text)?.[0] ?? ''),
          secret,
        ),
    },
    // api_key=SecretStr("..."), let token = String::from("..."), api_key <- "..." of R, std::string api_key{"..."}
    {
      re: /(?:password|_key|apikey|token|secret)["']?\s?(?:<-|\{|[:=]\s?[A-Z][\w.:]{2,24}\()\s?["'](?<secret>[^"'\s]{8,128})["']/i,
      accept: ({ before, text, secret }) =>
        !text.includes('Symbol') && isNamedSecret(nameBefore(before) + (/^\w+/.exec(text)?.[0] ?? ''), secret),
    },
    // What clients take by place and not by name: SetBasicAuth("robot", "..."), new PDO("mysql:...", "shop", "...")
    {
      re: /(?:basic_?auth(?:entication)?|credentials?|passwordauthentication|mysqli(?:_connect)?|new pdo|getconnection|\.login|auth=|credentials\.basic|auth\.basic|\.auth|simple_bind_s|\.bind|username_pw_set|changeuserpassword)\(\s?["'][^"'\n]{1,128}["'],\s?(?:["'][^"'\n]{1,64}["'],\s?)?["'](?<secret>[^"'\s]{8,128})["']/i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    {
      re: /identified\s(?:by|with\s["'`]?\w{1,32}["'`]?\sby)\s{1,3}["']?(?<secret>[\w!@#%^*+=~-]{8,64})/i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // What a token, a cookie or a text is signed or encrypted with (CWE-321): jwt.sign(claims, "..."), createHmac("sha256", "...")
    {
      re: /(?:jwt\.(?:sign|verify|encode|decode)|createhmac|hmac\.new|cookieparser|secretkeyspec|fernet|create(?:de)?cipheriv)\([^\n"'`]*(?:["'`][\w-]+["'`],\s)?b?["'`](?<secret>[^"'`\s]{12,})["'`]/i,
      window: 200,
      accept: ({ secret }) => isNamedSecret('secret', secret),
    },
    // Procedures of SQL Server: sp_addlogin 'robot', '...'
    {
      re: /sp_add(?:login|linkedsrvlogin)\s[^\n;]*,\s?N?'(?<secret>[^'\s]+)'(?![^\s;])/i,
      window: 200,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // SET PASSWORD ... = PASSWORD('...')
    {
      re: /\spassword\s?\(\s?["'](?<secret>[^"'\s]{8,64})["']/i,
      accept: ({ secret }) => isNamedSecret('password', secret),
    },
    // A quoted password may have any sign in it.
    {
      re: /(?:password|passwd|_pwd|_pass)["']?\s?[:=]>?\s{0,3}"(?<secret>[^"\s\\]{8,64})"/i,
      accept: isQuotedPassword,
    },
    {
      re: /(?:password|passwd|_pwd|_pass)["']?\s?[:=]>?\s{0,3}'(?<secret>[^'\s\\]{8,64})'/i,
      accept: isQuotedPassword,
    },
  ],
  examples: {
    fires: [
      'api_key = os.environ.get("API_KEY", "8f3kQ2j9xLm4vT7wZp1s")',
      'const key = process.env.API_KEY || "8f3kQ2j9xLm4vT7wZp1s";',
      "const secret = process.env.SESSION_SECRET ?? '8f3kQ2j9xLm4vT7wZp1s';",
      'const secret = process.env.CLIENT_SECRET || "0557b061-6c3f-47f1-80f7-73ddd11ae2c9";',
      'val pw = System.getenv("DB_PASSWORD") ?: "v8Kq!0zPm2xL"',
      "define( 'DB_PASSWORD', 'v8Kq!0zPm2xL' );",
      'dataSource.setPassword("v8Kq!0zPm2xL");',
      'ConvertTo-SecureString "v8Kq!0zPm2xL" -AsPlainText -Force',
      "CREATE USER 'shop'@'%' IDENTIFIED BY 'v8Kq!0zPm2xL';",
      'password "T&3x@19L!pQs"',
      '#define BILLING_TOKEN "8f3kQ2j9xLm4vT7wZp1s"',
      'proxy_set_header X-Api-Key "8f3kQ2j9xLm4vT7wZp1s";',
      'api_key=SecretStr("8f3kQ2j9xLm4vT7wZp1s")',
      'std::string billing_token{"8f3kQ2j9xLm4vT7wZp1s"};',
      'client.setBillingToken("8f3kQ2j9xLm4vT7wZp1s");',
      'billing_token <- "8f3kQ2j9xLm4vT7wZp1s"',
      'req.SetBasicAuth("robot", "qz81mxp2vj5w")',
      "new PDO('mysql:host=db;dbname=shop', 'shop', 'qz81mxp2vj5w');",
      '"db_password": {\n  "sensitive": true,\n  "type": "string",\n  "value": "v8Kq!0zPm2xL"\n}',
      "ALTER USER shop WITH PASSWORD 'v8Kq!0zPm2xL';",
      'password = "T&3x;19L!pQs"',
      'pw = os.environ.get("DB_PASSWORD") or "v8Kq!0zPm2xL"',
      'if (password !== "v8Kq!0zPm2xL") throw new Error()',
      'val password: String = "v8Kq!0zPm2xL"',
      'billingToken -> "8f3kQ2j9xLm4vT7wZp1s"',
      'variable "billing_token" {\n  type    = string\n  default = "8f3kQ2j9xLm4vT7wZp1s"\n}',
      'req.Header.Set("Billing-Api-Key", "8f3kQ2j9xLm4vT7wZp1s")',
      "ALTER USER 'shop'@'%' IDENTIFIED WITH mysql_native_password BY 'v8Kq!0zPm2xL';",
      'jwt.sign({ sub: user.id }, "8f3kQ2j9xLm4vT7wZp1s")',
      "crypto.createHmac('sha256', '8f3kQ2j9xLm4vT7wZp1s')",
      'hmac.new(b"8f3kQ2j9xLm4vT7wZp1s", message, hashlib.sha256)',
      'neo4j.auth.basic("neo4j", "v8Kq!0zPm2xL")',
      'connection.simple_bind_s("cn=robot,dc=stranger,dc=invalid", "v8Kq!0zPm2xL")',
      "EXEC sp_addlogin 'robot', 'v8Kq!0zPm2xL'",
      'CREATE USER shop IDENTIFIED BY v8Kq0zPm2xL;',
      "SET PASSWORD FOR 'shop'@'%' = PASSWORD('v8Kq!0zPm2xL');",
    ],
    silent: [
      '"OAuth2Payload", "OAuth2Token", "OAuth2Request"',
      "'text_version', 'gss_krb5_lucid_key', 'gss_krb5_rfc1964_keydata'",
      '"TR31_D0_SYMMETRIC_DATA_ENCRYPTION_KEY", "TR31_E0_EMV_MKEY_APP_CRYPTOGRAMS"',
      'os.environ.get("API_KEY", "")',
      'jwt.sign(payload, "your-256-bit-secret")',
      'jwt.verify(token, process.env.JWT_SECRET)',
      "crypto.createHmac('sha256', 'the-secret-of-this-test')",
      "EXEC sp_addlogin 'robot', 'password1'",
      'process.env.API_KEY || "your-api-key-goes-here"',
      '["access_token", "refresh_token", "token_type"]',
      'define("SECRET_KEY", "PREVIOUS_SECRET_KEY_V2")',
      'field("password", "Password must have 8 characters")',
      'form.setPassword("password123")',
      "CREATE USER shop IDENTIFIED BY '${DB_PASSWORD}'",
      'The field "password" "repeat_password" is checked.',
      'password = "$(cat /run/secrets/db)"',
      'next(token, "7f3kq0z81mxp2vj5w9s4")',
      'throw error(`unexpected token "${found}"`)',
      'const token = Tokens.read("access-token-v2")',
      "const PATH_KEY = Symbol('i18next/PATH_KEY');",
      'cy.login("alice", "wrong-password")',
      '"db_password": { "type": "string", "description": "8 or more characters" }',
      'headers.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")',
      'the style of a node identified by `nodeId2`.',
      "IDENTIFIED WITH mysql_native_password BY '${DB_PASSWORD}'",
    ],
  },
};
