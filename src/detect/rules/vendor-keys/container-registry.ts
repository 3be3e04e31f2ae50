import { decodeBase64 } from '../../checks/base64.js';
import { isPlaceholder } from '../../checks/placeholder.js';
import type { Candidate, Rule } from '../../rule.js';

/** An entry of "auths": the registry, and what stands in its braces before. */
const REGISTRY = /"(?:https?:\/\/)?[\w-]+[.:][\w.:/-]*"\s*:\s*\{[^{}]*$/;
/** A user and a password, in base64. */
const isPair = (secret: string): boolean => /^[\x21-\x7e]{1,128}:[\x20-\x7e]{4,}$/.test(decodeBase64(secret) ?? '');

const accept = ({ before, secret }: Candidate): boolean =>
  !isPlaceholder(secret) &&
  (REGISTRY.test(before) || (/"auths?"|"email"|registry|docker/i.test(before) && isPair(secret)));

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'container-registry',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'What Docker and Podman sign in to a registry with: pulls private images, and pushes ones that others run.',
  anatomy: '"auths", the name of a registry, "auth" with user and password or a token in base64',
  source: 'https://man.archlinux.org/man/containers-auth.json.5',
  match: [{ re: /"auth"\s{0,2}:\s{0,2}"(?<secret>[A-Za-z0-9+/_-]{12,}={0,2})"/, accept }],
  examples: {
    fires: [
      '{"auths":{"quay.io":{"auth":"cm9ib3Q6djhLcSEwelBtMnhM"}}}',
      '{"auths": {"registry.invalid": {"email": "a@b.invalid", "auth": "Sxe7VLwn_0k9FS2WSbKvgnODlYGygS-kOdTIqIp5"}}}',
    ],
    silent: ['{"auths":{"quay.io":{}}}', '{"config":{"auth":"requiredForEverything"}}', '{"auth": "basic"}'],
  },
};
