import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostname, networkInterfaces } from 'node:os';
import { refuseAddress } from '../../src/proxy/reach/address-rules.js';
import { Reach } from '../../src/proxy/reach/reach.js';

const own = new Set(['203.0.113.9']);
const ASKER = { agent: 'tester', signal: new AbortController().signal };

describe('an address that a container must not reach', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.8.9.10', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['169.254.169.254', 'link-local'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['::ffff:168.63.129.16', 'metadata'],
    ['203.0.113.9', 'host-own'],
    ['::1', 'loopback'],
    ['::', 'unspecified'],
    ['fe80::1', 'link-local'],
    ['ff02::1', 'multicast'],
    ['fd00:ec2::254', 'metadata'],
    ['FD00:EC2:0::23', 'metadata'],
    ['fd20:ce::254', 'metadata'],
    ['fd00:c1::a9fe:a9fe', 'metadata'],
    ['fd00:100::100:200', 'metadata'],
    ['fd00:a9fe:a9fe::1', 'metadata'],
    ['fd00:42::42', 'metadata'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:0:127.0.0.1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['64:ff9b::169.254.169.254', 'link-local'],
    ['2001:0:0:0:0:0:80ff:fffe', 'loopback'],
    ['fe80::5efe:127.0.0.1', 'link-local'],
    ['2001:db8::5efe:127.0.0.1', 'loopback'],
    ['not an address', 'not-an-address'],
  ])('%s is refused: %s', (address, reason) => {
    expect(refuseAddress(address, own)).toBe(reason);
  });

  test.each(['93.184.216.34', '10.0.0.8', '192.168.1.20', '172.17.0.5', '2606:2800:220:1::1', 'fd12:3456::1'])(
    '%s is not: a container reaches it by itself',
    (address) => {
      expect(refuseAddress(address, own)).toBeUndefined();
    },
  );

  test('is refused inside every IPv6 form that leads to it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 1, max: 255 }),
        (a, b, c) => {
          const v4 = `127.${a}.${b}.${c}`;
          for (const prefix of ['::ffff:', '::', '64:ff9b::', '::ffff:0:']) {
            expect(refuseAddress(`${prefix}${v4}`, own)).toBe('loopback');
          }
        },
      ),
    );
  });
});

describe('a destination', () => {
  const reach = new Reach([]);

  test.each(['localhost', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '::1', '0.0.0.0', '169.254.169.254'])(
    '%s is refused after resolution',
    async (host) => {
      expect(await reach.resolve({ host, port: 80 }, ASKER)).toMatchObject({ kind: 'refused' });
    },
  );

  test.each([
    'localhost',
    'a.localhost',
    'LOCALHOST.',
    '2130706433',
    '0x7f000001',
    '0177.1',
    '127.0.0.1',
    '::ffff:127.0.0.1',
  ])('%s is refused before it is given to an upstream proxy', (host) => {
    expect(reach.checkUnresolved({ host, port: 80 })).toMatchObject({ kind: 'refused' });
  });

  test.each(['１２７.0.0.1', '127。0。0。1', '１６９.254.169.254', 'ｌocalhost', 'localhost。', 'local\u00adhost'])(
    '%s is refused as the plain characters that an upstream proxy may make of it',
    (host) => {
      // As it comes from the wire: each byte of UTF-8 is a character.
      const onTheWire = Buffer.from(host, 'utf8').toString('latin1');
      expect(reach.checkUnresolved({ host: onTheWire, port: 80 })).toMatchObject({ kind: 'refused' });
    },
  );

  test.each([
    ['ip6-localhost', 'loopback'],
    ['ip6-loopback.', 'loopback'],
    ['Localhost.localdomain', 'loopback'],
    ['metadata.google.internal', 'metadata'],
    ['METADATA.google.internal.', 'metadata'],
    ['instance-data', 'metadata'],
    ['instance-data.eu-central-1.compute.internal', 'metadata'],
    [hostname(), 'host-own'],
  ])('%s is refused before an upstream proxy finds it out: %s', (host, reason) => {
    expect(reach.checkUnresolved({ host, port: 80 })).toMatchObject({ kind: 'refused', reason });
    expect(new Reach([`${host}:80`]).checkUnresolved({ host, port: 80 })).toBeUndefined();
  });

  test.each(['example.com', 'localhost.example.com', 'metadata.example.com', 'my-instance-data'])(
    'that is a name such as %s is left to the upstream proxy',
    (host) => {
      expect(reach.checkUnresolved({ host, port: 80 })).toBeUndefined();
    },
  );

  test("the host's own addresses are refused", async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address, internal } of addresses) {
      if (!internal) expect(await reach.resolve({ host: address, port: 80 }, ASKER)).toMatchObject({ kind: 'refused' });
    }
  });

  test('that does not exist says so', async () => {
    expect(await reach.resolve({ host: 'nowhere.invalid', port: 80 }, ASKER)).toMatchObject({ kind: 'unresolved' });
  });

  test('that many ask for at once is looked up once, and again for those who ask later', async () => {
    const answers: ((addresses: { address: string; family: number }[]) => void)[] = [];
    const asking = new Reach([], () => new Promise((resolve) => answers.push(resolve)));
    const ask = () => asking.resolve({ host: 'busy.example', port: 443 }, ASKER);
    const together = [ask(), ask(), ask()];
    expect(answers).toHaveLength(1);
    answers[0]!([{ address: '192.0.2.1', family: 4 }]);
    const first = { kind: 'reachable', addresses: [{ address: '192.0.2.1', family: 4 }] };
    expect(await Promise.all(together)).toEqual([first, first, first]);
    const later = ask();
    answers[1]!([{ address: '127.0.0.1', family: 4 }]);
    expect(await later).toMatchObject({ kind: 'refused' });
  });

  test('is looked up at once for one agent group while another waits for names that get no answer', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const slow = new Reach([], async (name) => {
      asked.push(name);
      if (name.startsWith('dead')) await new Promise<void>((resolve) => answers.push(resolve));
      return [{ address: '192.0.2.1', family: 4 }];
    });
    const ask = (agent: string, host: string, signal = new AbortController().signal) =>
      slow.resolve({ host, port: 443 }, { agent, signal });

    const names = Array.from({ length: 100 }, (_, at) => `dead${at}.example`);
    const dead = names.map((name) => ask('crawler', name));
    const leaving = new AbortController();
    const abandoned = ask('crawler', 'abandoned.example', leaving.signal);
    const last = ask('crawler', 'last.example');
    expect(asked.length).toBeLessThan(10);
    expect(await ask('other', 'api.example')).toMatchObject({ kind: 'reachable' });
    // Whoever has left is not asked for when the turn would have come, and nobody waits for it longer.
    leaving.abort();
    expect(await abandoned).toMatchObject({ kind: 'unresolved' });
    while (answers.length > 0) {
      for (const answer of answers.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([...dead, last]);
    expect(asked.filter((name) => name !== 'api.example')).toEqual([...names, 'last.example']);
  });

  test('that the operator listed is reachable, on that port alone, by name or by address', async () => {
    const listed = new Reach(['localhost:8080', '127.0.0.1:9090', '[::1]:7070']);
    expect(await listed.resolve({ host: 'localhost', port: 8080 }, ASKER)).toMatchObject({ kind: 'reachable' });
    expect(await listed.resolve({ host: 'localhost', port: 8081 }, ASKER)).toMatchObject({ kind: 'refused' });
    expect(await listed.resolve({ host: '127.0.0.1', port: 9090 }, ASKER)).toMatchObject({ kind: 'reachable' });
    expect(await listed.resolve({ host: '::1', port: 7070 }, ASKER)).toMatchObject({ kind: 'reachable' });
    // A name with a listed and an unlisted address leads to the listed one only.
    expect(await listed.resolve({ host: 'localhost', port: 9090 }, ASKER)).toEqual({
      kind: 'reachable',
      addresses: [{ address: '127.0.0.1', family: 4 }],
    });
  });
});
