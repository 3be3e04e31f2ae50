import { randomUUID } from 'node:crypto';
import type { Detector } from '../detect/detector.js';
import { catalogue } from '../detect/rules/catalogue.generated.js';
import type { Detection, ScanContext } from '../detect/scan-context.js';
import { displayDest, displayHost } from '../findings/display-dest.js';
import type { RecordedFinding } from '../findings/finding.js';
import type { FarEnd, Passage } from './passage.js';

/** Where a passage stands. */
export interface PassageSource {
  readonly agent: string;
  /** The transcript's name, as it may be shown. */
  readonly source: string;
  /** When it happened, ISO 8601 in UTC with milliseconds. */
  readonly time: string;
}

/** A stranger: nothing is at home there, and nothing is known of it. */
const STRANGER = 'unknown.invalid';
/** Rules that find the names of places where secrets lie. */
const PLACES = new Set(catalogue.filter(({ group }) => group === 'places').map(({ pattern }) => pattern));
const MAX_SOURCE = 128;
const MAX_TOOL = 64;
const PIECE_BYTES = 256 * 1024;

/** What is found in a passage. */
export function findingsIn(passage: Passage, where: PassageSource, detector: Detector): RecordedFinding[] {
  const findings: RecordedFinding[] = [];
  const { direction, location, text, far } = passage;
  const scan = detector.open(contextOf(passage), (detection) => {
    if (isBarePlace(detection, far) || isProofOfIdentity(detection, far)) return;
    const { pattern, threat, severity, verdict, snippet, fingerprint, decoding } = detection;
    findings.push({
      schema_version: 'clawsec-traffic-finding/v1',
      platform: 'nanoclaw',
      id: randomUUID(),
      count: 1,
      direction,
      protocol: 'session',
      threat_type: threat,
      pattern,
      severity,
      source: where.source,
      dest: destOf(far),
      snippet,
      timestamp: where.time,
      agent: where.agent,
      fingerprint,
      verdict,
      location,
      ...(decoding.length === 0 ? {} : { decoding }),
    });
  });
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) scan.write(bytes.subarray(at, at + PIECE_BYTES));
  scan.end();
  return findings;
}

/** The name of a transcript as it may be kept: a container chose it, and may have put data into it (law 3). */
export function sourceName(file: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jsonl(?:\.rotated-\d{1,16})?$/.test(file)
    ? file
    : displayHost(file).slice(0, MAX_SOURCE);
}

function contextOf({ direction, location, far }: Passage): ScanContext {
  const host = far.kind === 'tool' ? far.host : undefined;
  const known = host?.alone === true ? host : undefined;
  return {
    direction,
    // A command line does not tell headers from bodies: a provider's own key that goes to that provider alone is expected.
    location: direction === 'outbound' && known !== undefined ? 'header:authorization' : location,
    host: known?.host ?? STRANGER,
    secure: known?.secure ?? true,
  };
}

/** A place is not a leak, and people and programs speak of places: it is one only in what names a host to go to. */
function isBarePlace({ pattern }: Detection, far: FarEnd): boolean {
  return PLACES.has(pattern) && (far.kind === 'chat' || far.host === undefined);
}

/**
 * A command line that names an authentication header for the one host that it speaks to. In traffic the name of a header is
 * no part of its value, so a secret of no known form is not found there by its name either.
 */
function isProofOfIdentity({ pattern, snippet }: Detection, far: FarEnd): boolean {
  return (
    pattern === 'generic_secret' && /^authorization/i.test(snippet) && far.kind === 'tool' && far.host?.alone === true
  );
}

function destOf(far: FarEnd): string {
  if (far.kind === 'chat') return 'chat';
  if (far.host !== undefined) return displayDest(far.host.host, far.host.port);
  return `tool:${displayHost(far.name.slice(0, MAX_TOOL))}`;
}
