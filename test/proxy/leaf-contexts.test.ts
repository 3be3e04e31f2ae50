import { describe, expect, jest, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { createAuthority, signerOf } from '../../src/proxy/certificates/authority.js';
import { LeafContexts } from '../../src/proxy/certificates/leaf-contexts.js';
import { createLeafKey, issueLeaf, LEAF_DAYS } from '../../src/proxy/certificates/leaf.js';

describe('contexts of leaves', () => {
  test('are made once for a name, also for many who ask at once', async () => {
    const leaves = await LeafContexts.create(await createAuthority('Test guardian', 10));
    const made = await Promise.all(Array.from({ length: 10 }, async () => leaves.trusted('a.example')));
    expect(new Set(made).size).toBe(1);
    expect(leaves.trusted('a.example')).toBe(made[0]);
    expect(await leaves.trusted('b.example')).not.toBe(made[0]);
    expect(await leaves.untrusted('a.example')).not.toBe(made[0]);
  });

  test.each([
    ['a day later', 24 * 3_600_000],
    ['after the clock was set back, when it would not be valid yet', -25 * 3_600_000],
  ])('are made again %s', async (_, jump) => {
    const leaves = await LeafContexts.create(await createAuthority('Test guardian', 10));
    const first = await leaves.trusted('a.example');
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + jump);
    try {
      const again = await leaves.trusted('a.example');
      expect(again).not.toBe(first);
      expect(leaves.trusted('a.example')).toBe(again);
    } finally {
      clock.mockRestore();
    }
  });

  test('are kept within a bound', async () => {
    const leaves = await LeafContexts.create(await createAuthority('Test guardian', 10));
    const first = await leaves.trusted('0.example');
    for (let i = 1; i <= 500; i++) await leaves.trusted(`${i}.example`);
    const again = await leaves.trusted('0.example');
    expect(again).not.toBe(first);
    expect(leaves.trusted('0.example')).toBe(again);
  });
});

describe('a leaf', () => {
  test.each([
    ['a.example', 'DNS:a.example'],
    ['*.example', 'DNS:*.example'],
    ['192.0.2.7', 'IP Address:192.0.2.7'],
    ['2001:db8::7', 'IP Address:2001:DB8:0:0:0:0:0:7'],
    [`${'long.'.repeat(20)}example`, `DNS:${'long.'.repeat(20)}example`],
  ])('for %s names it where clients look', async (name, expected) => {
    const authority = await createAuthority('Test guardian', 1000);
    const key = await createLeafKey();
    const leaf = await issueLeaf(name, await signerOf(authority), key);
    const certificate = new X509Certificate(leaf.certificatePem);
    expect(certificate.subjectAltName).toBe(expected);
    expect(leaf.privateKeyPem).toBe(key.privateKeyPem);
    expect(certificate.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(true);
    const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(LEAF_DAYS);
  });

  test('does not outlive its CA', async () => {
    const authority = await createAuthority('Test guardian', 3);
    const leaf = await issueLeaf('a.example', await signerOf(authority), await createLeafKey());
    const end = (pem: string): string => new X509Certificate(pem).validTo;
    expect(end(leaf.certificatePem)).toBe(end(authority.certificatePem));
  });
});
