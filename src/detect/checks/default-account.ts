import { isWordy } from './words.js';

/** The host behind an account in an address: this machine, a name without a dot (a container), a service of a cluster, a private address. */
const NEAR =
  /@(?:\[?::1|(?:127|10)(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[\w-]+(?:\.docker\.internal|(?:\.[\w-]+)?\.svc(?:\.cluster\.local)?)?)(?![\w.-])/;
/** This machine alone. */
const HERE = /@(?:localhost|127\.0\.0\.1|\[?::1|host\.docker\.internal)(?![\w.-])/;
/** Longest word that is taken for one: a pass phrase has more letters. */
const MAX_WORD = 16;

/**
 * Whether an account is what databases and queues are installed with and pipelines start them with: the name is the
 * password, and the host stands beside, `postgres://postgres:postgres@localhost`, `amqp://guest:guest@rabbit:5672`; or the
 * password is a plain word and the host this machine, `redis://default:redispw@localhost`. Whoever is anonymous may give
 * what they like (RFC 1635).
 *
 * @param address From the scheme on, the host included.
 */
export function isDefaultAccount(address: string, secret: string): boolean {
  const user = /:\/\/([^:]*):/.exec(address)?.[1];
  if (user === 'anonymous') return true;
  const host = address.slice(address.lastIndexOf('@'));
  if (user === secret && NEAR.test(host)) return true;
  return secret.length <= MAX_WORD && /^[a-z]+(?:-[a-z]+)*$/.test(secret) && isWordy(secret) && HERE.test(host);
}
