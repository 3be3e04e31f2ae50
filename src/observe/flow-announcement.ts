import type { Flow } from '../proxy/flow.js';
import type { Direction } from './content.js';

/** What the reader of the ring is told when a flow begins. */
export interface FlowAnnouncement {
  readonly flow: Flow;
  /** Whether bytes went by before: the reader has to find its place. */
  readonly resumed: boolean;
  /** Whether the flow has a slot in the skip table. */
  readonly canSkip: boolean;
  /** Bytes that went by in each direction, so that stream offsets agree. */
  readonly offsets: Readonly<Record<Direction, number>>;
}

/** Separates fields; none of them can contain it. */
const SEPARATOR = '\n';

export function encodeAnnouncement({ flow, resumed, canSkip, offsets }: FlowAnnouncement): Uint8Array {
  const { id, agent, source, destination, scheme, alpn } = flow;
  const marks = `${resumed ? 'r' : ''}${canSkip ? 's' : ''}`;
  const fields = [id, agent, source, destination.host, destination.port, scheme, alpn ?? '', marks];
  return Buffer.from([...fields, offsets.outbound, offsets.inbound].join(SEPARATOR), 'utf8');
}

/** Reads what {@link encodeAnnouncement} wrote; nobody else writes into the ring, so nothing is checked. */
export function decodeAnnouncement(payload: Uint8Array): FlowAnnouncement {
  const fields = Buffer.from(payload).toString('utf8').split(SEPARATOR);
  const [id = '', agent = '', source = '', host = '', port = '0', scheme, alpn = '', marks = ''] = fields;
  return {
    flow: {
      id,
      agent,
      source,
      destination: { host, port: Number(port) },
      scheme: scheme === 'https' ? 'https' : 'http',
      alpn: alpn === '' ? undefined : alpn,
    },
    resumed: marks.includes('r'),
    canSkip: marks.includes('s'),
    offsets: { outbound: Number(fields[8]), inbound: Number(fields[9]) },
  };
}
