import type { Texts } from '../../text/texts.js';
import type { TrustReport } from './examine-trust.js';
import type { ProbeResult } from './probe.js';

const MARKS = { trusted: '✓', refused: '✗', unknown: '?' } as const;
/** What may be shown of a variable: a path. Anything else could hold a credential. */
const PATH = /^[\w@%+=:,./~-]{1,200}$/;
const NAME_COLUMNS = 16;

/** What was found, for people. */
export function trustLines({ authority, programs }: TrustReport, proxy: URL, texts: Texts): string[] {
  if (authority.kind === 'none') return [texts('ca.doctor.none', { proxy: proxy.host, reason: authority.reason })];
  const absent = programs.filter(({ verdict }) => verdict === 'absent');
  const refusing = programs.filter(({ verdict }) => verdict === 'refused').length;
  return [
    texts('ca.doctor.seen', { proxy: proxy.host }),
    // Word for word what openssl prints, so that the two can be laid side by side.
    `  sha256 Fingerprint=${authority.fingerprint}`,
    texts('ca.doctor.compare', {}),
    '',
    ...programs.flatMap((program) => programLines(program, texts)),
    ...(absent.length === 0 ? [] : [texts('ca.doctor.absent', { names: absent.map(({ name }) => name).join(', ') })]),
    '',
    refusing === 0 ? texts('ca.doctor.all_trust', {}) : texts('ca.doctor.some_refuse', { count: refusing }),
  ];
}

/** The same for programs. */
export function trustDocument({ authority, programs }: TrustReport, proxy: URL): object {
  return {
    proxy: proxy.host,
    ...(authority.kind === 'seen'
      ? { fingerprint_sha256: authority.fingerprint }
      : { fingerprint_sha256: null, reason: authority.reason }),
    programs: programs.map(({ name, verdict, variables }) => ({
      name,
      verdict,
      set: variables[0]?.name,
      now: Object.fromEntries(variables.map((each) => [each.name, shown(each.value)])),
    })),
  };
}

function programLines(program: ProbeResult, texts: Texts): string[] {
  const { name, verdict, variables } = program;
  if (verdict === 'absent') return [];
  const said = {
    trusted: () => texts('ca.doctor.trusted', {}),
    refused: () => refusal(program, texts),
    unknown: () => texts('ca.doctor.unknown', {}),
  }[verdict]();
  const now = variables.map((each) => `${each.name}: ${shown(each.value) ?? texts('ca.doctor.not_set', {})}`);
  return [`${MARKS[verdict]} ${name.padEnd(NAME_COLUMNS)}${said}`, ...now.map((line) => `    ${line}`)];
}

function refusal({ name, variables, setting }: ProbeResult, texts: Texts): string {
  const [first] = variables;
  const variable = first?.name ?? '';
  if (setting !== undefined) {
    return texts(name === 'java' ? 'ca.doctor.refused_java' : 'ca.doctor.refused_file', { variable, setting });
  }
  return texts(shown(first?.value) === null ? 'ca.doctor.refused' : 'ca.doctor.refused_still', { variable });
}

/** Null when it is not set. */
function shown(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  return PATH.test(value) ? value : '…';
}
