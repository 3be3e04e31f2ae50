import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentRegistry } from '../../src/sidecar/agents/agent-registry.js';
import { messageOf } from '../../src/text/unknown-error.js';

/** Stands for a gateway token; must turn up nowhere but at the gateway. */
const TOKEN = `aoc_${randomBytes(12).toString('hex')}`;

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what is known of agent groups', () => {
  let folder: string;
  let file: string;
  const key = randomBytes(32);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tg-agents-'));
    file = join(folder, 'agents.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is on disk as soon as it counts, and there again after a restart', () => {
    const before = AgentRegistry.open(file, key);
    before.setUpstream('main', `http://x:${TOKEN}@127.0.0.1:10255`);
    before.revoke('main');
    before.revoke('other');
    before.revoke('other');
    const after = AgentRegistry.open(file, key);
    expect(after.agents).toEqual(before.agents);
    expect([...after.generations]).toEqual([
      ['main', 1],
      ['other', 2],
    ]);
    expect(after.upstreamFor('main')).toMatchObject({ host: '127.0.0.1', port: 10255, password: TOKEN });
    expect(after.upstreamFor('other')).toBeUndefined();
    after.setUpstream('main', null);
    expect(AgentRegistry.open(file, key).upstreamFor('main')).toBeUndefined();
    // A group about which there is nothing to keep is forgotten at once, not only by the next start.
    after.setUpstream('passing', 'http://127.0.0.1:1');
    after.setUpstream('passing', null);
    expect([...after.agents.keys()]).toEqual(['main', 'other']);
    expect(AgentRegistry.open(file, key).agents).toEqual(after.agents);
  });

  test('is a private file in which an upstream proxy cannot be read', () => {
    AgentRegistry.open(file, key).setUpstream('main', `http://x:${TOKEN}@gateway.example:10255`);
    const text = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const secret of [TOKEN, 'gateway', Buffer.from(TOKEN).toString('base64').slice(4, 20)]) {
      expect(text).not.toContain(secret);
    }
    expect(readdirSync(folder)).toEqual(['agents.json']);
  });

  test('is not written again for what it says already', () => {
    const registry = AgentRegistry.open(file, key);
    registry.setUpstream('main', 'http://proxy.example:1');
    const { ino } = statSync(file);
    registry.setUpstream('main', 'http://proxy.example:1/');
    expect(statSync(file).ino).toBe(ino);
  });

  test('does not change when it cannot be written', () => {
    const registry = AgentRegistry.open(join(folder, 'file-not-folder', 'agents.json'), key);
    writeFileSync(join(folder, 'file-not-folder'), '');
    expect(thrownBy(() => registry.revoke('main'))).toMatchObject({ code: 'state.folder' });
    expect(registry.generations.get('main')).toBeUndefined();
  });

  test('takes nothing that is no proxy, and repeats nothing of it', () => {
    const registry = AgentRegistry.open(file, key);
    for (const url of [`ftp://x:${TOKEN}@host`, TOKEN, `http://${TOKEN}:%zz@host:1`, '']) {
      const error = thrownBy(() => registry.setUpstream('main', url));
      expect(error).toMatchObject({ code: 'agents.upstream' });
      expect(messageOf(error)).not.toContain(TOKEN);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  describe('is refused whole when the file is not what was written, and left as it is', () => {
    interface Entry {
      name: string;
      generation: number;
      upstream?: { data: string };
    }
    const edited = (change: (agents: Entry[]) => unknown) => (text: string) => {
      const { agents } = JSON.parse(text) as { agents: Entry[] };
      return JSON.stringify({ format: 'traffic-guardian-agents/v1', agents: change(agents) });
    };
    test.each<[string, (text: string) => string]>([
      ['cut off', (text) => text.slice(0, -20)],
      ['empty', () => ''],
      ['of another format', (text) => text.replace('/v1', '/v2')],
      ['with a key too many', edited((agents) => agents.map((agent) => ({ ...agent, colour: 1 })))],
      ['with a generation of before zero', edited((agents) => agents.map((agent) => ({ ...agent, generation: -1 })))],
      ['with a group twice', edited((agents) => [...agents, ...agents])],
      ['with the proxy of another group', edited(([a, b]) => [{ ...a, upstream: b?.upstream }, b])],
      [
        'with a changed byte',
        (text) => text.replace(/("data": ")(.)/, (_, before, first) => `${before}${first === 'A' ? 'B' : 'A'}`),
      ],
    ])('%s', (_what, harm) => {
      const registry = AgentRegistry.open(file, key);
      registry.setUpstream('main', 'http://one.example:1');
      registry.setUpstream('other', 'http://two.example:2');
      writeFileSync(file, harm(readFileSync(file, 'utf8')));
      const before = readFileSync(file, 'utf8');
      expect(thrownBy(() => AgentRegistry.open(file, key))).toMatchObject({ code: 'agents.damaged' });
      expect(readFileSync(file, 'utf8')).toBe(before);
    });

    test('sealed under another key', () => {
      AgentRegistry.open(file, key).setUpstream('main', 'http://one.example:1');
      expect(() => AgentRegistry.open(file, randomBytes(32))).toThrow(/agents\.json/);
    });
  });
});
