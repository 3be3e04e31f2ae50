import { expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import type { Detection, ScanContext } from '../../src/detect/scan-context.js';

const detector = new Detector(catalogue, Buffer.alloc(32, 1));
const OUTBOUND: ScanContext = { direction: 'outbound', location: 'body', host: 'api.anthropic.com', secure: true };

function found(text: string): Detection[] {
  const detections: Detection[] = [];
  detector.scan(OUTBOUND, Buffer.from(text), (detection) => detections.push(detection));
  return detections;
}

/** A finding as the tools give it to an agent, in the form in which the agent's program sends it to its model. */
function quoted({ threat, pattern, severity, snippet, fingerprint, verdict }: Detection): string[] {
  const finding = {
    timestamp: '2026-11-20T17:11:25.043Z',
    id: '99a502eb-1c3d-479b-a7e4-2158a56e63cf',
    count: 1,
    threat_type: threat,
    pattern,
    severity,
    direction: 'outbound',
    dest: 'api.anthropic.com:443',
    source: '127.0.0.1:41334',
    snippet,
    agent: 'ag-1795194659619-ctfe8c',
    flow: 'DYOkxhjFSONp',
    fingerprint,
    verdict,
  };
  const answer = JSON.stringify({ findings: [finding], skippedLines: 0 });
  return [answer, JSON.stringify({ content: answer }), `It was ${snippet}, of the group ag-1795194659619-ctfe8c.`];
}

test('a secret that an agent tells of by its redacted snippet is not found again', () => {
  const secrets = catalogue.filter(({ threat, group, direction }) => {
    // Words are the whole of what is shown of places and of hosts: whoever tells of them names them.
    return threat === 'EXFIL' && direction === 'outbound' && group !== 'places' && group !== 'sinks';
  });
  expect(secrets.length).toBeGreaterThan(50);
  const again = secrets.flatMap(({ examples }) =>
    examples.fires
      .flatMap(found)
      .filter(({ snippet }) => snippet.includes('‹'))
      .flatMap((detection) =>
        quoted(detection)
          .flatMap(found)
          .map((second) => `${detection.snippet} → ${second.snippet}`),
      ),
  );
  expect(again).toEqual([]);
});
