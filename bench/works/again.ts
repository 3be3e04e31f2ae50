import type { Work } from './work.js';

/** Works that are done once more, by contestants that differ in the state of one thing. */
export interface Circumstance {
  /** What the names of these works begin with. */
  readonly prefix: string;
  /** What the titles begin with. */
  readonly title: string;
  /** The contestant that the others are compared with. */
  readonly baseline: string;
  /** The names of those that take part. */
  readonly states: readonly string[];
  readonly onStart: NonNullable<Work['onStart']>;
}

/** The work of many small requests and the work of much data, again under a circumstance. */
export function again(works: readonly Work[], circumstance: Circumstance): Work[] {
  const { prefix, title, baseline, states, onStart } = circumstance;
  return works
    .filter(({ name }) => name === 'get16-https' || name === 'download-random-https')
    .map((work) => ({
      ...work,
      name: `${prefix}-${work.name}`,
      title: `${title}: ${work.title}`,
      quick: work.name === 'get16-https',
      baseline,
      takesPart: ({ name }) => states.includes(name),
      onStart,
    }));
}
