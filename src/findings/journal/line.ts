import { validatorOf, type Validated } from '../../validation/validator.js';
import { findingSchema } from '../finding.generated.js';
import type { Direction, Finding, RecordedFinding, Severity, ThreatType } from '../finding.js';

/**
 * A line of the journal. The writer fixes its form, so that a reader can decide on raw bytes: no white space, this
 * order of keys, `dest` in lower case (host names have no case), `last_seen` on exactly the lines that repeat another.
 *
 *     {"timestamp":"2026-…Z",["last_seen":"2026-…Z",]"id":"…","count":1,"threat_type":…,"platform":"nanoclaw"}
 */

/** Longest line that is read, in bytes. What the schema allows stays well below it. */
export const MAX_LINE_BYTES = 64 * 1024;

const checkFinding = validatorOf<Finding>(findingSchema);

/** The line for a finding, with its line end; or what the schema has against it. */
export function encodeLine(finding: RecordedFinding): Validated<string> {
  // Named one by one: whatever else the object carries at run time stays out of the file.
  const ordered = {
    timestamp: finding.timestamp,
    last_seen: finding.count > 1 ? (finding.last_seen ?? finding.timestamp) : undefined,
    id: finding.id,
    count: finding.count,
    threat_type: finding.threat_type,
    pattern: finding.pattern,
    severity: finding.severity,
    direction: finding.direction,
    protocol: finding.protocol,
    dest: finding.dest.toLowerCase(),
    source: finding.source,
    snippet: finding.snippet,
    agent: finding.agent,
    flow: finding.flow,
    fingerprint: finding.fingerprint,
    verdict: finding.verdict,
    location: finding.location,
    decoding: finding.decoding,
    schema_version: finding.schema_version,
    platform: finding.platform,
  };
  const checked = checkFinding(ordered);
  return checked.ok ? { ok: true, value: `${JSON.stringify(ordered)}\n` } : checked;
}

/** Reads a whole line; undefined when it is not a finding. */
export function parseLine(line: Buffer): Finding | undefined {
  if (line.length > MAX_LINE_BYTES) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch {
    return undefined;
  }
  const checked = checkFinding(value);
  return checked.ok ? checked.value : undefined;
}

/** The front of a line, read without parsing the rest. */
export interface LineHead {
  readonly timestamp: string;
  readonly lastSeen: string | undefined;
  readonly id: string | undefined;
  readonly count: number;
  readonly threatType: ThreatType;
  readonly pattern: string;
  readonly severity: Severity;
  readonly direction: Direction;
}

const HEAD = new RegExp(
  '^\\{"timestamp":"([^"]{24})",(?:"last_seen":"([^"]{24})",)?"id":"([0-9a-f-]{36})","count":(\\d{1,15}),' +
    '"threat_type":"(?:(EXFIL)|INJECTION)","pattern":"([a-z][a-z0-9_]{1,63})",' +
    '"severity":"(?:(low)|(medium)|(high)|critical)","direction":"(?:(outbound)|inbound)"',
);
/** More than the longest head. */
const HEAD_BYTES = 384;

/** Reads the front of a line; undefined when the line is not a finding. */
export function parseHead(line: Buffer): LineHead | undefined {
  const match = HEAD.exec(line.toString('latin1', 0, Math.min(line.length, HEAD_BYTES)));
  if (match === null) return headOf(parseLine(line));
  const [, timestamp = '', lastSeen, id, count, exfil, pattern = '', low, medium, high, outbound] = match;
  return {
    timestamp,
    lastSeen,
    id,
    count: Number(count),
    threatType: exfil === undefined ? 'INJECTION' : 'EXFIL',
    pattern,
    severity: low !== undefined ? 'low' : medium !== undefined ? 'medium' : high !== undefined ? 'high' : 'critical',
    direction: outbound === undefined ? 'inbound' : 'outbound',
  };
}

function headOf(finding: Finding | undefined): LineHead | undefined {
  return (
    finding && {
      timestamp: finding.timestamp,
      lastSeen: finding.last_seen,
      id: finding.id,
      count: finding.count ?? 1,
      threatType: finding.threat_type,
      pattern: finding.pattern,
      severity: finding.severity,
      direction: finding.direction,
    }
  );
}

/** When a line was written, as its own text says; `first` and `last` as ISO 8601. */
export interface LineTimes {
  readonly first: string;
  readonly last: string;
}

const TIMESTAMP_KEY = Buffer.from('{"timestamp":"');
const LAST_SEEN_KEY = Buffer.from(',"last_seen":"');
const TIME_LENGTH = '2026-01-01T00:00:00.000Z'.length;
const FIRST_AT = TIMESTAMP_KEY.length;
const LAST_KEY_AT = FIRST_AT + TIME_LENGTH + 1;
const LAST_AT = LAST_KEY_AT + LAST_SEEN_KEY.length;

/** Begins every line that updates the count of a finding, behind its timestamp, and no other. */
export const REPEAT_MARK = LAST_SEEN_KEY;

/**
 * The times of the line in `bytes[start, end)` read from where the writer puts them; undefined when they are not there
 * and the line has to be parsed.
 */
export function lineTimes(bytes: Buffer, start: number, end: number): LineTimes | undefined {
  if (
    end - start <= LAST_AT + TIME_LENGTH ||
    bytes.compare(TIMESTAMP_KEY, 0, FIRST_AT, start, start + FIRST_AT) !== 0
  ) {
    return undefined;
  }
  const first = bytes.toString('latin1', start + FIRST_AT, start + FIRST_AT + TIME_LENGTH);
  // The third byte tells `,"last_seen"` from `,"id"`.
  const repeats = bytes[start + LAST_KEY_AT + 2] === LAST_SEEN_KEY[2];
  return { first, last: repeats ? bytes.toString('latin1', start + LAST_AT, start + LAST_AT + TIME_LENGTH) : first };
}
