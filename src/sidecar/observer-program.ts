import { Destinations } from '../detect/destination.js';
import { Detector } from '../detect/detector.js';
import { enabledRules, type GroupSwitches } from '../detect/groups.js';
import { catalogue } from '../detect/rules/catalogue.generated.js';
import type { Detection, ScanContext } from '../detect/scan-context.js';
import { isWatchData, type WatchData } from '../detect/watch/watch-entry.js';
import { WatchList } from '../detect/watch/watch-list.js';
import { displayDest } from '../findings/display-dest.js';
import type { FindingDraft } from '../findings/finding.js';
import type { Content, ContentSink } from '../observe/content.js';
import { runObserver } from '../observe/run-observer.js';
import { giveMemoryBackAtRest } from './memory-at-rest.js';
import { MessageFindings } from './message-findings.js';

/** What the observer's thread is given by the sidecar. */
export interface ObserverProgramData {
  /** The installation's key, under which watched secrets are known. */
  readonly fingerprintKey: Uint8Array;
  /** The key that findings get their fingerprints under: the installation's, or one that a fleet shares. */
  readonly findingKey: Uint8Array;
  readonly maxScanBytes: number;
  /** Groups of rules that the configuration switches. */
  readonly groups: GroupSwitches;
  /** Exact secrets to look for. */
  readonly watch: WatchData;
}

/** Findings are handed over in batches, so that a burst of them is one message. */
const MAX_BATCH = 200;

/** The program of an observer's thread: protocols in front, detection behind. Only redacted drafts leave the thread. */
runObserver((start, post) => {
  giveMemoryBackAtRest();
  let data = programDataOf(start);
  const key = Buffer.from(data.fingerprintKey);
  const findingKey = Buffer.from(data.findingKey);
  const watch = new WatchList(key, data.watch);
  const destinations = new Destinations();
  const detectorFor = (groups: GroupSwitches): Detector =>
    new Detector(enabledRules(catalogue, groups), findingKey, { watch, destinations });
  let detector = detectorFor(data.groups);
  const found = new MessageFindings();
  let drafts: FindingDraft[] = [];
  const handOver = (): void => {
    if (drafts.length > 0) post(drafts);
    drafts = [];
  };
  const report =
    (content: Content) =>
    (detection: Detection): void => {
      if (!found.isNew(content, detection)) return;
      drafts.push(draftOf(content, detection, watch));
      if (drafts.length >= MAX_BATCH) handOver();
    };
  const sink: ContentSink = {
    name: (content, host) => detector.name(scanContextOf(content), host, report(content)),
    text: (content, bytes) => detector.scan(scanContextOf(content), bytes, report(content)),
    texts: (values, contentOf) =>
      detector.scanAll(
        values,
        (index) => scanContextOf(contentOf(index)),
        (detection, index) => report(contentOf(index))(detection),
      ),
    stream: (content) => detector.open(scanContextOf(content), report(content)),
  };
  return {
    sink,
    get maxScanBytes() {
      return data.maxScanBytes;
    },
    onMessage: (message) => {
      const before = data;
      data = programDataOf(message);
      watch.replace(data.watch);
      if (JSON.stringify(before.groups) !== JSON.stringify(data.groups)) detector = detectorFor(data.groups);
    },
    onCollected: handOver,
  };
});

function scanContextOf({ flow, direction, location, signsIn }: Content): ScanContext {
  const secure = flow.scheme === 'https';
  return { direction, location, host: flow.destination.host, secure, agent: flow.agent, ...(signsIn && { signsIn }) };
}

function draftOf(content: Content, detection: Detection, watch: WatchList): FindingDraft {
  const { flow, direction, protocol, location } = content;
  const { host, port } = flow.destination;
  const { pattern, threat, severity, snippet, fingerprint, verdict, decoding } = detection;
  return {
    direction,
    protocol,
    threat_type: threat,
    pattern,
    severity,
    source: flow.source,
    dest: displayDest(host, port, watch.rangesIn(host)),
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
  if (
    typeof start === 'object' &&
    start !== null &&
    'fingerprintKey' in start &&
    'findingKey' in start &&
    'maxScanBytes' in start
  ) {
    const { fingerprintKey, findingKey, maxScanBytes } = start;
    const haveKeys = fingerprintKey instanceof Uint8Array && findingKey instanceof Uint8Array;
    if (haveKeys && typeof maxScanBytes === 'number') {
      const groups = 'groups' in start ? switchesOf(start.groups) : {};
      return { fingerprintKey, findingKey, maxScanBytes, groups, watch: watchDataIn(start) };
    }
  }
  throw new Error('the observer program was started without its data');
}

function switchesOf(groups: unknown): GroupSwitches {
  if (typeof groups !== 'object' || groups === null) return {};
  return Object.fromEntries(Object.entries(groups).map(([name, on]) => [name, on === true]));
}

function watchDataIn(start: object): WatchData {
  return 'watch' in start && isWatchData(start.watch) ? start.watch : { entries: [] };
}
