import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClaimedSocket } from '../../src/sidecar/control/claimed-socket.js';

let folder = '';
let path = '';
const servers: Server[] = [];

function server(): Server {
  const made = createServer((socket) => socket.destroy());
  servers.push(made);
  return made;
}

/** A socket file that nobody listens on, as a killed process leaves it. */
async function deadSocket(): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', script], { stdio: 'ignore' }), 'exit');
  expect(existsSync(path)).toBe(true);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tg-'));
  path = join(folder, 'control.sock');
});

afterEach(() => {
  for (const each of servers.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a socket at a well-known path', () => {
  test('is open to its owner alone, and gone when it is released', async () => {
    const socket = await ClaimedSocket.claim(server(), path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['control.sock']);
    socket.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over from the dead, not from the living', async () => {
    await deadSocket();
    const socket = await ClaimedSocket.claim(server(), path);
    await expect(ClaimedSocket.claim(server(), path)).rejects.toMatchObject({ code: 'sidecar.already_running' });
    expect(readdirSync(folder)).toEqual(['control.sock']);
    socket.release();
  });

  test('goes to exactly one of many that want it at once', async () => {
    await deadSocket();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => ClaimedSocket.claim(server(), path)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['control.sock']);
  });

  test('is not removed by somebody who lost it', async () => {
    const first = await ClaimedSocket.claim(server(), path);
    rmSync(path);
    const second = await ClaimedSocket.claim(server(), path);
    first.release();
    expect(existsSync(path)).toBe(true);
    second.release();
    expect(existsSync(path)).toBe(false);
  });

  test('has a path that fits into a socket address', async () => {
    const long = join(folder, 'x'.repeat(120));
    await expect(ClaimedSocket.claim(server(), long)).rejects.toMatchObject({ code: 'control.socket_path' });
  });
});
