// npm run eval: scores the detector on the labelled cases, by suite and tier, with 95 % intervals, and lists misses.
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { Detector } from '../../src/detect/detector.js';
import type { Detection } from '../../src/detect/scan-context.js';
import { CASES_FOLDER, loadCases, type Case } from './cases.js';
import { wilson } from './wilson.js';

const cases = loadCases();
if (cases === undefined) {
  console.log(
    `npm run eval: no cases in ${CASES_FOLDER}; set TRAFFIC_GUARDIAN_CASES to a folder of JSONL files. Skipped.`,
  );
  process.exit(0);
}

const detector = new Detector(catalogue, Buffer.alloc(32, 7));
const verbose = process.argv.includes('--list');

/** Whether a case came out as it should. */
function isRight(item: Case, found: readonly Detection[]): boolean {
  if (item.label === 'threat') return found.length > 0;
  if (item.expected === 'none') return found.length === 0;
  const unwanted = item.expected.replace('not:', '');
  const vendor = found.filter(({ threat }) => threat === 'EXFIL');
  if (unwanted === 'vendor_token' || unwanted === 'generic_secret') return vendor.length === 0;
  return !found.some(({ pattern }) => pattern === unwanted);
}

function detect(item: Case): Detection[] {
  const found: Detection[] = [];
  const context = { direction: item.direction, location: 'body', host: 'case.invalid', secure: true } as const;
  detector.scan(context, Buffer.from(item.text, 'utf8'), (detection) => found.push(detection));
  return found;
}

const rows = new Map<string, { right: number; total: number }>();
const wrong: string[] = [];
for (const item of cases) {
  const found = detect(item);
  const key = `${item.suite.padEnd(20)} ${item.label.padEnd(7)} ${item.tier}`;
  const row = rows.get(key) ?? { right: 0, total: 0 };
  const right = isRight(item, found);
  rows.set(key, { right: row.right + (right ? 1 : 0), total: row.total + 1 });
  if (!right && (verbose || item.tier === 'core')) {
    const what = found.map(({ pattern, variant }) => `${pattern}.${variant}`).join(' ');
    wrong.push(`${item.tier} ${item.label} ${item.id} (${item.expected})${what === '' ? '' : ` found ${what}`}`);
  }
}

console.log('suite                label   tier   right/total        share   95 % interval');
for (const [key, { right, total }] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
  const [low, high] = wilson(right, total);
  const share = ((100 * right) / total).toFixed(2).padStart(7);
  console.log(
    `${key.padEnd(34)} ${`${right}/${total}`.padStart(10)} ${share} %   ${low.toFixed(1)} - ${high.toFixed(1)} %`,
  );
}
for (const line of wrong) console.log(line);
