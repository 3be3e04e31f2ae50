import type { ScanLocation } from '../../detect/scan-context.js';
import { endpointOf } from '../../export/endpoint.js';
import { GuardianError } from '../../text/guardian-error.js';
import { englishTexts, render, type Saying } from '../../text/texts.js';
import { sayingsOf, validatorOf } from '../../validation/validator.js';
import { scanCaseSchema, type ScanCase } from './scan-case.generated.js';
import type { ScanFinding, Scanner, ScanTarget } from './scanner.js';

/** The answer to one line of cases; each line has one, in the order of the lines. */
export type CaseAnswer =
  | { readonly id: string | number; readonly findings: readonly ScanFinding[] }
  | { readonly line: number; readonly error: { readonly code: string; readonly message: string } };

const validate = validatorOf<ScanCase>(scanCaseSchema);

/**
 * Answers one line of `scan --jsonl`. A line that is not a case is answered with an error that names it, so that one bad
 * line does not cost the others.
 *
 * @param number Of the line, from 1.
 */
export function answerCase(line: Buffer, number: number, scanner: Scanner, target: ScanTarget): CaseAnswer {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return errorIn(number, { code: 'scan.line_not_json', args: { line: number } });
  }
  const checked = validate(value);
  if (!checked.ok) {
    const problems = sayingsOf(checked.problems);
    return errorIn(number, { code: 'scan.line_invalid', args: { line: number, problems } });
  }
  const { id, direction, text, host, secure, location } = checked.value;
  const findings = scanner.scan(Buffer.from(text, 'utf8'), {
    directions: direction === undefined ? target.directions : [direction],
    host: host === undefined ? target.host : hostIn(host),
    secure: secure ?? target.secure,
    location: location === undefined ? target.location : locationOf(location),
  });
  return { id: id ?? number, findings };
}

/** @throws GuardianError `cli.usage.location` when it is none. */
export function locationOf(text: string): ScanLocation {
  if (text === 'url' || text === 'body' || text === 'frame' || text === 'event') return text;
  const name = /^header:([A-Za-z0-9-]{1,64})$/.exec(text)?.[1];
  if (name === undefined) throw new GuardianError({ code: 'cli.usage.location', args: {} });
  return `header:${name}`;
}

/** The host of a far end, which findings show with its port (`api.example.com:443`); rules know it without, as the relay does. */
export function hostIn(dest: string): string {
  return endpointOf(dest).host.replace(/(?<=[^.])\.$/, '');
}

export function errorIn(line: number, saying: Saying): CaseAnswer {
  return { line, error: { code: saying.code, message: render(englishTexts, saying) } };
}
