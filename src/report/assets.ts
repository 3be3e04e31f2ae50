import { readFileSync } from 'node:fs';

/** Script and style of the page, bundled when the program is built (scripts/report-client.mjs). */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** The path is the same with and without bundling, as every program stays one folder deep. */
export function pageAssets(): PageAssets {
  const read = (name: string): string => readFileSync(new URL(`../report/${name}`, import.meta.url), 'utf8');
  return { script: read('client.js'), style: read('client.css') };
}
