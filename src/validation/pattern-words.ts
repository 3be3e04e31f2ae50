import type { Saying } from '../text/texts.js';

/**
 * What the expressions of our schemas allow, in words and with an example: whoever typed a value that does not fit is not
 * helped by the expression. Those of documents that no person writes have no words.
 */
const words: Readonly<Record<string, string>> = {
  '^https?://[^@/\\s]+/?$': 'proxy_url',
  '^https?://[^@?#\\s]+$': 'url',
  '^(nats|tls)://[^@/?#\\s]+$': 'nats_url',
  '^([^/:\\s]+|[0-9A-Fa-f.*]*:[0-9A-Fa-f.*]*:[0-9A-Fa-f:.*]*)$': 'host_glob',
  '^([^\\s/@:[\\]]+|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?\\]?)$': 'host',
  '^[^\\s/@*?]{1,253}$': 'host',
  '^(\\[[0-9A-Fa-f:.]+\\]|[^\\[\\]:/@?#\\s]+):([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])$':
    'host_port',
  '^[^\\u0000]*$': 'path',
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$': 'name',
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$': 'name_63',
  '^[a-z][a-z0-9-]{0,31}$': 'small_name',
  '^[a-z][a-z0-9_]{1,63}$': 'rule',
  '^[A-Za-z0-9-]{1,64}$': 'header',
  '^NANOCLAW_TRAFFIC_GUARDIAN_[A-Z0-9_]{1,100}$': 'variable',
  '^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*([.@][A-Za-z0-9._@-]+)?$': 'locale',
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$':
    'one_line',
  '^[\\w@~+:./-]([\\w@~+:./ -]{0,58}[\\w@~+:./-])?$': 'plant',
  '^(url|body|frame|event|header:[A-Za-z0-9-]{1,64})$': 'part',
  '^[0-9a-f]{8}$': 'digits_8',
  '^[0-9a-f]{32}$': 'digits_32',
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$': 'time',
};

/** What a pattern of JSON Schema allows, in words; the pattern itself where there are none for it. */
export function allowedBy(pattern: string): Saying {
  return { code: 'validation.rule.pattern', args: { what: words[pattern] ?? 'other', pattern } };
}

/** What a time has to look like, whichever way a schema asks for one. */
export const aTime: Saying = { code: 'validation.rule.pattern', args: { what: 'time', pattern: '' } };
