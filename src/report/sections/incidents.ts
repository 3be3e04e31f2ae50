import { printable } from '../../text/printable.js';
import { html, type Html } from '../html.js';
import type { IncidentStep, IncidentStory } from '../incident-story.js';
import type { Writing } from '../writing.js';

/**
 * Incidents as stories: what came in from where, what left to where, when.
 *
 * @param count How many there were in all.
 */
export function incidentsSection(incidents: readonly IncidentStory[], count: number, writing: Writing): Html {
  const { texts } = writing;
  return html`<section aria-labelledby="incidents">
    <h2 id="incidents">${texts('report.incidents.heading', {})}</h2>
    ${
      incidents.length === 0
        ? html`<p>${texts('report.incidents.none', {})}</p>`
        : incidents.map((incident) => story(incident, writing))
    }
    ${count > incidents.length ? html`<p>${texts('report.incidents.newest', { shown: incidents.length, count })}</p>` : ''}
  </section>`;
}

function story({ agent, began, ended, severity, events }: IncidentStory, writing: Writing): Html {
  const { texts, time } = writing;
  const title = texts('report.incidents.title', { agent: printable(agent), began: time(began), ended: time(ended) });
  return html`<article class="story ${severity}">
    <h3><span class="badge ${severity}">${severity}</span> ${title}</h3>
    <ol>
      ${events.map((event) => step(event, writing))}
    </ol>
  </article>`;
}

function step({ direction, at, pattern, dest, snippet, count }: IncidentStep, { texts, time, number }: Writing): Html {
  return html`<li class="${direction}">
    <time datetime="${at}">${time(at)}</time> ${texts(`report.incidents.${direction}`, {})}
    <bdi dir="ltr">${printable(dest)}</bdi>: <bdi dir="ltr">${printable(pattern)}</bdi>
    <code dir="ltr">${printable(snippet)}</code>${count > 1 ? html` <bdi dir="ltr">×${number(count)}</bdi>` : ''}
  </li>`;
}
