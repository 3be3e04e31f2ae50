import fc from 'fast-check';
import { Dedup } from '../../../src/findings/dedup.js';
import type { FindingDraft, RecordedFinding } from '../../../src/findings/finding.js';
import type { FindingsConditions } from '../../../src/findings/journal/query/filter.js';
import { severities } from '../../../src/findings/finding.js';
import { draft, START } from '../samples.js';

/** Values with everything that could confuse a search on raw bytes. */
const dests = [
  'Api.Example.com:443',
  'api.example.org:8443',
  '"dest":"x"',
  'a\\b:1',
  'ÄÖ.example:443',
  'api',
  '[::1]:80',
];
const agents = ['main', 'Main', 'agent "two"', 'agent\\n', 'ünïcode', '","pattern":"aws_access_key'];
const patterns = ['aws_access_key', 'aws_access_key_id', 'github_token', 'prompt_override'];
const HOUR = 60 * 60_000;

/** What happens to a detector over time, clock jumps included. */
const step = fc.record({
  wait: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 120_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -HOUR, max: HOUR }) },
  ),
  fields: fc.record({
    pattern: fc.constantFrom(...patterns),
    severity: fc.constantFrom(...severities),
    direction: fc.constantFrom('outbound' as const, 'inbound' as const),
    threat_type: fc.constantFrom('EXFIL' as const, 'INJECTION' as const),
    dest: fc.constantFrom(...dests),
    agent: fc.constantFrom(...agents),
  }),
  /** How often the same thing is seen in a row. */
  times: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 15 })),
});

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Sequences of events; few distinct findings, so that repeats are common. */
export const steps = (maxLength: number) => fc.array(step, { maxLength });

/** Folds events as the sidecar does. `finish` closes the windows that are still open. */
export function folding(write: (line: RecordedFinding) => void) {
  const time = { now: START };
  const dedup = new Dedup({ write, clock: () => time.now, maxOpenWindows: 8 });
  const play = (each: Step): void => {
    time.now += each.wait;
    const { agent, ...fields } = each.fields;
    const timestamp = new Date(time.now).toISOString();
    const seen: FindingDraft = draft({ ...fields, timestamp, agent });
    for (let i = 0; i < each.times; i++) dedup.observe(seen);
  };
  return { play, finish: () => dedup.close() };
}

/** The lines that a history leaves. */
export function linesOf(history: readonly Step[]): RecordedFinding[] {
  const lines: RecordedFinding[] = [];
  const { play, finish } = folding((line) => lines.push(line));
  history.forEach(play);
  finish();
  return lines;
}

/** What a query means, said in the simplest way: the newest line about each finding, newest first. */
export function newestLines(lines: readonly RecordedFinding[]): RecordedFinding[] {
  const newest = new Map<string, RecordedFinding>();
  for (const line of lines) {
    newest.delete(line.id);
    newest.set(line.id, line);
  }
  return [...newest.values()].reverse();
}

export function fitsNaively(line: RecordedFinding, conditions: FindingsConditions): boolean {
  const { since, until, threatType, pattern, severity = [], minSeverity = 'low', direction, dest, agent } = conditions;
  return (
    (since === undefined || Date.parse(line.last_seen ?? line.timestamp) >= Date.parse(since)) &&
    (until === undefined || Date.parse(line.timestamp) <= Date.parse(until)) &&
    (threatType === undefined || line.threat_type === threatType) &&
    (pattern === undefined || line.pattern === pattern) &&
    (severity.length === 0 || severity.includes(line.severity)) &&
    severities.indexOf(line.severity) >= severities.indexOf(minSeverity) &&
    (direction === undefined || line.direction === direction) &&
    (dest === undefined || line.dest.toLowerCase().includes(dest.toLowerCase())) &&
    (agent === undefined || line.agent === agent)
  );
}

/** Time zones other than UTC, and fewer digits than a journal writes. */
const moment = fc.tuple(fc.integer({ min: -HOUR, max: 3 * HOUR }), fc.boolean()).map(([ms, offset]) => {
  const utc = new Date(START + ms);
  return offset ? new Date(START + ms + 2 * HOUR).toISOString().replace('Z', '+02:00') : utc.toISOString();
});

const all = fc.record({
  since: moment,
  until: moment,
  threatType: fc.constantFrom('EXFIL' as const, 'INJECTION' as const),
  pattern: fc.constantFrom(...patterns, 'never_occurs'),
  severity: fc.array(fc.constantFrom(...severities), { maxLength: 3 }),
  minSeverity: fc.constantFrom(...severities),
  direction: fc.constantFrom('outbound' as const, 'inbound' as const),
  dest: fc.oneof(
    fc.constantFrom('api', 'EXAMPLE', '.org', 'ä', '"', '\\', ':443', 'main', 'https', 'X', '","'),
    fc.string({ minLength: 1, maxLength: 3 }),
  ),
  agent: fc.constantFrom(...agents, 'nobody'),
});
const names = [
  'since',
  'until',
  'threatType',
  'pattern',
  'severity',
  'minSeverity',
  'direction',
  'dest',
  'agent',
] as const;

/** None to three conditions at once, so that something is left to find. */
export const conditions: fc.Arbitrary<FindingsConditions> = fc
  .tuple(all, fc.subarray([...names], { maxLength: 3 }))
  .map(([values, chosen]): FindingsConditions => Object.fromEntries(chosen.map((name) => [name, values[name]])))
  .filter(({ since, until }) => since === undefined || until === undefined || Date.parse(since) <= Date.parse(until));
