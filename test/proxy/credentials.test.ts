import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { parseBasicCredentials } from '../../src/proxy/access.js';
import { Credentials } from '../../src/proxy/credentials.js';

const key = randomBytes(32);
const credentials = new Credentials(key, new Map());

test('a credential proves its own group and no other', () => {
  const token = credentials.tokenFor('main');
  expect(credentials.authenticate('main', token)).toEqual({ kind: 'agent', agent: 'main' });
  expect(credentials.authenticate('other', token)).toEqual({ kind: 'unknown' });
  expect(new Credentials(randomBytes(32), new Map()).authenticate('main', token)).toEqual({ kind: 'unknown' });
});

test('nothing else is accepted', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, password) => {
      expect(credentials.authenticate(name, password)).toEqual({ kind: 'unknown' });
    }),
  );
});

test('a revoked credential is refused, and the next one is another', () => {
  const token = credentials.tokenFor('main');
  const revoked = new Credentials(key, new Map([['main', 1]]));
  expect(revoked.authenticate('main', token)).toEqual({ kind: 'unknown' });
  expect(revoked.authenticate('main', revoked.tokenFor('main'))).toEqual({ kind: 'agent', agent: 'main' });
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['Bearer abc', undefined],
  ['Basic !!!', undefined],
  [`Basic ${Buffer.from('no colon').toString('base64')}`, undefined],
  [`basic ${Buffer.from('a:b:c').toString('base64')}`, { username: 'a', password: 'b:c' }],
])('the header %j holds %j', (value, expected) => {
  expect(parseBasicCredentials(value)).toEqual(expected);
});
