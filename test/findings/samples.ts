import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FindingDraft, RecordedFinding } from '../../src/findings/finding.js';
import { redactedSnippet } from '../../src/findings/redacted-snippet.js';

/** 2026-11-05T10:00:00.000Z, when all samples begin. */
export const START = Date.UTC(2026, 10, 5, 10);

/** An ISO time `ms` after {@link START}. */
export function timeAt(ms: number): string {
  return new Date(START + ms).toISOString();
}

export function draft(fields: Partial<FindingDraft> = {}): FindingDraft {
  return {
    direction: 'outbound',
    protocol: 'https',
    threat_type: 'EXFIL',
    pattern: 'aws_access_key',
    severity: 'critical',
    source: '172.17.0.2:50412',
    dest: 'paste.example.net:443',
    snippet: redactedSnippet([
      { kind: 'word', text: 'AKIA' },
      { kind: 'hidden', length: 16 },
    ]),
    timestamp: timeAt(0),
    agent: 'main',
    ...fields,
  };
}

/** A finding as dedup records it; `n` makes its id and its time. */
export function recorded(n: number, fields: Partial<RecordedFinding> = {}): RecordedFinding {
  return {
    ...draft(),
    schema_version: 'clawsec-traffic-finding/v1',
    platform: 'nanoclaw',
    id: idOf(n),
    count: 1,
    timestamp: timeAt(n * 1000),
    flow: `flow-${n}`,
    fingerprint: n.toString(16).padStart(32, '0'),
    verdict: 'BLOCK',
    location: 'header:x-api-key',
    ...fields,
  };
}

export function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

const folders: string[] = [];

/** A folder that is removed when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tg-findings-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
