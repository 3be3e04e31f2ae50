import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Detector, Scan } from '../../detect/detector.js';
import type { Detection, ScanContext, ScanLocation } from '../../detect/scan-context.js';
import { loadConfig } from '../../sidecar/config.js';
import { detectorOf } from '../../sidecar/detector-of.js';
import { loadInstallKeys } from '../../sidecar/install-keys.js';
import type { Context } from '../context.js';

export type Direction = ScanContext['direction'];
export const directions: readonly Direction[] = ['outbound', 'inbound'];

/** How a text is looked at: as what, on its way where. */
export interface ScanTarget {
  /** Both where nobody said which. */
  readonly directions: readonly Direction[];
  readonly host: string;
  readonly secure: boolean;
  readonly location: ScanLocation;
}

/** A stranger, over TLS: nothing is at home there. */
export const DEFAULT_TARGET: ScanTarget = {
  directions,
  host: 'unknown.invalid',
  secure: true,
  location: 'body',
};

/** What is said of a finding, in the names that findings have everywhere. */
export interface ScanFinding {
  readonly pattern: string;
  readonly variant: string;
  readonly threat_type: Detection['threat'];
  readonly direction: Direction;
  readonly severity: Detection['severity'];
  readonly verdict: Detection['verdict'];
  readonly location: string;
  readonly snippet: string;
  readonly fingerprint: string;
  readonly decoding?: readonly string[];
}

/** Looks at texts that lie somewhere as the sidecar looks at those that pass. */
export class Scanner {
  readonly #detector: Detector;

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  /**
   * With the rules, watched secrets and canaries of a state folder. Nothing is written: without a key of the
   * installation, fingerprints are made with one of the moment.
   *
   * @throws GuardianError as the configuration and the canaries do.
   */
  static for({ configFile, state, env }: Context): Scanner {
    const { settings } = loadConfig(configFile, state.home, env);
    const keys = existsSync(state.installKey) ? loadInstallKeys(state) : { fingerprints: randomBytes(32) };
    return new Scanner(detectorOf(settings, state, keys));
  }

  /** Everything that is found in a complete text. */
  scan(bytes: Uint8Array, { directions: ways, ...target }: ScanTarget): ScanFinding[] {
    const findings: ScanFinding[] = [];
    for (const direction of ways) {
      this.#detector.scan({ ...target, direction }, bytes, (detection) =>
        findings.push(findingOf(detection, direction)),
      );
    }
    return findings;
  }

  /** Starts on a text that comes in pieces. */
  open(
    { directions: ways, ...target }: ScanTarget,
    report: (finding: ScanFinding) => void,
  ): Pick<Scan, 'write' | 'end'> {
    const scans = ways.map((direction) =>
      this.#detector.open({ ...target, direction }, (detection) => report(findingOf(detection, direction))),
    );
    return {
      write: (bytes) => {
        for (const scan of scans) scan.write(bytes);
      },
      end: () => {
        for (const scan of scans) scan.end();
      },
    };
  }
}

function findingOf(detection: Detection, direction: Direction): ScanFinding {
  const { pattern, variant, threat, severity, verdict, location, snippet, fingerprint, decoding } = detection;
  return {
    pattern,
    variant,
    threat_type: threat,
    direction,
    severity,
    verdict,
    location,
    snippet,
    fingerprint,
    ...(decoding.length === 0 ? {} : { decoding }),
  };
}
