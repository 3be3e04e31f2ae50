import { incidentTitle, summaryOf } from '../../findings/incidents/incident-title.js';
import type { Incident } from '../../findings/incidents/incident.generated.js';
import type { Terminal } from '../terminal.js';
import { timeShown } from '../../text/times.js';
import { SHADES } from './finding-line.js';
import { printable } from '../../text/printable.js';

/** An incident as a sentence and a line for each finding that is told: when, which way, which rule, the far end. */
export function incidentLines(incident: Incident, { texts, paint }: Terminal): string[] {
  const title = incidentTitle(summaryOf(incident), texts);
  const told = incident.events.map(({ at, direction, pattern, dest, snippet, count }) =>
    [
      `  ${timeShown(at, 'time', texts.locale)}`,
      direction === 'outbound' ? '→' : '←',
      printable(pattern).padEnd(22),
      printable(dest),
      printable(snippet),
      ...(count > 1 ? [`×${count}`] : []),
    ].join('  '),
  );
  const untold = incident.came_in + incident.left - incident.events.length;
  return [
    paint(SHADES[incident.severity], printable(title)),
    ...told,
    ...(untold > 0 ? [`  ${texts('incident.untold', { count: untold })}`] : []),
  ];
}
