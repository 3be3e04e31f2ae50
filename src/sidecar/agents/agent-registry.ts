import { parseUpstreamProxy, type UpstreamProxy } from '../../proxy/dial/upstream-proxy.js';
import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf } from '../../validation/validator.js';
import { readIfThere, writePrivateFile } from '../state-folder.js';
import { agentsFileSchema, type AgentsFile } from './agents-file.generated.js';
import { openText, sealText } from './sealed-text.js';

/** What is known of an agent group beside its name. */
export interface AgentRecord {
  /** How often its credential was revoked. */
  readonly generation: number;
  /** The proxy that its traffic goes through; undefined when it is the one of the configuration. */
  readonly upstream: UpstreamProxy | undefined;
}

const UNKNOWN: AgentRecord = { generation: 0, upstream: undefined };

const validate = validatorOf<AgentsFile>(agentsFileSchema);

/**
 * Agent groups: how often their credentials were revoked, and which upstream proxies are theirs. A change is on disk
 * before it counts, because containers outlive this process. Upstream URLs hold credentials: on disk they are encrypted,
 * and they are never shown.
 */
export class AgentRegistry {
  readonly #file: string;
  readonly #key: Buffer;
  #agents: ReadonlyMap<string, AgentRecord>;
  readonly #generations = new Map<string, number>();

  /**
   * Reads the groups of an installation; without a file there are none.
   *
   * @param key 32 bytes that upstream URLs are encrypted under.
   * @throws GuardianError `agents.damaged` when the file is not what was written. It is left as it is: to go on without
   *   it would let revoked credentials in again and send groups around their proxies.
   */
  static open(file: string, key: Buffer): AgentRegistry {
    const bytes = readIfThere(file);
    if (bytes === undefined) return new AgentRegistry(file, key, new Map());
    try {
      return new AgentRegistry(file, key, agentsIn(bytes.toString('utf8'), key));
    } catch (cause) {
      throw new GuardianError({ code: 'agents.damaged', args: { file } }, { cause });
    }
  }

  private constructor(file: string, key: Buffer, agents: ReadonlyMap<string, AgentRecord>) {
    this.#file = file;
    this.#key = key;
    this.#agents = agents;
    for (const [name, { generation }] of agents) this.#generations.set(name, generation);
  }

  /** How often each group's credential was revoked, as it is at any time. */
  get generations(): ReadonlyMap<string, number> {
    return this.#generations;
  }

  /** Groups of which anything is known, by name. */
  get agents(): ReadonlyMap<string, AgentRecord> {
    return this.#agents;
  }

  upstreamFor(agent: string): UpstreamProxy | undefined {
    return this.#agents.get(agent)?.upstream;
  }

  /**
   * Gives a group an upstream proxy of its own, or takes it away.
   *
   * @throws GuardianError `agents.upstream` when it is not the URL of a proxy; the URL is not repeated.
   */
  setUpstream(agent: string, url: string | null): AgentRecord {
    const upstream = url === null ? undefined : parseUpstreamProxy(url);
    if (url !== null && upstream === undefined) throw new GuardianError({ code: 'agents.upstream', args: { agent } });
    const known = this.#agents.get(agent) ?? UNKNOWN;
    // Every start of a container says it again.
    if (known.upstream?.url === upstream?.url) return known;
    return this.#change(agent, { ...known, upstream });
  }

  /** Makes a group's credential invalid; the next one is another. */
  revoke(agent: string): AgentRecord {
    const known = this.#agents.get(agent) ?? UNKNOWN;
    return this.#change(agent, { ...known, generation: known.generation + 1 });
  }

  #change(agent: string, record: AgentRecord): AgentRecord {
    const changed = new Map(this.#agents).set(agent, record);
    // As after a restart: a group that has nothing of its own any more is one that nobody knows.
    if (record.generation === 0 && record.upstream === undefined) changed.delete(agent);
    writePrivateFile(this.#file, `${JSON.stringify(fileOf(changed, this.#key), null, 2)}\n`);
    this.#agents = changed;
    this.#generations.set(agent, record.generation);
    return record;
  }
}

function fileOf(agents: ReadonlyMap<string, AgentRecord>, key: Buffer): AgentsFile {
  return {
    format: 'traffic-guardian-agents/v1',
    agents: [...agents].map(([name, { generation, upstream }]) => ({
      name,
      generation,
      ...(upstream === undefined ? {} : { upstream: sealText(upstream.url, key, name) }),
    })),
  };
}

/** @throws anything when it is not such a file, whole and unchanged. */
function agentsIn(text: string, key: Buffer): Map<string, AgentRecord> {
  const checked = validate(JSON.parse(text));
  if (!checked.ok) throw new Error('not of its form');
  const agents = new Map<string, AgentRecord>();
  for (const { name, generation, upstream: sealed } of checked.value.agents) {
    const upstream = sealed === undefined ? undefined : parseUpstreamProxy(openText(sealed, key, name));
    if (agents.has(name) || (sealed !== undefined && upstream === undefined)) throw new Error('not what was written');
    agents.set(name, { generation, upstream });
  }
  return agents;
}
