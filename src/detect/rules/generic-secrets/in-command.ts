import { isKeyFingerprint, isNamedSecret } from '../../checks/assigned-secret.js';
import type { Candidate, Rule } from '../../rule.js';

const isPassword = ({ secret }: Candidate): boolean => isNamedSecret('password', secret);

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'in-command',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A password in a command or in the settings of a server, where an option or a word says that it is one.',
  anatomy: 'sshpass, database clients, redis, Dockerfile ENV, setx, net user, wpa_supplicant with a random value',
  source: 'https://cwe.mitre.org/data/definitions/214.html',
  // A gap takes the shortest text: what must not follow says that a password is looked at to its end.
  match: [
    { re: /sshpass\s{1,3}-p\s{0,2}["']?(?<secret>[^\s"'$<]{6,64})/, accept: isPassword },
    { re: /requirepass\s{1,3}["']?(?<secret>[^\s"'$<]{8,128})/, accept: isPassword },
    // redis-cli -a ..., docker login -u robot -p ..., sqlcmd -U sa -P ..., ldapsearch -D cn=robot -w ...
    {
      re: /(?:redis-cli|\slogin|sqlcmd|bcp|cqlsh|cypher-shell|beeline|rdesktop|psexec|evil-winrm|crackmapexec|netexec|rabbitmqadmin|ldap(?:search|modify|add)|mongo(?:sh|dump|restore)?|mosquitto_[ps]ub|zip|openssl\senc)(?:\s[^\n|;]*)?\s-[akpPw]\s["']?(?<secret>[^\s"'$<]+)(?![^\s"'$<])/,
      window: 200,
      accept: isPassword,
    },
    {
      re: /mysql(?:dump|admin)?(?:\s[^\n|;]*)?\s-p["']?(?<secret>[^\s"'$<=-][^\s"'$<=]{7,})(?![^\s"'$<=])/,
      window: 200,
      accept: isPassword,
    },
    // Into what reads it, as a string of the shell's own: passwd --stdin robot <<< ...
    {
      re: /(?:passwd|kinit|secret|token|login|-stdin)[^\n|;<]*<<<\s?["']?(?<secret>[^\s"'`$<>]+)(?![^\s"'`$<>])/,
      window: 200,
      accept: isPassword,
    },
    // User and password in one: lftp -u robot,..., http -a robot:...
    {
      re: /(?:lftp|https?|xh|curlie|ncftp(?:get|put))\s[^\n|;]*-(?:a|u|-auth)[ =]["']?[\w.@\\-]+[:,](?<secret>[^\s"'$<]+)(?![^\s"'$<])/,
      window: 200,
      accept: isPassword,
    },
    // net use \\\\files\\share ... /user:robot, schtasks /create ... /ru robot /rp ...
    {
      re: /net(?:\.exe)?\suse\s[^\n|;]*\s(?<secret>[^\s/*:\\]+)\s\/user:/i,
      window: 200,
      accept: isPassword,
    },
    {
      re: /(?:\/user:[\w.@\\-]{1,64}|\s\/rp)\s["']?(?<secret>[^\s"'$</*]{8,64})/i,
      accept: isPassword,
    },
    { re: /psk=["'](?<secret>[^"'\s]{8,63})["']/, accept: isPassword },
    {
      re: /net(?:\.exe)?\suser\s\S{1,64}\s(?<secret>[^\s/*]{8,64})\s\/add/i,
      window: 200,
      accept: isPassword,
    },
    // Dockerfile, Windows, csh, fish: a blank between name and value
    {
      re: /(?:ENV|setx|setenv|set\s-g?x)\s[A-Z0-9_]{0,40}(?:KEY|TOKEN|SECRET|PASSWORD)\s{1,3}["']?(?<secret>[^\s"'$<=:|(]{12,128})/,
      accept: ({ before, text, secret }) =>
        (!text.startsWith('ENV') || /(?:^|\n)$/.test(before)) &&
        !isKeyFingerprint(secret, text.slice(0, -secret.length)) &&
        isNamedSecret(/\s([A-Z]\w+)/.exec(text)?.[1] ?? '', secret),
    },
    // echo robot:... | chpasswd; keytool -storepass ...; smbclient -U robot%...; sqlplus shop/...@db; xfreerdp /p:...
    { re: /:(?<secret>[^\s"'$|:]{8,64})["']?\s?\|\s?(?:sudo\s)?chpasswd/, accept: isPassword },
    { re: /-(?:src|dest)?(?:store|key)pass\s["']?(?<secret>[^\s"'$<]{8,64})/, accept: isPassword },
    {
      re: /(?:smbclient|rpcclient|smbmap|smbget)\s[^\n|;]*\s-U\s?["']?[\w.\\/-]+%(?<secret>[^\s"'$]{8,})(?![^\s"'$])/,
      window: 200,
      accept: isPassword,
    },
    { re: /sqlplus\s(?:-\w\s)?["']?\w{1,30}\/["']?(?<secret>[^\s"'@$/]{8,64})["']?@/, accept: isPassword },
    // Routers and VPN gateways: a word, perhaps how it is encoded, the secret.
    {
      re: /(?:pre-shared-(?:key|secret)|snmp-server community|(?:tacacs|radius)-server key)\s(?:\d\s)?["']?(?<secret>[^\s"'$<]{8,64})/,
      accept: isPassword,
    },
    // Into what reads it: echo ... | docker login --password-stdin
    {
      re: /(?:echo|printf)\s(?:-n\s)?["']?(?<secret>[^\s"'`$|<>]+)["']?\s?\|\s?[^\n|;]*(?:sudo\s-S|--password-stdin|--with-token|--passphrase-fd|--data-file=-|secret\screate|secret\sput|kinit\s)/,
      window: 300,
      accept: isPassword,
    },
    {
      re: /(?:plink|pscp|psftp|putty(?:\.exe)?)\s[^\n|;]*-pw\s["']?(?<secret>[^\s"'$<]+)(?![^\s"'$<])/,
      window: 200,
      accept: isPassword,
    },
    // Where a cloud keeps secrets.
    { re: /--secret-string[ =]["']?(?<secret>[^\s"'${}<]{8,64})/, accept: isPassword },
    {
      re: /secret\sset\s\w{1,64}\s(?:-b\s?|--body[ =])["']?(?<secret>[^\s"'${}<]{8,128})/,
      accept: ({ text, secret }) => isNamedSecret(/\s(\w+)\s-/.exec(text)?.[1] ?? '', secret),
    },
    {
      re: /(?:keyvault\ssecret\sset|put-parameter)\s[^\n|;]*--value[ =]["']?(?<secret>[^\s"'${}<]{8,})(?![^\s"'${}<])/,
      window: 300,
      accept: ({ text, secret }) => /keyvault|SecureString/.test(text) && isNamedSecret('password', secret),
    },
    {
      re: /rabbitmqctl\s(?:add_user|change_password)\s\S{1,64}\s["']?(?<secret>[^\s"'$<]{8,64})/,
      accept: isPassword,
    },
    { re: /freerdp3?\s[^\n|;]*\/p:["']?(?<secret>[^\s"'$<]+)(?![^\s"'$<])/, window: 200, accept: isPassword },
  ],
  examples: {
    fires: [
      "sshpass -p 'v8Kq!0zPm2xL' ssh root@stranger.invalid",
      'requirepass v8Kq0zPm2xLs83',
      'redis-cli -h stranger.invalid -a v8Kq0zPm2xLs83 ping',
      'docker login registry.stranger.invalid -u robot -p v8Kq0zPm2xLs83',
      'redis-cli -a v8Kq0zPm2xLs83 ping',
      'mysql -pv8Kq0zPm2xLs83 shop',
      'docker login -u robot -p JXTehMtGvLr4HC registry.stranger.invalid',
      'mysql -u root -pdVTBQkUnJdKHq4 shop',
      'echo v8Kq0zPm2xLs83 | docker login -u robot --password-stdin',
      "echo 'v8Kq!0zPm2xL' | sudo -S apt update",
      'plink -ssh -pw v8Kq0zPm2xLs83 robot@stranger.invalid',
      'aws secretsmanager create-secret --name db --secret-string v8Kq0zPm2xLs83',
      'az keyvault secret set --vault-name shop --name db --value v8Kq0zPm2xLs83',
      'aws ssm put-parameter --name /db --type SecureString --value v8Kq0zPm2xLs83',
      'gh secret set BILLING_TOKEN --body "8f3kQ2j9xLm4vT7wZp1s"',
      'rabbitmqctl add_user shop v8Kq0zPm2xLs83',
      "sqlcmd -S db -U sa -P 'v8Kq!0zPm2xL' -Q 'select 1'",
      'set -gx BILLING_TOKEN 8f3kQ2j9xLm4vT7wZp1s',
      'mysql -u root -pv8Kq0zPm2xL shop',
      'bcp orders out orders.bcp -S db -U sa -P v8Kq0zPm2xLs83',
      'zip -r -P v8Kq0zPm2xLs83 orders.zip orders',
      'openssl enc -aes-256-cbc -in orders -k v8Kq0zPm2xLs83',
      'passwd --stdin robot <<< v8Kq0zPm2xLs83',
      "kinit robot@STRANGER.INVALID <<< 'v8Kq!0zPm2xL'",
      'lftp -u robot,v8Kq0zPm2xLs83 sftp://stranger.invalid',
      'http -a robot:v8Kq0zPm2xLs83 https://stranger.invalid',
      'net use Z: \\\\files\\share v8Kq!0zPm2xL /user:robot',
      'net use Z: \\\\files\\share /user:SHOP\\robot v8Kq!0zPm2xL',
      'schtasks /create /tn sync /ru robot /rp v8Kq!0zPm2xL',
      'psk="v8Kq!0zPm2xL"',
      'net user helper v8Kq!0zPm2xL /add',
      'ENV BILLING_TOKEN 8f3kQ2j9xLm4vT7wZp1s',
      "echo 'robot:v8Kq!0zPm2xL' | sudo chpasswd",
      'keytool -list -keystore a.jks -storepass v8Kq0zPm2xLs83',
      "smbclient //files/share -U 'robot%v8Kq!0zPm2xL'",
      'sqlplus shop/v8Kq0zPm2xLs83@orders',
      'snmp-server community v8Kq0zPm2xLs83 RW',
      'set vpn ipsec pre-shared-secret v8Kq0zPm2xLs83',
      'xfreerdp /u:robot /p:v8Kq!0zPm2xL /v:stranger.invalid',
      'FROM node\nENV BILLING_API_KEY 8f3kQ2j9xLm4vT7wZp1s\n',
      'setx BILLING_TOKEN "8f3kQ2j9xLm4vT7wZp1s"',
    ],
    silent: [
      'ENV GPG_KEY A2A4BCC87084EFA87BD8FC1BC960C1C0FBA8D294',
      'gh secret set BILLING_TOKEN --body "$BILLING_TOKEN_2"',
      'sshpass -p "$PASSWORD" ssh root@stranger.invalid',
      'sshpass -f /run/secret ssh',
      'requirepass foobared',
      'mysql -u root -p shop',
      'net use Z: \\\\files\\share /user:SHOP\\robot *',
      'http -a robot:password https://stranger.invalid',
      'gh auth login --with-token <<< "$GITHUB_TOKEN_2"',
      'kinit robot <<< password',
      'zip -r -9 orders2.zip orders',
      'docker login -u robot -p $REGISTRY_PASSWORD2',
      'ssh -l login host -p 22022022',
      'mysql -h db -P 3306 --protocol=tcp',
      'echo "$PASSWORD" | docker login -u robot --password-stdin',
      'echo mypassword | sudo -S apt update',
      'aws ssm put-parameter --name /ami --type String --value ami-0abcdef1234567890',
      'ENV API_KEY=""',
      'ENV NODE_VERSION 20.11.1',
      'net user helper /delete',
      'echo "root:$PASSWORD" | chpasswd',
      'keytool -list -storepass changeit',
      'sqlplus shop/password1@orders',
      'snmp-server community public RO',
      'MY_ENV BILLING_TOKEN 8f3kQ2j9xLm4vT7wZp1s',
      'psk="passphrase"',
    ],
  },
};
