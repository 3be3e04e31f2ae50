import { resolve } from 'node:path';
import { setAgentTools, type GroupTools } from '../../install/agent-tools.js';
import type { ShownChange } from '../../install/diff.js';
import { install, uninstall } from '../../install/install.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import type { Terminal } from '../terminal.js';

interface InstallFlags {
  readonly nanoclaw: string;
  readonly dryRun?: boolean;
  readonly inspectHttps?: boolean;
  readonly listen?: string;
  readonly groups?: string;
}

export function addInstall({ root, texts, run }: Program): void {
  const command = root
    .command('install')
    .summary(texts('cli.install.summary', {}))
    .description(texts('cli.install.about', {}))
    .requiredOption('--nanoclaw <DIR>', texts('cli.install.nanoclaw', {}))
    .option('--dry-run', texts('cli.install.dry_run', {}))
    .option('--inspect-https', texts('cli.install.inspect_https', {}))
    .option('--listen <ADDRESS>', texts('cli.install.listen', {}))
    .option('--groups <LIST>', texts('cli.install.groups', {}))
    .addHelpText('after', `\n${texts('cli.install.examples', {})}`)
    .action((flags: InstallFlags) => run(command, (context) => runInstall(flags, context)));
}

async function runInstall(flags: InstallFlags, { terminal, env }: Context): Promise<ExitCode> {
  const { texts } = terminal;
  const folder = resolve(flags.nanoclaw);
  if (flags.groups !== undefined) return setGroups(folder, flags.groups, true, terminal);
  const dryRun = flags.dryRun ?? false;
  const inspectHttps = flags.inspectHttps ?? false;
  const done = install({ folder, env, dryRun, inspectHttps, listen: flags.listen });
  const { root, generation, changes } = done;
  terminal.line(texts('cli.install.found', { folder: root, generation }));
  showChanges(changes, dryRun, terminal);
  if (changes.length === 0) terminal.line(texts('cli.install.nothing', {}));
  else terminal.line(texts(dryRun ? 'cli.install.would' : 'cli.install.done', { count: changes.length }));
  if (!dryRun) terminal.line(texts('cli.install.next', {}));
  terminal.document({ ...done, dryRun });
  return ExitCode.ok;
}

interface UninstallFlags {
  readonly nanoclaw: string;
  readonly dryRun?: boolean;
  readonly keepData?: boolean;
  readonly groups?: string;
}

export function addUninstall({ root, texts, run }: Program): void {
  const command = root
    .command('uninstall')
    .summary(texts('cli.uninstall.summary', {}))
    .description(texts('cli.uninstall.about', {}))
    .requiredOption('--nanoclaw <DIR>', texts('cli.install.nanoclaw', {}))
    .option('--dry-run', texts('cli.install.dry_run', {}))
    .option('--keep-data', texts('cli.uninstall.keep_data', {}))
    .option('--groups <LIST>', texts('cli.uninstall.groups', {}))
    .addHelpText('after', `\n${texts('cli.uninstall.examples', {})}`)
    .action((flags: UninstallFlags) => run(command, (context) => runUninstall(flags, context)));
}

async function runUninstall(flags: UninstallFlags, { terminal }: Context): Promise<ExitCode> {
  const { texts } = terminal;
  const folder = resolve(flags.nanoclaw);
  if (flags.groups !== undefined) return setGroups(folder, flags.groups, false, terminal);
  const dryRun = flags.dryRun ?? false;
  const done = await uninstall({ folder, dryRun, keepData: flags.keepData ?? false });
  const { changes, leftovers } = done;
  showChanges(changes, dryRun, terminal);
  for (const place of leftovers) terminal.line(`delete ${place}`);
  const count = changes.length + leftovers.length;
  if (count === 0) terminal.line(texts('cli.uninstall.nothing', {}));
  else terminal.line(texts(dryRun ? 'cli.install.would' : 'cli.uninstall.done', { count }));
  terminal.document({ ...done, dryRun });
  return ExitCode.ok;
}

async function setGroups(folder: string, list: string, add: boolean, terminal: Terminal): Promise<ExitCode> {
  const { texts } = terminal;
  const wanted = list === 'all' ? 'all' : list.split(',').map((id) => id.trim());
  const groups: readonly GroupTools[] = await setAgentTools(folder, wanted, add);
  for (const { id, name, changed } of groups) {
    const group = `${name} (${id})`;
    const state = changed ? (add ? 'added' : 'removed') : 'as_it_was';
    terminal.line(texts('cli.install.group', { group, state }));
  }
  terminal.line(texts('cli.install.groups_done', { count: groups.filter(({ changed }) => changed).length }));
  terminal.document({ groups });
  return ExitCode.ok;
}

function showChanges(changes: readonly ShownChange[], whole: boolean, terminal: Terminal): void {
  for (const { file, action, bytes, sha256, diff } of changes) {
    if (whole && diff !== undefined) terminal.line(diff);
    else terminal.line(terminal.texts('cli.install.file', { action, file, bytes, sum: sha256.slice(0, 12) }));
  }
}
