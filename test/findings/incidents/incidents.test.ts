import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../../src/findings/finding.js';
import { INCIDENT_WINDOW_MS, IncidentFinder } from '../../../src/findings/incidents/incident-finder.js';
import type { Incident } from '../../../src/findings/incidents/incident.generated.js';
import { incidentTitle, summaryOf } from '../../../src/findings/incidents/incident-title.js';
import { readIncidents } from '../../../src/findings/incidents/read-incidents.js';
import { FindingsJournal } from '../../../src/findings/journal/journal.js';
import { englishTexts } from '../../../src/text/texts.js';
import { recorded, temporaryFolder, timeAt } from '../samples.js';

const MINUTE = 60_000;

/** A finding as it is read back. */
function sample(n: number): Finding {
  return recorded(n) as unknown as Finding;
}

/** Something that came in, at a minute. */
function cameIn(n: number, minute: number, fields: Partial<Finding> = {}): Finding {
  return {
    ...sample(n),
    direction: 'inbound',
    threat_type: 'INJECTION',
    pattern: 'reverse_shell',
    severity: 'high',
    dest: 'evil.example:443',
    timestamp: timeAt(minute * MINUTE),
    ...fields,
  };
}

/** Something that left, at a minute. */
function left(n: number, minute: number, fields: Partial<Finding> = {}): Finding {
  return { ...sample(n), timestamp: timeAt(minute * MINUTE), ...fields };
}

/** All incidents among findings that are given in the order in which they were written. */
function incidentsOf(findings: Iterable<Finding>): Incident[] {
  const finder = new IncidentFinder();
  const incidents = [...findings].flatMap((finding) => finder.take(finding));
  return [...incidents, ...finder.close()];
}

describe('an incident', () => {
  test('is what came in and what the same agent group sent soon after', () => {
    expect(incidentsOf([cameIn(1, 0), left(2, 3)])).toEqual([
      {
        schema_version: 'clawsec-traffic-incident/v1',
        agent: 'main',
        began: timeAt(0),
        ended: timeAt(3 * MINUTE),
        severity: 'critical',
        came_in: 1,
        left: 1,
        events: [
          expect.objectContaining({ direction: 'inbound', pattern: 'reverse_shell', dest: 'evil.example:443' }),
          expect.objectContaining({ direction: 'outbound', pattern: 'aws_access_key', at: timeAt(3 * MINUTE) }),
        ],
      },
    ]);
  });

  test('is told in a sentence that names one place, and says where there were others', () => {
    const titleOf = (...findings: Finding[]): string[] =>
      incidentsOf(findings).map((incident) => incidentTitle(summaryOf(incident), englishTexts));
    expect(titleOf(cameIn(1, 0), left(2, 1), left(3, 2))).toEqual([
      expect.stringMatching(
        / 1 finding came in from evil\.example:443, then 2 findings left to paste\.example\.net:443\.$/,
      ),
    ]);
    expect(titleOf(cameIn(1, 0), left(2, 1), left(3, 2, { dest: 'other.example:443' }))).toEqual([
      expect.stringMatching(/from evil\.example:443, then 2 findings left to paste\.example\.net:443, …\.$/),
    ]);
  });

  test.each([
    ['something left before anything came in', [left(1, 0), cameIn(2, 1)]],
    ['another agent group sent it', [cameIn(1, 0), left(2, 1, { agent: 'research' })]],
    ['it left after the window', [cameIn(1, 0), left(2, 16)]],
    ['what came in is of low severity', [cameIn(1, 0, { severity: 'low' }), left(2, 1)]],
    ['what left is of low severity', [cameIn(1, 0), left(2, 1, { severity: 'low' })]],
  ])('is none when %s', (_, findings) => {
    expect(incidentsOf(findings)).toEqual([]);
  });

  test('is none when nobody knows whose findings they are', () => {
    const ofNobody = [cameIn(1, 0), left(2, 1)].map((finding) => {
      const anonymous = { ...finding };
      delete anonymous.agent;
      return anonymous;
    });
    expect(incidentsOf(ofNobody)).toEqual([]);
  });

  test('goes on while things leave within the window, and is told once', () => {
    const incidents = incidentsOf([cameIn(1, 0), left(2, 10), cameIn(3, 20), left(4, 24), left(5, 26), left(6, 300)]);
    expect(incidents).toMatchObject([{ came_in: 2, left: 3, began: timeAt(0), ended: timeAt(26 * MINUTE) }]);
  });

  test('is another one after the window', () => {
    const incidents = incidentsOf([cameIn(1, 0), left(2, 1), cameIn(3, 100), left(4, 101)]);
    expect(incidents.map(({ began }) => began)).toEqual([timeAt(0), timeAt(100 * MINUTE)]);
  });

  test('counts a finding once, however many lines there are about it, in its newest form', () => {
    const again = { count: 12, last_seen: timeAt(9 * MINUTE) };
    const incidents = incidentsOf([cameIn(1, 0), left(2, 1), left(2, 1, again), cameIn(1, 0, again)]);
    expect(incidents).toMatchObject([{ came_in: 1, left: 1, ended: timeAt(9 * MINUTE) }]);
    expect(incidents[0]?.events.map(({ count }) => count)).toEqual([12, 12]);
  });

  test('knows that something seen again came in again: the first time is not the only one', () => {
    const again = cameIn(1, 0, { count: 2, last_seen: timeAt(30 * MINUTE) });
    expect(incidentsOf([cameIn(1, 0), again, left(2, 31)])).toHaveLength(1);
  });

  test('tells eight findings of either direction and counts the others', () => {
    const findings = [...Array(20).keys()].flatMap((n) => [cameIn(n, n / 10), left(100 + n, n / 10)]);
    const [incident] = incidentsOf(findings);
    expect(incident).toMatchObject({ came_in: 20, left: 20 });
    expect(incident?.events).toHaveLength(16);
  });

  test('has the same stories whether findings come one by one or at once, each in the order of time', () => {
    const finding = fc
      .tuple(fc.boolean(), fc.nat(120), fc.constantFrom('main', 'research'))
      .map(([inbound, minute, agent]) => ({ inbound, minute, agent }));
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 60 }), (drawn) => {
        const findings = drawn
          .sort((a, b) => a.minute - b.minute)
          .map(({ inbound, minute, agent }, n) => (inbound ? cameIn : left)(n, minute, { agent }));
        const finder = new IncidentFinder();
        const streamed = [...findings.flatMap((each) => finder.take(each)), ...finder.close()];
        expect(streamed).toEqual(incidentsOf(findings));
        for (const { agent, events, began, ended } of streamed) {
          const times = events.map(({ at }) => Date.parse(at));
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(events[0]).toMatchObject({ direction: 'inbound', at: began });
          const outbound = findings.filter((each) => each.direction === 'outbound' && each.agent === agent);
          expect(outbound.some(({ timestamp }) => timestamp === ended)).toBe(true);
        }
        // Whatever left within the window behind something that came in is in one of the stories.
        const explained = findings.filter(
          (out) =>
            out.direction === 'outbound' &&
            findings.some((into) => {
              const gap = Date.parse(out.timestamp) - Date.parse(into.timestamp);
              const before = findings.indexOf(into) < findings.indexOf(out);
              return before && into.direction === 'inbound' && into.agent === out.agent && gap <= INCIDENT_WINDOW_MS;
            }),
        );
        expect(streamed.reduce((sum, { left: count }) => sum + count, 0)).toBe(explained.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a journal', () => {
  test('is read for the newest incidents of a time and of an agent group', async () => {
    const folder = temporaryFolder();
    const journal = await FindingsJournal.open({ folder });
    const inbound = { direction: 'inbound', threat_type: 'INJECTION', pattern: 'reverse_shell' } as const;
    for (const [n, agent] of ['main', 'research', 'main'].entries()) {
      const timestamp = timeAt(n * 60 * MINUTE);
      journal.append(recorded(2 * n, { ...inbound, agent, timestamp }));
      journal.append(recorded(2 * n + 1, { agent, timestamp: timeAt(n * 60 * MINUTE + MINUTE) }));
    }
    await journal.close();
    const since = timeAt(-MINUTE);
    const all = await readIncidents(folder, { since }, 2);
    expect(all).toMatchObject({ total: 3, incidents: [{ began: timeAt(120 * MINUTE) }, { agent: 'research' }] });
    const own = await readIncidents(folder, { since, agent: 'research' }, 20);
    expect(own.incidents.map(({ agent }) => agent)).toEqual(['research']);
    expect(await readIncidents(folder, { since: timeAt(130 * MINUTE) }, 20)).toEqual({ total: 0, incidents: [] });
  });
});
