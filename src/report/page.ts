import { createHash } from 'node:crypto';
import type { Status } from '../sidecar/status.generated.js';
import { pageAssets } from './assets.js';
import { html, jsonElement, trusted, type Html } from './html.js';
import type { IncidentStory } from './incident-story.js';
import type { PauseSpan } from './pauses.js';
import { SEVERITY_ORDER, type FindingsReport, type PageData } from './report-data.js';
import { coverageSection } from './sections/coverage.js';
import { incidentsSection } from './sections/incidents.js';
import { protectionSection } from './sections/protection.js';
import { rankingSection } from './sections/ranking.js';
import { tableSection } from './sections/table.js';
import { timelineSection } from './sections/timeline.js';
import type { Writing } from './writing.js';

/** What a page is made of. */
export interface ReportContent {
  readonly since: Date;
  readonly until: Date;
  readonly findings: FindingsReport;
  /** Of the running Traffic Guardian; undefined when none is running. */
  readonly status: Status | undefined;
  readonly pauses: readonly PauseSpan[];
  /** Whether there were pauses before these. */
  readonly hasEarlierPauses?: boolean;
  /** Undefined where nobody looked for incidents: the page says nothing of them then. */
  readonly incidents?: readonly IncidentStory[];
  /** How many incidents there were in all, where these are only the newest. */
  readonly incidentsInAll?: number;
}

/**
 * The report as one HTML document. It asks nobody for anything: the policy lets run only this script and this style, by
 * their digests, and forbids every request, form and frame.
 */
export function reportPage(content: ReportContent, writing: Writing): string {
  const { script, style } = pageAssets();
  const { texts, locale, direction, time } = writing;
  const { findings, status, incidents, since, until } = content;
  const policy = [
    "default-src 'none'",
    `script-src ${digestOf(script)}`,
    `style-src ${digestOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="${locale}" dir="${direction}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${texts('report.title', {})}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#findings">${texts('report.skip', {})}</a>
        <header>
          <h1>${texts('report.title', {})}</h1>
          <p>${texts('report.period', { since: time(since.getTime()), until: time(until.getTime()) })}</p>
        </header>
        <main>
          ${summary(findings, writing)}
          <noscript><p>${texts('report.no_script', {})}</p></noscript>
          ${incidents === undefined ? '' : incidentsSection(incidents, content.incidentsInAll ?? incidents.length, writing)}
          ${timelineSection(findings.timeline, writing)}
          <div class="columns">
            ${rankingSection('patterns', findings.patterns, texts('report.patterns.heading', {}), writing)}
            ${rankingSection('destinations', findings.destinations, texts('report.destinations.heading', {}), writing)}
            ${rankingSection('agents', findings.agents, texts('report.agents.heading', {}), writing)}
          </div>
          <div class="columns">
            ${coverageSection(status?.coverage, writing)} ${protectionSection(content, writing)}
          </div>
          ${tableSection(findings, writing)}
        </main>
        <footer><p>${texts('report.footer', {})}</p></footer>
        ${jsonElement('data', pageData(findings, writing))} ${trusted(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.toString();
}

function summary({ findings, occurrences, bySeverity }: FindingsReport, { texts, number }: Writing): Html {
  const total = texts('report.summary.findings', { count: findings });
  const severities = SEVERITY_ORDER.map(
    (severity) =>
      html`<li class="card ${severity}"><span class="figure">${number(bySeverity[severity])}</span> ${severity}</li>`,
  );
  return html`<section aria-label="${texts('report.summary.label', {})}">
    <p class="total">${total} <span>${texts('report.summary.occurrences', { count: occurrences })}</span></p>
    <ul class="cards">
      ${severities}
    </ul>
  </section>`;
}

function pageData({ timeline, rows }: FindingsReport, { texts, locale }: Writing): PageData {
  return {
    locale,
    timeline,
    rows,
    words: {
      directions: {
        outbound: texts('report.direction.outbound', {}),
        inbound: texts('report.direction.inbound', {}),
      },
      // The script puts the numbers in, at the places that the translation gives them.
      shown: texts('report.table.shown', { shown: '{shown}', total: '{total}' }),
      page: texts('report.table.page', { page: '{page}', pages: '{pages}' }),
    },
  };
}

/** Source of a policy for exactly this text (CSP 3 §2.3.1). */
function digestOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
