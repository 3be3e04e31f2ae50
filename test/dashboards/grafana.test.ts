import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricsAnswer } from '../../src/sidecar/control/answers.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { startGuardian, type Guardian } from '../support/guardian.js';

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const dashboard = JSON.parse(
  readFileSync(new URL('../../../dashboards/grafana.json', import.meta.url), 'utf8'),
) as Dashboard;

const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Labels that Prometheus gives to whatever it reads, and the one by which we know our own instances. */
const LABELS_OF_THE_SCRAPE = ['instance', 'job'];

/** Grafana puts its variables in before Prometheus sees an expression. */
function asPrometheusSeesIt(expression: string): string {
  return expression.replace(/\$__(?:rate_interval|range)\b/g, '5m').replaceAll('$instance', '.*');
}

/** What an expression names, as the grammar of PromQL reads it. */
function namedIn(expression: string): { readonly metrics: string[]; readonly labels: string[] } {
  const text = asPrometheusSeesIt(expression);
  const [metrics, labels]: [string[], string[]] = [[], []];
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`not PromQL: ${text}`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.push(text.slice(from, to));
      if (type.name === 'LabelName') labels.push(text.slice(from, to));
    },
  });
  return { metrics, labels };
}

describe('the Grafana dashboard', () => {
  let guardian: Guardian;
  /** Names of all metrics that there are. */
  let known: readonly string[];

  beforeAll(async () => {
    // With HTTPS inspection, because there is no expiry without a CA.
    guardian = await startGuardian({ config: { httpsInspection: { enabled: true } } });
    const { text } = (await callControl(join(guardian.home, 'control.sock'), 'metrics')) as MetricsAnswer;
    known = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name);
  }, 60_000);

  afterAll(() => guardian.remove(), 60_000);

  test('asks only for metrics that exist', () => {
    expect(known.length).toBeGreaterThan(20);
    expect(expressions.length).toBeGreaterThan(20);
    for (const expression of expressions) {
      const { metrics } = namedIn(expression);
      expect(metrics.length).toBeGreaterThan(0);
      for (const name of metrics) expect(known).toContain(name);
    }
    const variables = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
    for (const definition of variables) {
      const [, name, label] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? [];
      expect(known).toContain(name);
      expect(LABELS_OF_THE_SCRAPE).toContain(label);
    }
  });

  test('names only labels that the metrics have, in expressions and in legends', () => {
    const source = readFileSync(new URL('../../../src/sidecar/metrics/metrics-text.ts', import.meta.url), 'utf8');
    const labels = [...source.matchAll(/labelNames: \[([^\]]*)\]/g)].flatMap(([, names = '']) =>
      [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
    );
    expect(labels).toContain('outcome');
    const legends = dashboard.panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ legendFormat }) => [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)),
    );
    for (const label of [...expressions.flatMap((each) => namedIn(each).labels), ...legends]) {
      expect([...labels, ...LABELS_OF_THE_SCRAPE]).toContain(label);
    }
  });

  test('asks in PromQL', () => {
    expect(() => namedIn('sum(rate(x[5m])')).toThrow('not PromQL');
    for (const expression of expressions) expect(() => namedIn(expression)).not.toThrow();
  });

  test('lays no panel over another', () => {
    const taken = new Set<string>();
    for (const { gridPos, title } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect([title, taken.has(`${x} ${y}`)]).toEqual([title, false]);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });
});
