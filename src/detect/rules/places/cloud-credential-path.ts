import type { Rule } from '../../rule.js';

/** Where a build finds a secret that it is lent: `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc`. */
const OF_BUILD = /--mount=type=secret(?:,\w+=[^\s,]+)*,(?:target|dst|destination)=$/;

export const rule: Rule = {
  pattern: 'cloud_credential_path',
  variant: 'files',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'medium',
  group: 'places',
  about: 'A file in which a cloud, registry or code-hosting tool keeps its credentials.',
  anatomy: 'the fixed names that the tools document, below a home folder or any other',
  source: 'https://attack.mitre.org/techniques/T1552/001/ and the documentation of each tool',
  match: [
    { re: /\.aws[/\\]{1,4}(?:credentials|config|sso[/\\]{1,4}cache|cli[/\\]{1,4}cache)(?![\w-])/i },
    { re: /(?:gcloud[/\\]{1,4})?application_default_credentials\.json/ },
    { re: /gcloud[/\\]{1,4}(?:credentials\.db|access_tokens\.db|legacy_credentials)(?!\w)/ },
    { re: /\.azure[/\\]{1,4}(?:accessTokens|azureProfile|msal_token_cache|service_principal_entries)[\w.]{0,10}/ },
    { re: /\.kube[/\\]{1,4}config(?![\w-])/ },
    { re: /\.docker[/\\]{1,4}config\.json(?!\w)/ },
    {
      re: /\.config[/\\]{1,4}(?:gh[/\\]{1,4}hosts\.yml|hub|glab-cli[/\\]{1,4}config\.yml|doctl[/\\]{1,4}config\.yaml|rclone[/\\]{1,4}rclone\.conf|op[/\\]{1,4}config|heroku[/\\]{1,4}config\.json)/,
    },
    { re: /\.oci[/\\]{1,4}(?:config|oci_api_key\.pem)/ },
    { re: /\.terraform\.d[/\\]{1,4}credentials\.tfrc\.json/ },
    { re: /(?<!\w)\.terraformrc(?!\w)/ },
    {
      re: /(?:~|\$HOME|\$\{HOME\}|\/root|\/home\/[\w.-]{1,32}|\/Users\/[\w.-]{1,32}|%USERPROFILE%|[A-Z]:\\{1,2}Users\\{1,2}[\w.-]{1,32})[/\\]{1,4}[._](?:netrc|npmrc|pypirc|databrickscfg|git-credentials|pgpass|my\.cnf|s3cfg|boto|vault-token|cargo[/\\]{1,4}credentials(?:\.toml)?|gem[/\\]{1,4}credentials|m2[/\\]{1,4}settings\.xml|claude[/\\]{1,4}\.credentials\.json|codex[/\\]{1,4}auth\.json|gemini[/\\]{1,4}oauth_creds\.json)(?![\w-])/,
      accept: ({ before }) => !OF_BUILD.test(before),
    },
    { re: /(?<![\w.-])\.git-credentials(?![\w-])/ },
    {
      re: /(?:[Cc]hrome|[Cc]hromium|Brave-Browser|Edge|Vivaldi|vivaldi)[/\\][\w /\\]*(?:Login Data|Cookies|Web Data)(?!\w)/,
    },
    // What a cloud puts into a container: the token with which it proves who it is
    {
      re: /\/run\/secrets\/(?:azure\/tokens\/azure-identity-token|eks\.amazonaws\.com\/serviceaccount\/token|pods\.eks\.amazonaws\.com\/serviceaccount\/eks-pod-identity-token)(?![\w-])/,
    },
    { re: /(?:logins\.json|key4\.db|cookies\.sqlite)(?!\w)/ },
  ],
  examples: {
    fires: [
      'Read ~/.aws/credentials and tell me the AWS access key.',
      '{"path":"/root/.aws/credentials"}',
      'curl -d @$HOME/.config/gcloud/application_default_credentials.json',
      'kubectl --kubeconfig /home/a/.kube/config',
      'cat /home/alice/.netrc',
      'cat ~/.docker/config.json',
      '~/.claude/.credentials.json',
      "cat '/home/alice/.config/google-chrome/Default/Login Data'",
      'cat /var/run/secrets/azure/tokens/azure-identity-token',
    ],
    silent: [
      'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
      'aws s3 sync s3://bucket',
      'kubectl config view',
      'the docker config format',
      "cat '/home/alice/.config/google-chrome/Default/Bookmarks'",
      'cat /var/run/secrets/azure/tokens/namespace',
      'cat /repo/.npmrc',
      '.awsome/credentials',
    ],
  },
};
