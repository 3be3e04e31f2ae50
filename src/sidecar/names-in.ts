import { readdirSync } from 'node:fs';

/** What is in a folder; nothing where there is none or it may not be read, which is for others to say. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
