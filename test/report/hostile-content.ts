import type { ReportContent } from '../../src/report/page.js';
import { contentOf, findingOf } from './content.js';

/** Texts that would do something if a page took them for markup, each calling `address` or setting `pwned`. */
export function hostileTexts(address: string): string[] {
  return [
    `<img src=x onerror="globalThis.pwned=1">`,
    `"><script>globalThis.pwned=1</script>`,
    `</script><script>globalThis.pwned=1</script>`,
    `<!--<script>globalThis.pwned=1</script>`,
    `' onfocus='globalThis.pwned=1' autofocus='`,
    `<svg onload=globalThis.pwned=1>`,
    `<iframe src="${address}/frame"></iframe>`,
    `<img src="${address}/image">`,
    `<link rel=stylesheet href="${address}/style">`,
    `</style><style>@import url(${address}/import);</style>`,
    `<meta http-equiv=refresh content="0;url=${address}/moved">`,
    `<base href="${address}/">`,
    `javascript:globalThis.pwned=1`,
    '{shown} {page} ${globalThis.pwned=1} {{pwned}}',
    '\u202emoc.live\u202c\u0000\u001b[2J',
  ];
}

/** A report in which each text that traffic, an operator or a damaged file may choose is hostile. */
export function hostileContent(address: string): ReportContent {
  const texts = hostileTexts(address);
  const findings = texts.map((text, n) =>
    findingOf(n, { dest: text, snippet: text, agent: text, pattern: `rule_${n}`, location: text, decoding: [text] }),
  );
  const content = contentOf(findings);
  const { status } = content;
  return {
    ...content,
    ...(status === undefined
      ? {}
      : {
          status: {
            ...status,
            version: texts[1] ?? '',
            warnings: texts.map((message) => ({ code: 'x', message })),
            coverage: {
              ...status.coverage,
              outcomes: Object.fromEntries(
                texts.map((text) => [text, { connections: 1, bytes_seen: 1, bytes_unseen: 1 }]),
              ),
            },
          },
        }),
    pauses: texts.map((reason) => ({
      began: findings[0]!.timestamp,
      ended: findings[0]!.timestamp,
      isOver: true,
      reason,
    })),
    incidents: texts.map((text) => ({
      agent: text,
      began: findings[0]!.timestamp,
      ended: findings[0]!.timestamp,
      severity: 'high',
      events: [
        { direction: 'inbound', at: findings[0]!.timestamp, pattern: text, dest: text, snippet: text, count: 1 },
      ],
    })),
  };
}
