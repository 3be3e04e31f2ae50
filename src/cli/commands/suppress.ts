import { join } from 'node:path';
import { FindingsReader } from '../../findings/journal/query/reader.js';
import { suppressionListSchema } from '../../findings/suppression/suppressions.generated.js';
import { isActive, type Suppression } from '../../findings/suppression/suppressions.js';
import { loadConfig } from '../../sidecar/config.js';
import { pauseRequestSchema } from '../../sidecar/control/pause-request.generated.js';
import { addSuppression, loadSuppressions, removeSuppression } from '../../sidecar/suppression-file.js';
import { GuardianError } from '../../text/guardian-error.js';
import { sayingsOf, validatorOf } from '../../validation/validator.js';
import { audited } from '../audited.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { ifRunning } from '../if-running.js';
import type { Program } from '../program.js';
import { printable } from '../../text/printable.js';
import { timeUntil } from '../words/time-until.js';

interface SuppressOptions {
  readonly pattern?: string;
  readonly host?: string;
  readonly reason?: string;
  readonly until?: string;
}

const { pattern, host, fingerprint, reason } = suppressionListSchema.properties.suppressions.items.properties;
// The rules of the file under the names that are typed, so that messages name these.
const validateTyped = validatorOf<object>({
  type: 'object',
  required: ['--reason', '--until'],
  properties: {
    FINGERPRINT: fingerprint,
    '--pattern': pattern,
    '--host': host,
    // Stricter than the file, whose older entries stay readable: one line, as the reason of a pause.
    '--reason': { ...reason, pattern: pauseRequestSchema.properties.reason.pattern },
    '--until': { type: 'string' },
  },
});

export function addSuppress({ root, texts, run }: Program): void {
  const command = root
    .command('suppress')
    .summary(texts('cli.suppress.summary', {}))
    .description(texts('cli.suppress.about', {}))
    .argument('[fingerprint]', texts('cli.suppress.fingerprint', {}))
    .option('--pattern <ID>', texts('cli.suppress.pattern', {}))
    .option('--host <HOST>', texts('cli.suppress.host', {}))
    .option('--reason <TEXT>', texts('cli.suppress.reason', {}))
    .option('--until <TIME>', texts('cli.suppress.until', {}))
    .addHelpText('after', `\n${texts('cli.suppress.examples', {})}`)
    // Its options are for a new suppression: Commander takes them with `list` and `remove` too, where they change nothing.
    .hook('preSubcommand', (group) => {
      const given = group.options.find((option) => group.getOptionValue(option.attributeName()) !== undefined);
      if (given !== undefined)
        throw new GuardianError({ code: 'cli.usage.unknown_option', args: { option: given.long ?? given.flags } });
    })
    .action((value: string | undefined, options: SuppressOptions) =>
      run(command, (context) => suppress(value, options, context)),
    );
  const list = command
    .command('list')
    .summary(texts('cli.suppress.list.summary', {}))
    .addHelpText('after', `\n${texts('cli.suppress.list.examples', {})}`)
    .action(() => run(list, listSuppressions));
  const remove = command
    .command('remove')
    .summary(texts('cli.suppress.remove.summary', {}))
    .argument('<id>', texts('cli.suppress.id', {}))
    .addHelpText('after', `\n${texts('cli.suppress.remove.examples', {})}`)
    .action((id: string) => run(remove, (context) => unsuppress(id, context)));
}

async function suppress(value: string | undefined, options: SuppressOptions, context: Context): Promise<ExitCode> {
  const { terminal, state, guardian } = context;
  const typed = await typedOf(value, options);
  const named = options.pattern ?? (await patternOf(typed.fingerprint, context));
  const suppression = addSuppression(state, { ...typed, pattern: named });
  const { id, reason: why, until } = suppression;
  audited(context, { kind: 'suppression_added', id, reason: why, until });
  const live = await guardian.reloadLists();
  terminal.line(terminal.texts('cli.suppress.done', { id, until }));
  if (live) terminal.line(terminal.texts('cli.live', {}));
  terminal.document({ suppression, live });
  return ExitCode.ok;
}

/** What was typed, checked whole. @throws GuardianError that names every wrong option. */
async function typedOf(
  value: string | undefined,
  { pattern: rule, host: far, reason: why, until: end }: SuppressOptions,
): Promise<Omit<Suppression, 'id' | 'created' | 'pattern'>> {
  const typed = { FINGERPRINT: value, '--pattern': rule, '--host': far, '--reason': why, '--until': end };
  const given = Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== undefined));
  const checked = validateTyped(given);
  if (!checked.ok) {
    throw new GuardianError({
      code: 'cli.usage.options',
      args: { problems: sayingsOf(checked.problems) },
    });
  }
  if (value === undefined && (rule === undefined || far === undefined)) {
    throw new GuardianError({ code: 'cli.usage.suppress_what', args: {} });
  }
  if (rule !== undefined) {
    // It needs the rules, which no other command is to load.
    const { requirePattern } = await import('../known-pattern.js');
    requirePattern(rule);
  }
  const until = timeUntil(end ?? '', new Date());
  if (until === undefined || why === undefined) throw new GuardianError({ code: 'suppress.until', args: {} });
  return {
    ...(value === undefined ? {} : { fingerprint: value }),
    ...(far === undefined ? {} : { host: far.toLowerCase() }),
    reason: why,
    until,
  };
}

/** The rule whose finding has a fingerprint, from the journal. @throws GuardianError when that is not exactly one. */
async function patternOf(value: string | undefined, { configFile, state, env }: Context): Promise<string> {
  const folder = join(loadConfig(configFile, state.home, env).settings.logDir, 'findings');
  const patterns = new Set<string>();
  for await (const finding of new FindingsReader(folder).readAll()) {
    if (finding.fingerprint === value) patterns.add(finding.pattern);
  }
  const [only, ...others] = patterns;
  if (only !== undefined && others.length === 0) return only;
  const args = { count: patterns.size, patterns: [...patterns].sort().join(', ') };
  throw new GuardianError({ code: 'suppress.which_pattern', args });
}

async function listSuppressions({ terminal, state, guardian }: Context): Promise<ExitCode> {
  const { texts, paint } = terminal;
  const counts = await countsOf(guardian);
  const now = Date.now();
  const suppressions = loadSuppressions(state).map((suppression) => ({
    ...suppression,
    active: isActive(suppression, now),
    findings: counts.get(suppression.id) ?? 0,
  }));
  if (suppressions.length === 0) terminal.line(texts('cli.suppress.none', {}));
  for (const each of suppressions) {
    const what = [each.pattern, each.fingerprint, each.host].filter((part) => part !== undefined).join(' ');
    const until = each.active ? texts('cli.suppress.active', { until: each.until }) : texts('cli.suppress.ended', {});
    const line = `${each.id}  ${what}  ${until}  ×${each.findings}  ${printable(each.reason)}`;
    terminal.line(each.active ? line : paint('faint', line));
  }
  terminal.document({ suppressions });
  return ExitCode.ok;
}

/** How often each applied, from the running Guardian; nobody counts when none is running. */
async function countsOf(guardian: Context['guardian']): Promise<ReadonlyMap<string, number>> {
  const status = await ifRunning(guardian.status());
  return new Map(status?.detection?.suppressed.by_id.map(({ id, findings }) => [id, findings]));
}

async function unsuppress(id: string, context: Context): Promise<ExitCode> {
  const { terminal, state, guardian } = context;
  const suppression = removeSuppression(state, id);
  audited(context, { kind: 'suppression_ended', id: suppression.id, cause: 'operator' });
  const live = await guardian.reloadLists();
  terminal.line(terminal.texts('cli.suppress.removed', { id }));
  terminal.document({ removed: suppression, live });
  return ExitCode.ok;
}
