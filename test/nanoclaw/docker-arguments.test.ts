import { describe, expect, test } from '@jest/globals';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DockerArguments } from '../../src/nanoclaw/docker-arguments.js';
import { directHostServices } from '../../src/nanoclaw/host-services.js';
import { placesToHide } from '../../src/nanoclaw/hidden-state.js';
import { temporaryFolder } from '../findings/samples.js';

describe('the command line of a container', () => {
  const words = (): string[] => [
    ...['run', '--rm', '--name', 'c', '-e', 'TZ=UTC', '-e', 'HTTP_PROXY=http://a', '--env=HTTP_PROXY=http://b'],
    ...['-v', '/host/ca.pem:/tmp/ca.pem:ro', '--entrypoint', 'bash', 'image', '-c', 'exec bun run x'],
  ];

  test('has the value of a variable that Docker would take', () => {
    const line = new DockerArguments(words());
    expect(line.variable('HTTP_PROXY')).toBe('http://b');
    expect(line.variable('NO_SUCH')).toBeUndefined();
    expect(line.mountedFrom('/tmp/ca.pem')).toBe('/host/ca.pem');
  });

  test('mounts in both forms that there are', () => {
    const line = new DockerArguments([
      ...[
        'run',
        '-v',
        '/a:/b:ro',
        '--mount',
        'type=bind,source=/c,target=/d,readonly',
        '--mount=src=/e,dst=/f',
        'image',
      ],
    ]);
    expect(line.mounts()).toEqual([
      { source: '/a', target: '/b' },
      { source: '/c', target: '/d' },
      { source: '/e', target: '/f' },
    ]);
  });

  test('loses every mention of a variable, in the same array', () => {
    const given = words();
    new DockerArguments(given).removeVariables(['HTTP_PROXY']);
    expect(given).toEqual([
      ...['run', '--rm', '--name', 'c', '-e', 'TZ=UTC'],
      ...['-v', '/host/ca.pem:/tmp/ca.pem:ro', '--entrypoint', 'bash', 'image', '-c', 'exec bun run x'],
    ]);
  });

  test('gets options in front of the image', () => {
    const given = words();
    new DockerArguments(given).addOptions(['-e', 'A=1']);
    expect(given.slice(0, 4)).toEqual(['run', '-e', 'A=1', '--rm']);
  });
});

describe('what a container may not see', () => {
  const state = '/home/me/nanoclaw/data/traffic-guardian';

  test('is covered where a mount would show it', () => {
    const mounts = [
      { source: '/home/me/nanoclaw', target: '/workspace/project' },
      { source: '/home/me/nanoclaw/groups/main', target: '/workspace/group' },
    ];
    expect(placesToHide(mounts, [state])).toEqual(['/workspace/project/data/traffic-guardian']);
  });

  test.each([state, `${state}/ca`, `${state}/log/findings`])('is not mounted itself: %s', (source) => {
    expect(() => placesToHide([{ source, target: '/x' }], [state])).toThrow(/state folder/);
  });

  test('is covered, or not mounted, by whatever way it is reached', () => {
    const folder = realpathSync(temporaryFolder());
    const [disk, checkout] = [join(folder, 'disk'), join(folder, 'checkout')];
    mkdirSync(join(disk, 'traffic-guardian/keys'), { recursive: true });
    mkdirSync(checkout);
    symlinkSync(disk, join(checkout, 'data'));
    const linked = join(checkout, 'data/traffic-guardian');
    expect(placesToHide([{ source: disk, target: '/disk' }], [linked])).toEqual(['/disk/traffic-guardian']);
    expect(placesToHide([{ source: join(checkout, 'data'), target: '/d' }], [linked])).toEqual(['/d/traffic-guardian']);
    // Nothing of it is seen there: a link in a container leads to the container's own files.
    expect(placesToHide([{ source: checkout, target: '/c' }], [linked])).toEqual([]);
    const keys = join(disk, 'traffic-guardian/keys');
    expect(() => placesToHide([{ source: keys, target: '/x' }], [linked])).toThrow(/state folder/);
  });

  test('is not taken for a folder with a similar name', () => {
    expect(placesToHide([{ source: '/home/me/nanoclaw/data/traffic', target: '/x' }], [state])).toEqual([]);
  });
});

describe('a service on the host that a container was pointed at', () => {
  test('stays reachable beside the proxy, and what was left out before still is', () => {
    const variables = [
      ['ANTHROPIC_BASE_URL', 'http://host.docker.internal:3001'],
      ['NO_PROXY', 'internal.example'],
    ] as const;
    expect(directHostServices(variables)).toEqual({
      namedBy: ['ANTHROPIC_BASE_URL'],
      variables: { NO_PROXY: 'internal.example,host.docker.internal', no_proxy: 'host.docker.internal' },
    });
  });

  test('is not guessed from anything else', () => {
    expect(directHostServices([['URL', 'https://api.example/?host.docker.internal']])).toBeUndefined();
  });
});
