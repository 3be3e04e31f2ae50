import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connect, type SecureVersion } from 'node:tls';
import { withoutCertificate } from '../../../src/wire/tls/session.js';
import { originAuthority } from '../../support/origin.js';
import { startSecureOrigin, type SecureOrigin } from '../../support/secure-origin.js';

let origin: SecureOrigin;
let ca: string;

beforeAll(async () => {
  origin = await startSecureOrigin();
  ca = (await originAuthority()).certificatePem;
});
afterAll(() => origin.server.close().closeAllConnections());

interface Connected {
  readonly session: Buffer;
  readonly resumed: boolean;
  readonly authorized: boolean;
  readonly version: string | null;
}

/** One request in a TLS connection, in a session of before where there is one. */
function connected(options: { session?: Buffer; maxVersion?: SecureVersion } = {}): Promise<Connected> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: origin.port, servername: 'localhost', ca, ...options });
    let session: Buffer = Buffer.alloc(0);
    socket.on('session', (given: Buffer) => {
      session = given;
    });
    socket.on('error', reject);
    socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));
    // The ticket of TLS 1.3 comes in front of the answer.
    socket.on('data', () => {
      resolve({
        session,
        resumed: socket.isSessionReused(),
        authorized: socket.authorized,
        version: socket.getProtocol(),
      });
      socket.destroy();
    });
  });
}

/** Whether this runtime writes sessions down as OpenSSL does, and not in a form of its own. */
const isPlain = (session: Buffer): boolean => session[0] === 0x30;

describe('a session without its certificate', () => {
  test('is shorter, and resumed by a server that is trusted as before', async () => {
    const { session, version } = await connected();
    expect(version).toBe('TLSv1.3');
    const bare = withoutCertificate(session);
    if (isPlain(session)) expect(bare.length).toBeLessThan(session.length - 200);
    else expect(bare).toBe(session);
    expect(await connected({ session: bare })).toMatchObject({ resumed: true, authorized: true, version: 'TLSv1.3' });
  });

  test('is the session itself in TLS 1.2, in which it is trusted by its certificate', async () => {
    const { session, version } = await connected({ maxVersion: 'TLSv1.2' });
    expect(version).toBe('TLSv1.2');
    expect(withoutCertificate(session)).toBe(session);
    expect(await connected({ session, maxVersion: 'TLSv1.2' })).toMatchObject({ resumed: true, authorized: true });
  });

  test('is the same when it is taken out twice', async () => {
    const bare = withoutCertificate((await connected()).session);
    expect(withoutCertificate(bare)).toBe(bare);
  });
});

describe('what is no session', () => {
  test('comes back as it is, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const given = Buffer.from(bytes);
        expect(withoutCertificate(given)).toBe(given);
      }),
    );
  });

  test('comes back as it is wherever a real one is cut', async () => {
    const { session } = await connected();
    for (let length = 0; length < session.length; length++) {
      const cut = session.subarray(0, length);
      expect(withoutCertificate(cut)).toBe(cut);
    }
  });

  test('never makes it fail, nor what comes out longer, whichever bytes of a real one are changed', async () => {
    const { session } = await connected();
    fc.assert(
      fc.property(fc.nat(session.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(session);
        changed[at] = byte;
        expect(withoutCertificate(changed).length).toBeLessThanOrEqual(session.length);
      }),
    );
  });
});
