import { randomBytes } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { startEchoServer, type EchoServer } from '../../../src/cli/demo/echo-server.js';
import { sendThrough } from '../../../src/cli/demo/send-through.js';
import type { ProxyUrlAnswer } from '../../../src/sidecar/control/answers.js';
import { callControl } from '../../../src/sidecar/control/client.js';
import type { Home } from './homes.js';

const servers: EchoServer[] = [];

/** A server that answers with what it gets, until the test is over. */
export async function echoServer(): Promise<EchoServer> {
  const server = await startEchoServer([0]);
  if (server === undefined) throw new Error('no port');
  servers.push(server);
  return server;
}

/** A secret that no test made before, in the form of an Anthropic key. */
export function freshKey(): string {
  return ['sk', 'ant', 'api03', `${randomBytes(40).toString('hex')}AA`].join('-');
}

/** Sends a text through the Guardian of a state folder as an agent group; returns what came back. */
export async function sendAs(agent: string, home: Home, server: EchoServer, text: string): Promise<string> {
  const { localUrl } = (await callControl(home.socket, 'proxy-url', { agent })) as ProxyUrlAnswer;
  const { status, body } = await sendThrough(localUrl, `http://${server.address}/`, text);
  if (status !== 200) throw new Error(`status ${status}: ${body}`);
  return body;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
