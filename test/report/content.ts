import type { Finding } from '../../src/findings/finding.js';
import type { ReportContent } from '../../src/report/page.js';
import { FindingsTally } from '../../src/report/tally.js';

export const SINCE = new Date('2026-11-13T12:00:00.000Z');
export const UNTIL = new Date('2026-11-20T12:00:00.000Z');

const PATTERNS = ['ai_api_key', 'ai_api_key', 'vendor_token', 'reverse_shell', 'prompt_injection', 'jwt'] as const;
const SEVERITIES = ['critical', 'high', 'high', 'medium', 'medium', 'medium', 'low'] as const;
const HOSTS = [
  'api.openai.com',
  'paste.example.net',
  'registry.npmjs.org',
  'docs.example.com',
  'a.‹20›.example',
] as const;
const AGENTS = ['main', 'main', 'main', 'research', 'research', 'ops'] as const;

/** A finding of the period as the journal may hold it; `n` decides everything. */
export function findingOf(n: number, fields: Partial<Finding> = {}): Finding {
  // Spread unevenly, but the same each time.
  const pick = <T>(values: readonly T[], factor: number): T => values[(n * factor + (n >> 3)) % values.length]!;
  const pattern = pick(PATTERNS, 7);
  const inbound = pattern === 'reverse_shell' || pattern === 'prompt_injection';
  const age = ((n * 7919) % 10_000) ** 2 * 6;
  return {
    schema_version: 'clawsec-traffic-finding/v1',
    platform: 'nanoclaw',
    direction: inbound ? 'inbound' : 'outbound',
    threat_type: inbound ? 'INJECTION' : 'EXFIL',
    protocol: 'https',
    pattern,
    severity: pick(SEVERITIES, 5),
    source: '172.17.0.2:50412',
    dest: `${pick(HOSTS, 3)}:443`,
    snippet: inbound ? 'bash -i >& /dev/tcp/‹12›' : 'sk-proj-‹56›',
    timestamp: new Date(UNTIL.getTime() - age).toISOString(),
    id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
    agent: pick(AGENTS, 11),
    count: 1 + (n % 5 === 0 ? n % 13 : 0),
    location: 'body',
    ...fields,
  };
}

/** A report about some findings, of a Guardian that runs. */
export function contentOf(findings: readonly Finding[]): ReportContent {
  const tally = new FindingsTally(SINCE, UNTIL);
  for (const finding of findings) tally.add(finding);
  return {
    since: SINCE,
    until: UNTIL,
    findings: tally.result(),
    status: {
      schema_version: 'clawsec-traffic-status/v1',
      state: 'degraded',
      version: '1.0.0',
      pid: 1,
      started_at: '2026-11-14T08:00:00.000Z',
      mode: 'detect',
      https_inspection: true,
      listen: '127.0.0.1:10270',
      home: '/home/user/.nanoclaw-traffic-guardian',
      config: { sha256: '0'.repeat(64), loaded_at: '2026-11-14T08:00:00.000Z', restart_needed: [] },
      supervision: { supervised: true, restarts: 0, recent_crashes: 0 },
      protections: { permission_model: true, private_files: true, core_dumps_off: true, environment_reduced: true },
      findings_24h: { total: 12, low: 1, medium: 4, high: 5, critical: 2 },
      coverage: {
        connections: 1_240,
        bytes_seen: 912_345_678,
        bytes_unseen: 31_234_567,
        outcomes: {
          inspected: { connections: 1_103, bytes_seen: 912_345_678, bytes_unseen: 0 },
          tunnelled: { connections: 96, bytes_seen: 0, bytes_unseen: 28_000_000 },
          pinned: { connections: 41, bytes_seen: 0, bytes_unseen: 3_234_567 },
        },
        worst_hosts: [],
      },
      pinned: [],
      observer: { replaced: 0, backlog_bytes: 0 },
      journal: { health: 'ok', written: 10_000, waiting: 0, dropped: 0, rejected: 0 },
      warnings: [
        { code: 'pinned', message: 'api.example.org is passed on closed: its client refused our certificate.' },
      ],
      audit: { health: 'ok', written: 10, waiting: 0, lost: 0, head_seq: 10 },
      log: { health: 'ok', lost: 0 },
    },
    pauses: [
      {
        began: '2026-11-17T10:00:00.000Z',
        ended: '2026-11-17T10:15:00.000Z',
        isOver: true,
        reason: 'a client that would not connect',
      },
    ],
    incidents: [
      {
        agent: 'research',
        began: '2026-11-19T09:12:00.000Z',
        ended: '2026-11-19T09:14:30.000Z',
        severity: 'critical',
        events: [
          {
            direction: 'inbound',
            at: '2026-11-19T09:12:00.000Z',
            pattern: 'prompt_injection',
            dest: 'docs.example.com:443',
            snippet: 'ignore ‹8› instructions',
            count: 1,
          },
          {
            direction: 'outbound',
            at: '2026-11-19T09:14:30.000Z',
            pattern: 'ai_api_key',
            dest: 'paste.example.net:443',
            snippet: 'sk-proj-‹56›',
            count: 3,
          },
        ],
      },
    ],
  };
}
