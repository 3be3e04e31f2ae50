import { parseArgs } from 'node:util';
import { GuardianError } from '../../text/guardian-error.js';
import { chooseLocale } from '../../text/locale/choose.js';
import { englishTexts, textsIn } from '../../text/texts.js';
import { messageOf } from '../../text/unknown-error.js';
import { examineTrust, type TrustReport } from './examine-trust.js';
import { proxyNamed } from './proxy-named.js';
import { trustDocument, trustLines } from './trust-lines.js';

// `traffic-guardian ca doctor` for the inside of a container, as one file without anything beside it:
//   node ca-doctor.mjs [--json] [--locale TAG]
process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, locale: { type: 'string' } }, strict: false });
  const json = values.json === true;
  const option = typeof values.locale === 'string' ? values.locale : undefined;
  const texts = json ? englishTexts : textsIn(chooseLocale({ option, env: process.env }));
  try {
    const proxy = proxyNamed(process.env);
    if (proxy === undefined) throw new GuardianError({ code: 'ca.doctor.no_proxy', args: {} });
    const report = await examineTrust(proxy, process.env);
    print(json ? JSON.stringify(trustDocument(report, proxy)) : trustLines(report, proxy, texts).join('\n'));
    return trustExitCode(report);
  } catch (error) {
    const code = error instanceof GuardianError ? error.code : 'cli.internal';
    const message = error instanceof GuardianError ? error.in(texts) : messageOf(error);
    print(json ? JSON.stringify({ error: { code, message } }) : message);
    return 1;
  }
}

/** As the command line has them: 0 all is well, 1 nothing could be seen, 5 there are warnings. */
function trustExitCode({ authority, programs }: TrustReport): number {
  if (authority.kind === 'none') return 1;
  return programs.some(({ verdict }) => verdict === 'refused') ? 5 : 0;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
