import type { Contestant } from '../contestants/contestant.js';
import type { Exchange } from '../load/job.js';
import { ANSWER_ID, type Bodies } from '../stage/bodies.js';
import type { Work } from './work.js';

/** Bulk traffic beside small requests: so many 1 MB pages a second. */
const BULK_PER_SECOND = 120;
const PACED_PER_SECOND = 200;
const EVENT_STREAMS = 4;

/** An API's answer, with something in it that no other answer has. */
const small = (bodies: Bodies): Exchange => ({
  method: 'GET',
  path: '/fresh.json',
  expectFile: bodies.small,
  varies: ANSWER_ID,
});
const same = (bodies: Bodies): Exchange => ({ method: 'GET', path: '/small.json', expectFile: bodies.small });
const page = (bodies: Bodies): Exchange => ({ method: 'GET', path: '/page.txt', expectFile: bodies.page });

/** Of plain HTTP a bare relay knows nothing, and there the Guardian does the same whether HTTPS is opened or not. */
const FOR_HTTPS: readonly string[] = ['guardian-closed', 'bare-relay'];
const meaningful = (tls: boolean, { name }: Contestant): boolean =>
  name !== 'guardian-deep' && (tls || !FOR_HTTPS.includes(name));

function smallRequests(connections: number, tls: boolean, exchange = small): Work {
  const scheme = tls ? 'https' : 'http';
  const again = exchange === same;
  return {
    name: `get${connections}${again ? '-same' : ''}-${scheme}`,
    title: `small GET, keep-alive, ${connections} connections${again ? ', always the same answer' : ''}, ${scheme.toUpperCase()}`,
    measures: 'rate',
    unit: 'request',
    quick: connections === 16,
    baseline: 'tunnel',
    takesPart: (contestant) => meaningful(tls, contestant),
    jobs: (contestant, origins, milliseconds) =>
      [0, 1].map(() => ({
        job: {
          kind: 'requests',
          route: contestant.route(origins.files(tls)),
          exchange: exchange(origins.bodies),
          warmUp: exchange(origins.bodies),
          connections: connections / 2,
          warmUps: 20,
          milliseconds,
        },
      })),
  };
}

function download(body: 'random' | 'text', tls: boolean): Work {
  const scheme = tls ? 'https' : 'http';
  return {
    name: `download-${body}-${scheme}`,
    title: `100 MB download, ${body === 'random' ? 'random bytes' : 'text'}, ${scheme.toUpperCase()}`,
    measures: 'rate',
    unit: 'megabyte',
    quick: body === 'random',
    baseline: 'tunnel',
    takesPart: (contestant) => contestant.name === 'guardian-deep' || meaningful(tls, contestant),
    jobs: (contestant, origins) => [
      {
        job: {
          kind: 'requests',
          route: contestant.route(origins.files(tls)),
          exchange: {
            method: 'GET',
            path: body === 'random' ? '/random.bin' : '/text.txt',
            expectFile: origins.bodies[body],
          },
          warmUp: small(origins.bodies),
          connections: 1,
          warmUps: 20,
          milliseconds: 60_000,
          most: 1,
        },
      },
    ],
  };
}

function uploads(tls: boolean): Work {
  const scheme = tls ? 'https' : 'http';
  return {
    name: `post-${scheme}`,
    title: `1 MB POST, keep-alive, 4 connections, ${scheme.toUpperCase()}`,
    measures: 'rate',
    unit: 'megabyte',
    quick: tls,
    baseline: 'tunnel',
    takesPart: (contestant) => meaningful(tls, contestant),
    jobs: (contestant, origins, milliseconds) => {
      const exchange: Exchange = {
        method: 'POST',
        path: '/upload',
        sendFile: origins.bodies.upload,
        expectFile: origins.bodies.uploadAnswer,
      };
      return [0, 1].map(() => ({
        job: {
          kind: 'requests',
          route: contestant.route(origins.special(tls)),
          exchange,
          warmUp: exchange,
          connections: 2,
          warmUps: 1,
          milliseconds,
        },
      }));
    },
  };
}

function newConnections(resume: boolean): Work {
  return {
    name: resume ? 'connect-resumed-https' : 'connect-https',
    title: `new connection: CONNECT, TLS (${resume ? 'resumed' : 'full handshake'}), one small GET, close`,
    measures: 'rate',
    unit: 'request',
    quick: true,
    baseline: 'tunnel',
    takesPart: (contestant) => meaningful(true, contestant),
    jobs: (contestant, origins, milliseconds) =>
      [0, 1].map(() => ({
        job: {
          kind: 'connections',
          route: contestant.route(origins.files(true)),
          exchange: small(origins.bodies),
          workers: 4,
          milliseconds,
          resume,
        },
      })),
  };
}

function paced(tls: boolean): Work {
  const scheme = tls ? 'https' : 'http';
  return {
    name: `paced-${scheme}`,
    title: `small GET at ${PACED_PER_SECOND} a second, 4 connections, ${scheme.toUpperCase()}`,
    measures: 'delay',
    unit: 'request',
    quick: tls,
    baseline: 'tunnel',
    longer: 1.5,
    takesPart: (contestant) => meaningful(tls, contestant),
    jobs: (contestant, origins, milliseconds) => [
      {
        job: {
          kind: 'paced',
          route: contestant.route(origins.files(tls)),
          exchange: small(origins.bodies),
          connections: 4,
          perSecond: PACED_PER_SECOND,
          milliseconds,
        },
      },
    ],
  };
}

function events(tls: boolean): Work {
  const scheme = tls ? 'https' : 'http';
  return {
    name: `events-${scheme}`,
    title: `server-sent events, ${EVENT_STREAMS} streams: from the origin's write to the client's read, ${scheme.toUpperCase()}`,
    measures: 'delay',
    unit: 'request',
    quick: tls,
    baseline: 'tunnel',
    longer: 1.5,
    takesPart: (contestant) => meaningful(tls, contestant),
    jobs: (contestant, origins, milliseconds) => [
      {
        job: {
          kind: 'events',
          route: contestant.route(origins.special(tls)),
          path: '/events',
          streams: EVENT_STREAMS,
          milliseconds,
        },
      },
    ],
  };
}

const beside: Work = {
  name: 'beside-bulk-https',
  title: `small GET at ${PACED_PER_SECOND} a second beside ${BULK_PER_SECOND} MB/s of 1 MB pages, HTTPS`,
  measures: 'delay',
  unit: 'request',
  quick: true,
  baseline: 'tunnel',
  longer: 2,
  takesPart: ({ name }) =>
    ['tunnel', 'bare-relay', 'guardian-unwatched', 'guardian-undetected', 'guardian'].includes(name),
  jobs: (contestant, origins, milliseconds) => [
    {
      background: true,
      job: {
        kind: 'paced',
        route: contestant.route(origins.files(true)),
        exchange: page(origins.bodies),
        connections: 4,
        perSecond: BULK_PER_SECOND,
        milliseconds,
      },
    },
    {
      job: {
        kind: 'paced',
        route: contestant.route(origins.files(true)),
        exchange: small(origins.bodies),
        connections: 4,
        perSecond: PACED_PER_SECOND,
        milliseconds,
      },
    },
  ],
};

/** Everything that contestants do by turns. */
export const works: readonly Work[] = [
  smallRequests(16, true),
  smallRequests(32, true),
  smallRequests(16, true, same),
  smallRequests(16, false),
  smallRequests(32, false),
  download('random', true),
  download('text', true),
  download('random', false),
  uploads(true),
  uploads(false),
  newConnections(false),
  newConnections(true),
  paced(true),
  paced(false),
  events(true),
  events(false),
  beside,
];
