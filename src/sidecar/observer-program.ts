import { Detector } from '../detect/detector.js';
import { catalogue } from '../detect/rules/catalogue.generated.js';
import type { Detection, ScanContext } from '../detect/scan-context.js';
import { displayDest } from '../findings/display-dest.js';
import type { FindingDraft } from '../findings/finding.js';
import type { Content, ContentSink } from '../observe/content.js';
import { runObserver } from '../observe/run-observer.js';

/** What the observer's thread is given by the sidecar. */
export interface ObserverProgramData {
  readonly fingerprintKey: Uint8Array;
  readonly maxScanBytes: number;
}

/** Findings are handed over in batches, so that a burst of them is one message. */
const MAX_BATCH = 200;

/** The program of an observer's thread: protocols in front, detection behind. Only redacted drafts leave the thread. */
runObserver((start, post) => {
  let data = programDataOf(start);
  const detector = new Detector(catalogue, Buffer.from(data.fingerprintKey));
  let drafts: FindingDraft[] = [];
  const handOver = (): void => {
    if (drafts.length > 0) post(drafts);
    drafts = [];
  };
  const report =
    (content: Content) =>
    (detection: Detection): void => {
      drafts.push(draftOf(content, detection));
      if (drafts.length >= MAX_BATCH) handOver();
    };
  const sink: ContentSink = {
    text: (content, bytes) => detector.scan(scanContextOf(content), bytes, report(content)),
    texts: (values, contentOf) => {
      detector.scanAll(
        values,
        (index) => scanContextOf(contentOf(index)),
        (detection, index) => report(contentOf(index))(detection),
      );
    },
    stream: (content) => detector.open(scanContextOf(content), report(content)),
  };
  return {
    sink,
    get maxScanBytes() {
      return data.maxScanBytes;
    },
    onMessage: (message) => (data = programDataOf(message)),
    onIdle: handOver,
  };
});

function scanContextOf({ flow, direction, location }: Content): ScanContext {
  return { direction, location, host: flow.destination.host, secure: flow.scheme === 'https' };
}

function draftOf({ flow, direction, protocol, location }: Content, detection: Detection): FindingDraft {
  const { pattern, threat, severity, snippet, fingerprint, verdict, decoding } = detection;
  return {
    direction,
    protocol,
    threat_type: threat,
    pattern,
    severity,
    source: flow.source,
    dest: displayDest(flow.destination.host, flow.destination.port),
    snippet,
    timestamp: new Date().toISOString(),
    agent: flow.agent,
    flow: flow.id,
    fingerprint,
    verdict,
    location,
    ...(decoding.length > 0 ? { decoding } : {}),
  };
}

function programDataOf(start: unknown): ObserverProgramData {
  if (typeof start === 'object' && start !== null && 'fingerprintKey' in start && 'maxScanBytes' in start) {
    const { fingerprintKey, maxScanBytes } = start;
    if (fingerprintKey instanceof Uint8Array && typeof maxScanBytes === 'number') {
      return { fingerprintKey, maxScanBytes };
    }
  }
  throw new Error('the observer program was started without its data');
}
