import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf } from '../text/unknown-error.js';

/**
 * Where NanoClaw keeps what its agents said and did.
 *
 *     data/v2-sessions/<group id>/.claude-shared/projects/…/<session>.jsonl    transcripts, NanoClaw 2
 *     data/sessions/<folder>/.claude/projects/…/<session>.jsonl                transcripts, NanoClaw 1
 *     groups/<folder>/conversations/<day>-<title>.md                           archives of conversations, both
 *
 * Containers write all of these, so nothing in them is believed but their words: whose they are, the folder says.
 */
export interface SessionPlace {
  /** As findings in traffic name it: the group's id in NanoClaw 2, its folder in NanoClaw 1. */
  readonly agent: string;
  readonly kind: 'transcript' | 'archive';
  readonly folder: string;
}

/** Names that credentials are made for; anything else in these folders is no group's. */
const GROUP = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** `container.json` is small; NanoClaw's host writes it anew at each start of a container. */
const MAX_CONFIG_BYTES = 256 * 1024;

/**
 * The places of a checkout, transcripts first: an archive repeats what stands in them.
 *
 * @throws GuardianError `install.not_nanoclaw` when there is neither `data` nor `groups`.
 */
export function sessionPlaces(root: string): SessionPlace[] {
  const groups = foldersIn(join(root, 'groups'));
  if (groups === undefined && foldersIn(join(root, 'data')) === undefined) {
    throw new GuardianError({ code: 'install.not_nanoclaw', args: { folder: root } });
  }
  const transcripts = (['v2-sessions', 'sessions'] as const).flatMap((name) => {
    const inside = name === 'sessions' ? '.claude' : '.claude-shared';
    return (foldersIn(join(root, 'data', name)) ?? []).map((agent): SessionPlace => {
      return { agent, kind: 'transcript', folder: join(root, 'data', name, agent, inside, 'projects') };
    });
  });
  const archives = (groups ?? []).map((name): SessionPlace => {
    const folder = join(root, 'groups', name);
    return { agent: groupIdOf(folder) ?? name, kind: 'archive', folder: join(folder, 'conversations') };
  });
  return [...transcripts, ...archives];
}

/** Folders that can be a group's, in a stable order; undefined when there is no such place. */
function foldersIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && GROUP.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** NanoClaw 2 writes the id of a group into its folder's `container.json`, which containers cannot change. */
function groupIdOf(folder: string): string | undefined {
  const file = join(folder, 'container.json');
  try {
    const found = lstatSync(file);
    if (!found.isFile() || found.size > MAX_CONFIG_BYTES) return undefined;
    const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const id = typeof config === 'object' && config !== null && 'agentGroupId' in config && config.agentGroupId;
    return typeof id === 'string' && GROUP.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
