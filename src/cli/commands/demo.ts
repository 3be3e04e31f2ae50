import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../findings/finding.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Context } from '../context.js';
import { demoMessages, type DemoMessage } from '../demo/demo-messages.js';
import { setDemoStage, type DemoStage } from '../demo/demo-stage.js';
import { sendThrough } from '../demo/send-through.js';
import { ExitCode } from '../exit-code.js';
import { aborted, Interruption } from '../interruption.js';
import type { Program } from '../program.js';
import type { Terminal } from '../terminal.js';
import { findingLine } from '../words/finding-line.js';

/** Findings appear within milliseconds; this is for a machine that is very busy. */
const DEADLINE_MS = 15_000;
const POLL_MS = 50;

export function addDemo({ root, texts, run }: Program): void {
  const command = root
    .command('demo')
    .summary(texts('cli.demo.summary', {}))
    .description(texts('cli.demo.about', {}))
    .addHelpText('after', `\n${texts('cli.demo.examples', {})}`)
    .action(() => run(command, demo));
}

async function demo(context: Context): Promise<ExitCode> {
  const interruption = new Interruption();
  let stage: DemoStage | undefined;
  try {
    stage = await setDemoStage(context);
    return await Promise.race([perform(stage, context.terminal), interrupted(interruption.signal)]);
  } finally {
    await stage?.close();
    interruption.dispose();
  }
}

async function perform({ kind, guardian, echo }: DemoStage, terminal: Terminal): Promise<ExitCode> {
  const { texts } = terminal;
  const { address } = echo;
  terminal.line(texts(kind === 'running' ? 'cli.demo.through_running' : 'cli.demo.through_own', { address }));
  const messages = demoMessages(texts);
  // A group of its own, so that repeats are not folded into the findings of an earlier demonstration.
  const agent = `demo-${randomBytes(3).toString('hex')}`;
  const { localUrl } = await guardian.proxyUrl(agent);
  for (const message of messages) {
    const { direction, about, body } = message;
    terminal.line(`  ${direction === 'outbound' ? '→' : '←'} ${about}`);
    const reply = await sendThrough(localUrl, `http://${address}/${direction}`, body);
    if (reply.status !== 200 || reply.body !== body) {
      throw new GuardianError({ code: 'cli.demo.not_relayed', args: { status: reply.status } });
    }
  }
  const { findings, missing } = await waitForFindings(messages, () => guardian.findings({ agent, limit: 50 }));
  terminal.line(texts('cli.demo.findings', { count: findings.length }));
  for (const finding of findings) terminal.line(findingLine(finding, terminal, 'time'));
  const absent = missing.map(({ pattern }) => pattern);
  terminal.line(
    absent.length === 0 ? texts('cli.demo.complete', {}) : texts('cli.demo.incomplete', { missing: absent.join(', ') }),
  );
  terminal.document({
    complete: absent.length === 0,
    guardian: kind,
    sent: messages.map(({ about, direction, pattern }) => ({ about, direction, pattern })),
    findings,
    missing: absent,
  });
  return absent.length === 0 ? ExitCode.ok : ExitCode.failure;
}

/** The findings, oldest first, as soon as each message has one; after the deadline, those that there are. */
async function waitForFindings(
  messages: readonly DemoMessage[],
  query: () => Promise<{ readonly findings: readonly Finding[] }>,
): Promise<{ findings: readonly Finding[]; missing: readonly DemoMessage[] }> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const findings = [...(await query()).findings].reverse();
    const missing = messages.filter(
      ({ pattern, direction }) => !findings.some((each) => each.pattern === pattern && each.direction === direction),
    );
    if (missing.length === 0 || performance.now() > deadline) return { findings, missing };
    await delay(POLL_MS);
  }
}

async function interrupted(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw new GuardianError({ code: 'cli.interrupted', args: {} });
}
