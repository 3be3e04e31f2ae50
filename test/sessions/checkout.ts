import { afterAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import { FindingsReader } from '../../src/findings/journal/query/reader.js';
import { scanSessions, type SessionScanEvent, type SessionScanTotal } from '../../src/sessions/scan-sessions.js';
import { loadConfig } from '../../src/sidecar/config.js';
import { detectorOf } from '../../src/sidecar/detector-of.js';
import { loadInstallKeys } from '../../src/sidecar/install-keys.js';
import { findingsFolderOf } from '../../src/sidecar/open-journal.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import type { Detector } from '../../src/detect/detector.js';

/** An agent group as NanoClaw 2 names one, and its folder. */
export const GROUP = 'ag-1795194659619-ctfe8c';
export const FOLDER = 'cli-with-andy';
/** 2026-11-20T09:00:00Z, when sessions in tests begin. */
export const START = Date.UTC(2026, 10, 20, 9);

const WRITTEN_MS = 6 * 60 * 60_000;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function at(ms: number): string {
  return new Date(START + ms).toISOString();
}

/** What every line of Claude Code has beside its message. */
function line(type: string, ms: number, more: object): string {
  const frame = { parentUuid: randomUUID(), isSidechain: false, type, uuid: randomUUID(), timestamp: at(ms) };
  const place = { userType: 'external', cwd: '/workspace/agent', sessionId: SESSION, version: '2.1.38', gitBranch: '' };
  return `${JSON.stringify({ ...frame, ...more, ...place })}\n`;
}

const SESSION = '0515ddd4-9aea-4ece-a95c-a4915e5d79e9';

/** What people say: the text stands in the queue first, then in the message. */
export function said(text: string, ms = 0): string {
  const content = `<context timezone="UTC" />\n<message id="2" from="local-cli" sender="cli">${text}</message>`;
  const queued = { type: 'queue-operation', operation: 'enqueue', timestamp: at(ms), sessionId: SESSION, content };
  return `${JSON.stringify(queued)}\n${line('user', ms, { message: { role: 'user', content } })}`;
}

/** What the agent answers. */
export function answered(text: string, ms = 0, more: object = {}): string {
  return line('assistant', ms, { message: { role: 'assistant', content: [{ type: 'text', text }] }, ...more });
}

/** What a tool is asked, and what it answers. */
export function used(name: string, input: object, result: string, ms = 0): string {
  const id = `toolu_${START + ms}_${randomUUID().slice(0, 8)}`;
  const use = { role: 'assistant', content: [{ type: 'tool_use', id, name, input }] };
  const content = [{ tool_use_id: id, type: 'tool_result', content: result, is_error: false }];
  const answer = { message: { role: 'user', content }, toolUseResult: { stdout: result, stderr: '' } };
  return line('assistant', ms, { message: use }) + line('user', ms + 10, answer);
}

/** Making one takes seconds; all checkouts of a test have the same keys and rules. */
let detector: Detector | undefined;
const INSTALL_KEY = Buffer.alloc(32, 7);

/** A NanoClaw checkout of a test, and a Guardian's state folder that is not in it. */
export class TestCheckout {
  readonly root: string;
  readonly home: string;
  readonly events: SessionScanEvent[] = [];

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'tg-s-'));
    folders.push(folder);
    this.root = join(folder, 'nanoclaw');
    this.home = join(folder, 'home');
    mkdirSync(join(this.home, 'keys'), { recursive: true, mode: 0o700 });
    writeFileSync(join(this.home, 'keys/install.key'), INSTALL_KEY, { mode: 0o600 });
    mkdirSync(join(this.root, 'data/v2-sessions'), { recursive: true });
    this.write(`groups/${FOLDER}/container.json`, JSON.stringify({ groupName: 'Andy', agentGroupId: GROUP }));
  }

  /** Where the transcript of the group is. */
  get transcript(): string {
    return join(this.root, 'data/v2-sessions', GROUP, '.claude-shared/projects/-workspace-agent', `${SESSION}.jsonl`);
  }

  /** Writes a file of the checkout, as of some hours after the session began. */
  write(name: string, content: string): string {
    const file = join(this.root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, (START + WRITTEN_MS) / 1000, (START + WRITTEN_MS) / 1000);
    return file;
  }

  writeTranscript(...lines: string[]): void {
    mkdirSync(dirname(this.transcript), { recursive: true });
    writeFileSync(this.transcript, lines.join(''));
  }

  get #guardian() {
    const state = stateFolderAt(this.home);
    return { state, settings: loadConfig(join(this.home, 'config.json'), this.home, {}).settings };
  }

  async scan(options: { since?: number; signal?: AbortSignal; clock?: () => number } = {}): Promise<SessionScanTotal> {
    const guardian = this.#guardian;
    detector ??= detectorOf(guardian.settings, guardian.state, loadInstallKeys(guardian.state));
    return scanSessions({
      root: this.root,
      ...guardian,
      detector,
      signal: new AbortController().signal,
      report: (event) => this.events.push(event),
      clock: () => START + 24 * 60 * 60_000,
      ...options,
    });
  }

  /** What stands in the journal, oldest line first. */
  async findings(): Promise<Finding[]> {
    const found: Finding[] = [];
    const reader = new FindingsReader(findingsFolderOf(this.#guardian.settings));
    for await (const finding of reader.readAll({}, 'oldest-first')) found.push(finding);
    return found;
  }
}
