import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One labelled case of ../shared/cases: what was sent or received, and what should be found in it. */
export interface Case {
  readonly id: string;
  readonly suite: string;
  readonly direction: 'outbound' | 'inbound';
  readonly text: string;
  readonly label: 'threat' | 'benign';
  /** A threat's class; for a benign case `none`, or `not:<class>` when only that class must stay silent. */
  readonly expected: string;
  readonly tier: 'core' | 'ext' | 'info';
}

/** Where the cases lie: `TRAFFIC_GUARDIAN_CASES`, or the folder shared beside this project. */
export const CASES_FOLDER = process.env['TRAFFIC_GUARDIAN_CASES'] ?? join(process.cwd(), '../shared/cases');

/** All cases, or undefined when the folder is not there. */
export function loadCases(folder = CASES_FOLDER): Case[] | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ ...(JSON.parse(line) as Omit<Case, 'suite'>), suite: name.replace('.jsonl', '') })),
    );
}
