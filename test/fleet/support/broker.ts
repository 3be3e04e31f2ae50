import { createUser } from '@nats-io/nkeys';
import { freePort } from '../../support/free-port.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, testWith } from '../../support/tools.js';
import type { TestCertificate } from '../../support/certificates.js';

/** Runs with a real broker, or says why not. */
export const testWithBroker = testWith(isInstalled('nats-server'), 'nats-server (Debian package nats-server)');

/** A user of a broker: an nkey whose seed lies in a file. */
export interface BrokerUser {
  readonly publicKey: string;
  readonly seedFile: string;
}

/** What a user may do, as the broker's configuration says it. */
export interface Grant {
  readonly user: BrokerUser;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** A broker's process with its disk. */
export class Broker {
  readonly folder = mkdtempSync(join(tmpdir(), 'tg-broker-'));
  readonly #accounts: Readonly<Record<string, readonly Grant[]>>;
  readonly #tls: TestCertificate | undefined;
  #process: ChildProcess | undefined;
  port = 0;

  constructor(accounts: Readonly<Record<string, readonly Grant[]>> = {}, tls?: TestCertificate) {
    this.#accounts = accounts;
    this.#tls = tls;
  }

  get url(): string {
    return `${this.#tls === undefined ? 'nats' : 'tls'}://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    if (this.port === 0) this.port = await freePort();
    const config = join(this.folder, 'broker.conf');
    writeFileSync(config, this.#config());
    this.#process = spawn('nats-server', ['-c', config], { stdio: 'ignore' });
    for (let tries = 0; !(await answers(this.port)); tries++) {
      if (tries > 300) throw new Error('the broker does not listen');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    const late = setTimeout(() => running.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new nkey user; it is known once it is in the accounts that a broker is made with. */
  static user(folder: string, name: string): BrokerUser {
    const pair = createUser();
    const seedFile = join(folder, `${name}.nk`);
    writeFileSync(seedFile, `${Buffer.from(pair.getSeed()).toString()}\n`, { mode: 0o600 });
    return { publicKey: pair.getPublicKey(), seedFile };
  }

  #config(): string {
    const lines = [`listen: "127.0.0.1:${this.port}"`, `jetstream { store_dir: ${JSON.stringify(this.folder)} }`];
    if (this.#tls !== undefined) {
      const files = { cert_file: join(this.folder, 'tls.pem'), key_file: join(this.folder, 'tls.key') };
      writeFileSync(files.cert_file, this.#tls.cert);
      writeFileSync(files.key_file, this.#tls.key);
      lines.push(`tls ${JSON.stringify(files)}`);
    }
    const accounts = Object.entries(this.#accounts).map(([name, grants]) => {
      const users = grants.map(({ user, publish, subscribe }) => ({
        nkey: user.publicKey,
        permissions: { publish: { allow: publish }, subscribe: { allow: subscribe } },
      }));
      return `${name} { jetstream: enabled, users: ${JSON.stringify(users)} }`;
    });
    if (accounts.length > 0) lines.push(`accounts {\n${accounts.join('\n')}\n}`);
    return lines.join('\n');
  }
}

/** What the documentation has a host be given. */
export function hostGrant(user: BrokerUser, host: string): Grant {
  return {
    user,
    publish: [`guardian.findings.${host}`, `guardian.status.${host}`],
    subscribe: [`_INBOX.${host}.>`],
  };
}

/** What the documentation has an operator be given. */
export function readerGrant(user: BrokerUser): Grant {
  return { user, publish: ['$JS.API.>'], subscribe: ['_INBOX.reader.>'] };
}

/** The broker speaks first: before its greeting it is not ready. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => done(true)).once('error', () => done(false));
    socket.setTimeout(1_000, () => done(false));
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
  });
}
