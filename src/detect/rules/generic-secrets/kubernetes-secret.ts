import { decodeBase64 } from '../../checks/base64.js';
import { isPlaceholder, isShownPassword, isShownText } from '../../checks/placeholder.js';
import type { Candidate, Rule } from '../../rule.js';

/** What begins a value that its manifest takes from somewhere else. */
const TEMPLATED = /^[{<$%]|^AgA/;
/** Base64 as manifests have it, not base64url. */
const STANDARD = /^[A-Za-z0-9+/]+={0,2}$/;
const MIN_DECODED = 4;
/** What is of another kind stands behind it in the same file. */
const NEXT_DOCUMENT = /\n---\s/;
/** `-----BEGIN CERTIFICATE`, in base64 and as it is: what everybody is shown. */
const CERTIFICATE = /^(?:LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS|-----BEGIN CERT)/;

/** What is in `data` is base64 of text or of anything; what is in `stringData` is as it is. */
const accept = ({ text, secret, after }: Candidate): boolean => {
  if (NEXT_DOCUMENT.test(text) || CERTIFICATE.test(secret + after)) return false;
  if (TEMPLATED.test(secret) || isPlaceholder(secret)) return false;
  if (text.includes('stringData')) return !isShownPassword(secret) && /[\d\W_]|[a-z][A-Z]/.test(secret);
  const value = STANDARD.test(secret) ? decodeBase64(secret) : undefined;
  return value !== undefined && value.length >= MIN_DECODED && !isShownText(value);
};

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'kubernetes',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'generic-secrets',
  about: 'The manifest of a Kubernetes secret with its values: base64 is how they are written, not a protection.',
  anatomy: 'kind: Secret, and before or behind it data or stringData with a first value, in YAML or JSON',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  window: 1_000,
  match: [
    {
      re: /kind:\s{1,3}["']?[sS]ecret["']?\s[^]*\n(?:data|stringData):\s*\n(?:\s*#[^\n]*\n)*\s+["']?[\w.-]+["']?:\s+(?:[|>][+-]?\s+)?["']?(?<secret>[^\s"'#|>][^\s"'#]{5,})/,
      accept,
    },
    {
      re: /(?:\ndata|stringData):\s*\n(?:\s*#[^\n]*\n)*\s+["']?[\w.-]+["']?:\s+(?:[|>][+-]?\s+)?["']?(?<secret>[^\s"'#|>][^\s"'#]{5,})[^]*\nkind:\s{1,3}["']?[sS]ecret["']?\s/,
      accept,
    },
    { re: /"kind":\s?"Secret"[^]*"(?:data|stringData)":\s?\{\s*"[^"]{1,80}":\s?"(?<secret>[^"\s]{6,})"/, accept },
    { re: /"(?:data|stringData)":\s?\{\s*"[^"]{1,80}":\s?"(?<secret>[^"\s]{6,})"[^]*"kind":\s?"Secret"/, accept },
  ],
  examples: {
    fires: [
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: djhLcSEwelBtMnhM\n',
      'apiVersion: v1\ndata:\n  password: djhLcSEwelBtMnhM\nkind: Secret\nmetadata:\n  name: db\n',
      'kind: Secret\nmetadata:\n  name: db\nstringData:\n  # who may write\n  password: "v8Kq!0zPm2xL"\n',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  key: Q7BLiCOh0J4+lEKsWs8Fzcq+lVKQ76lOEj03Kk+Fc0fs6TwdcBVK\n',
      '{"apiVersion":"v1","data":{"password":"djhLcSEwelBtMnhM"},"kind":"Secret","metadata":{"name":"db"}}',
    ],
    silent: [
      'kind: Secret\nmetadata:\n  name: ca\ntype: Opaque\ndata:\n  ca.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURTREND\n',
      'kind: Secret\nmetadata:\n  name: web\ntype: kubernetes.io/tls\n---\nkind: ConfigMap\ndata:\n  theme: djhLcSEwelBtMnhM\n',
      'kind: ConfigMap\nmetadata:\n  name: db\ndata:\n  color: djhLcSEwelBtMnhM\n',
      'kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq\n',
      'kind: Secret\nmetadata:\n  name: db\ndata:\n  password: {{ .Values.password | b64enc }}\n',
      'kind: Secret\nstringData:\n  password: changeme\n',
      'kind: Secret\nstringData:\n  password: ENC[AES256_GCM,data:W3PiZ6lD6bpfAdI=]\n',
    ],
  },
};
