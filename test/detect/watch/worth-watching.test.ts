import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { piecesOfFile, piecesOfValue } from '../../../src/detect/watch/secret-pieces.js';
import { notWorthWatching } from '../../../src/detect/watch/worth-watching.js';

describe('taken', () => {
  test.each([
    ['DB_PASSWORD', 'tr0ub4dor&3'],
    ['DB_PASSWORD', 'correct-horse-battery-staple'],
    ['SESSION_SECRET', 'kx8Qv2mZ'],
    ['API_TOKEN', 'a91f33c07be24d55'],
    ['ACME', 'k3Jd82hFq0Lm5xZp'],
    ['DATABASE_URL', 'postgres://app:Zk39fjQ2lw@db.internal:5432/app'],
    ['SLACK_WEBHOOK_URL', 'https://hooks.slack.com/services/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'],
    ['SOMETHING', '0f9e8d7c6b5a49382716051423324150'],
  ])('%s=%s', (name, value) => {
    expect(notWorthWatching(name, value)).toBeUndefined();
  });

  // The same ones each time: one in a quarter of a million truly random ones has a placeholder's `xxxx` in it.
  test('random secrets of every usual form', () => {
    for (let i = 0; i < 500; i++) {
      const random = createHash('sha256').update(String(i)).digest();
      expect(notWorthWatching('X_SECRET', random.toString('hex', 0, 16))).toBeUndefined();
      expect(notWorthWatching('X_TOKEN', random.toString('base64url', 0, 12))).toBeUndefined();
      expect(notWorthWatching('OTHER', random.toString('hex', 0, 20))).toBeUndefined();
    }
  });

  test('an x four times in a row marks a placeholder only where its case does not change', () => {
    expect(notWorthWatching('X_TOKEN', 'UWgFIxXxx6LUr4mo')).toBeUndefined();
    expect(notWorthWatching('X_TOKEN', 'UWgFIXXXX6LUr4mo')).toBe('placeholder');
  });
});

describe('not taken, with the reason', () => {
  test.each([
    ['API_KEY', 'abc123', 'too_short'],
    ['PORT', '3000', 'too_short'],
    ['API_KEY', 'your-api-key-here', 'placeholder'],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE', 'placeholder'],
    ['SECRET_KEY', 'changeme-changeme', 'placeholder'],
    ['POSTGRES_PASSWORD', 'postgres', 'common'],
    ['DB_PASSWORD', 'Password123!', 'common'],
    ['APP_SECRET', 'super-secret-key', 'common'],
    ['APP_SECRET', 'production', 'common'],
    ['NODE_ENV', 'development', 'common'],
    ['PASSWORD', '00000000000000', 'placeholder'],
    ['PIN_TOKEN', '11223344', 'too_regular'],
    ['API_URL', 'https://api.acme.com/v1/projects', 'too_regular'],
    ['MODEL', 'claude-sonnet-4-5-20250929', 'too_regular'],
    ['AWS_REGION', 'eu-central-1', 'too_regular'],
    ['TZ', 'America/New_York', 'too_regular'],
    ['LANG', 'en_US.UTF-8', 'too_regular'],
    ['REDIS_URL', 'redis://localhost:6379/0', 'too_regular'],
    ['ADMIN_EMAIL', 'someone.with.a.name@acme-company.com', 'too_regular'],
    ['PROJECT_ID', '550e8400-e29b-41d4-a716-446655440000', 'too_regular'],
    ['HOME_PATH', '/usr/local/share/application', 'too_regular'],
    ['NEXT_PUBLIC_MAP_KEY', 'k3Jd82hFq0Lm5xZp', 'public'],
    ['GIT_COMMIT', '5feb8ebc70dd04dec5ef47461b3eab40715b091e', 'public'],
  ])('%s=%s: %s', (name, value, reason) => {
    expect(notWorthWatching(name, value)).toBe(reason);
  });
});

describe('the parts of a value or file', () => {
  test('a URL brings its password, with its escapes undone', () => {
    expect(piecesOfValue('DB', 'postgres://app:p%40ss-Word9@db/app')).toEqual([
      { name: 'DB', text: 'postgres://app:p%40ss-Word9@db/app' },
      { name: 'DB password', text: 'p@ss-Word9' },
    ]);
  });

  test('a value of several lines brings each of them, but not what frames a key', () => {
    const pieces = piecesOfValue('KEY', '-----BEGIN X-----\nMIIEow\nIBAAKC\n-----END X-----');
    expect(pieces.slice(1).map(({ text }) => text)).toEqual(['MIIEow', 'IBAAKC']);
  });

  test('a file of a single word is that secret', () => {
    expect(piecesOfFile(Buffer.from('tr0ub4dor\n'))).toEqual([{ name: 'secret', text: 'tr0ub4dor' }]);
  });

  test.each([
    ['[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG\n', 'aws_secret_access_key', 'wJalrXUtnFEMI/K7MDENG'],
    ['{"private_key": "-----BEGIN KEY-----\\nMIIEvQIBADAN\\nBgkqhkiG9w0B\\n"}', 'MIIEvQIBADAN', 'BgkqhkiG9w0B'],
    ['machine api.acme.com login me password Zk39fjQ2lw', 'password', 'Zk39fjQ2lw'],
    ['//registry.npmjs.org/:_authToken=npm_0123abcd', '//registry.npmjs.org/:_authToken', 'npm_0123abcd'],
    ['TOKEN=abc==\nOTHER: x9y8z7', 'OTHER:', 'x9y8z7'],
    ['{"a": 1}\nYWJjZGVmZ2g=\n', '1', 'YWJjZGVmZ2g='],
  ])('of %j', (text, name, part) => {
    expect(piecesOfFile(Buffer.from(text))).toContainEqual({ name, text: part });
  });

  test('a file that is not text brings none', () => {
    expect(piecesOfFile(Buffer.from([1, 2, 0, 3]))).toEqual([]);
  });
});
