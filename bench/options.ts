import { parseArgs } from 'node:util';
import { messageOf } from '../src/text/unknown-error.js';
import type { Pace } from './works/work.js';

export interface Options {
  /** What is measured: the Guardian as a proxy, or detection by itself. */
  readonly part: 'proxy' | 'detect';
  readonly quick: boolean;
  /** Names of works, or beginnings of names; empty for all. */
  readonly only: readonly string[];
  readonly json: boolean;
  /** Folder for CPU profiles of the sidecars. */
  readonly profile: string | undefined;
  readonly peers: boolean;
  readonly pace: Pace;
  /** How long, in all, the run may wait for other programs to leave the machine alone, in milliseconds. */
  readonly patienceMs: number;
}

/** Arguments that cannot be understood. */
export class WrongUsage extends Error {}

export const USAGE = `npm run bench -- [detect] [options]

  Measures the Guardian against no proxy, a bare tunnel and other intercepting proxies, by turns, over loopback only.
  Every answer is compared to the byte; a run in which one is wrong gives no result and exits with 1.

  With the word detect it measures detection by itself instead: the matching pass against a loop of JavaScript regular
  expressions, everything on against secretlint, small bodies, hostile text, memory and load time of the rules. Only
  --quick, --rounds, --no-peers and --json mean something there.

  --quick          about two minutes: fewer works, shorter and fewer rounds
  --only A,B       only works whose names begin like this (get16, download, connect, paced, memory ...)
  --rounds N       so many rounds instead of the default
  --slice MS       so long for each contestant in each round
  --no-peers       only direct, tunnel and the Guardian
  --patience S     spends up to so long on waiting for other programs and on measuring again what they disturbed (120;
                   quick 30)
  --json           everything that was measured as JSON on stdout; the tables go to stderr
  --profile DIR    runs the Guardian's sidecars under node --cpu-prof and leaves the profiles there
  --list           names of the works
  --help           this text

Examples:
  npm run bench -- --quick
  npm run bench -- --only get16,connect --no-peers
  npm run bench -- detect --quick
  npm run --silent bench -- --only paced,events --json > delays.json

Peers that take part when they are there: squid and mitmproxy (Debian: apt-get install squid-openssl mitmproxy); mockttp
and http-mitm-proxy are installed from npm into bench/peers when a run first wants them, and so is secretlint. nginx is the origin where it
is installed, Node elsewhere. Processor time and memory are measured on Linux only.
`;

/** Patience in seconds. */
const FULL = { sliceMs: 1_000, rounds: 7, peerRounds: 3, patience: 120 };
const QUICK = { sliceMs: 500, rounds: 3, peerRounds: 1, patience: 30 };

const CONFIG = {
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
    slice: { type: 'string' },
    'no-peers': { type: 'boolean', default: false },
    patience: { type: 'string' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
} as const;

/** @throws WrongUsage for what cannot be understood. */
export function readOptions(args: readonly string[]): Options | 'help' | 'list' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  if (values.list) return 'list';
  const [part, surplus] = positionals;
  if (surplus !== undefined || (part !== undefined && part !== 'detect')) {
    throw new WrongUsage(`${surplus ?? part}: not understood; the only word that may stand here is detect, once`);
  }
  const base = values.quick ? QUICK : FULL;
  const rounds = values.rounds === undefined ? base.rounds : positive('--rounds', values.rounds);
  return {
    part: part ?? 'proxy',
    quick: values.quick,
    only: values.only.split(',').filter(Boolean),
    json: values.json,
    profile: values.profile,
    peers: !values['no-peers'],
    patienceMs: 1000 * (values.patience === undefined ? base.patience : positive('--patience', values.patience)),
    pace: {
      sliceMs: values.slice === undefined ? base.sliceMs : positive('--slice', values.slice),
      rounds,
      peerRounds: Math.min(rounds, base.peerRounds),
    },
  };
}

function parsed(args: readonly string[]): ReturnType<typeof parseArgs<typeof CONFIG>> {
  try {
    return parseArgs({ ...CONFIG, args: [...args] });
  } catch (error) {
    throw new WrongUsage(messageOf(error));
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new WrongUsage(`${name} takes a whole number above 0, not ${text}`);
  return value;
}
