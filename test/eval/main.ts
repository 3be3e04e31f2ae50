// npm run eval: scores the detector on the labelled cases, on the way that `scan --jsonl` goes, by suite and tier with
// 95 % intervals, against the goals, and lists what came out wrong. `--all` lists contested cases as well, which no goal
// counts; `--json` prints all of it for programs; `--check` ends with 1 when a goal is not met.
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { enabledRules } from '../../src/detect/groups.js';
import { answerCase } from '../../src/cli/scan/case-line.js';
import { DEFAULT_TARGET, Scanner } from '../../src/cli/scan/scanner.js';
import { CASES_FOLDER, loadCases } from './cases.js';
import { goals, Score, shareOf } from './score.js';

const cases = loadCases();
if (cases === undefined) {
  console.log(
    `npm run eval: no cases in ${CASES_FOLDER}; set TRAFFIC_GUARDIAN_CASES to a folder of JSONL files. Skipped.`,
  );
  process.exit(0);
}

const scanner = new Scanner(new Detector(enabledRules(catalogue, {}), Buffer.alloc(32, 7)));
const score = new Score();
cases.forEach((item, index) => {
  const answer = answerCase(Buffer.from(JSON.stringify(item)), index + 1, scanner, DEFAULT_TARGET);
  if ('error' in answer) throw new Error(`${item.suite} ${item.id}: ${answer.error.message}`);
  score.add(item, answer.findings);
});

const results = goals.flatMap((goal) => score.of(goal) ?? []);
const listed = score.misses.filter(({ tier }) => tier !== 'info' || process.argv.includes('--all'));
if (process.argv.includes('--json')) {
  const goalsReached = results.map(({ name, percent, right, total, met }) => ({ name, percent, right, total, met }));
  console.log(JSON.stringify({ rows: score.rows, goals: goalsReached, misses: score.misses }, null, 2));
} else {
  console.log('suite                label   tier    right/total   share   95 % interval');
  for (const row of score.rows) {
    console.log(`${row.suite.padEnd(20)} ${row.label.padEnd(7)} ${row.tier.padEnd(4)} ${shareOf(row)}`);
  }
  console.log('\ngoal                                        right/total   share   95 % interval');
  for (const result of results) {
    const goal = `${result.name} >= ${result.percent} %`;
    console.log(`${goal.padEnd(43)} ${shareOf(result)}   ${result.met ? 'met' : 'NOT MET'}`);
  }
  console.log(`\nwrong: ${listed.length}`);
  for (const { suite, tier, label, id, expected, found } of listed) {
    console.log(
      `${suite} ${tier} ${label} ${id} (${expected})${found.length === 0 ? '' : ` found ${found.join(' ')}`}`,
    );
  }
}
if (process.argv.includes('--check')) process.exitCode = results.every(({ met }) => met) ? 0 : 1;
