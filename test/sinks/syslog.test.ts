import { afterEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, RecordedFinding } from '../../src/findings/finding.js';
import type { SyslogPlan } from '../../src/sinks/plan.js';
import { octetCounted, syslogMessage } from '../../src/sinks/syslog/message.js';
import { range } from '../findings/journal/folders.js';
import { idOf, recorded, temporaryFolder } from '../findings/samples.js';
import { issueTestCertificate } from '../support/certificates.js';
import { originAuthority } from '../support/origin.js';
import { ABOUT, once, stage } from './support/deliveries.js';
import { SyslogReceiver } from './support/syslog-receiver.js';

const receivers: SyslogReceiver[] = [];

async function receiving(receiver = new SyslogReceiver()): Promise<SyslogReceiver> {
  await receiver.listen();
  receivers.push(receiver);
  return receiver;
}

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

function planFor({ port }: SyslogReceiver, change: Partial<SyslogPlan> = {}): SyslogPlan {
  return {
    kind: 'syslog',
    id: 'syslog.test',
    host: '127.0.0.1',
    port,
    transport: 'tcp',
    facility: 16,
    tls: {},
    startAt: 'oldest',
    minSeverity: 'low',
    batchSize: 20,
    timeoutMs: 5_000,
    ...change,
  };
}

/** A finding as it is read from the journal. */
function sample(change: Partial<RecordedFinding> = {}): Finding {
  return JSON.parse(JSON.stringify(recorded(1, change))) as Finding;
}

/** RFC 5424 §6, as far as it is used: priority, version, time, host, program, no process, kind, elements, text. */
const MESSAGE =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\x21-\x7e]{1,255}) traffic-guardian - ([\x21-\x7e]{1,32}) \[origin software="traffic-guardian" swVersion="[^"\]]*"\] \uFEFF(\{.*\})$/s;

function findingsIn(receiver: SyslogReceiver): { id: string }[] {
  return receiver.messages.map((message) => JSON.parse(MESSAGE.exec(message)?.[5] ?? 'null') as { id: string });
}

describe('a message of RFC 5424', () => {
  test('has priority, time, host and kind in its header and the finding in its text', () => {
    const message = syslogMessage(sample({ severity: 'medium' }), 13, ABOUT).toString();
    const [, priority, time, host, kind, text = ''] = MESSAGE.exec(message) ?? [];
    expect([priority, time, host, kind]).toEqual([String(13 * 8 + 4), recorded(1).timestamp, 'host-a', 'EXFIL']);
    expect(JSON.parse(text)).toEqual(recorded(1, { severity: 'medium' }));
  });

  test('keeps names in their bounds', () => {
    const about = { host: 'häuschen 1\n<13>', version: '1"]\\2' };
    const message = syslogMessage(sample(), 16, about).toString();
    expect(message).toContain(' h-uschen-1-<13> ');
    expect(message).toContain('swVersion="1\\"\\]\\\\2"');
  });

  test('is framed by its length in octets, not in characters', () => {
    expect(octetCounted(Buffer.from('é€')).toString()).toBe('5 é€');
  });
});

describe('a receiver over TCP', () => {
  test('gets every finding in order', async () => {
    const { write, deliver } = await stage();
    const receiver = await receiving();
    await write(0, 70);
    await deliver(planFor(receiver)).statusWhen(({ delivered }) => delivered === 70);
    expect(receiver.wrong).toEqual([]);
    expect(findingsIn(receiver).map(({ id }) => id)).toEqual(range(0, 70).map(idOf));
  });

  test('that dies over a batch gets it again, and all of it after restarts of both sides', async () => {
    const { write, deliver } = await stage();
    const receiver = await receiving();
    receiver.dieAfter = [1, 5_000, 3_000];
    await write(0, 60);
    let running = deliver(planFor(receiver));
    await running.statusWhen(({ delivered }) => delivered >= 20);
    await receiver.close();
    await running.statusWhen(({ failures, lag_lines: lag }) => failures >= 2 || lag === 0);
    await running.stop();
    await write(60, 100);
    await receiver.listen();
    running = deliver(planFor(receiver));
    const status = await running.statusWhen(({ delivered }) => delivered === 100);
    expect(status).toMatchObject({ delivered: 100, lag_lines: 0 });
    expect(once(findingsIn(receiver))).toEqual(range(0, 100).map(idOf));
  });

  test('that accepts and does not read is given up on and asked again', async () => {
    const { write, deliver } = await stage();
    const receiver = await receiving();
    receiver.hangs = true;
    await write(0, 10);
    const running = deliver(planFor(receiver, { timeoutMs: 150 }));
    expect((await running.statusWhen(({ failures }) => failures >= 2)).last_error?.code).toBe('TIMEOUT');
    receiver.hangs = false;
    await running.statusWhen(({ delivered }) => delivered === 10);
    expect(findingsIn(receiver).map(({ id }) => id)).toEqual(range(0, 10).map(idOf));
  });
});

describe('a receiver over TLS', () => {
  test('is trusted by its authority, and shown a certificate of ours', async () => {
    const authority = await originAuthority();
    const folder = temporaryFolder();
    const ours = await issueTestCertificate(authority, ['host-a']);
    const files = {
      caFile: join(folder, 'ca.pem'),
      certFile: join(folder, 'own.pem'),
      keyFile: join(folder, 'own.key'),
    };
    writeFileSync(files.caFile, authority.certificatePem);
    writeFileSync(files.certFile, ours.cert);
    writeFileSync(files.keyFile, ours.key);
    const theirs = await issueTestCertificate(authority, ['127.0.0.1']);
    const receiver = await receiving(new SyslogReceiver({ ...theirs, ca: authority.certificatePem }));
    const { write, deliver } = await stage();
    await write(0, 45);
    const running = deliver(planFor(receiver, { transport: 'tls', tls: files }));
    await running.statusWhen(({ delivered }) => delivered === 45);
    expect(findingsIn(receiver).map(({ id }) => id)).toEqual(range(0, 45).map(idOf));
  });

  test('with a certificate of nobody known, or for another name, gets nothing', async () => {
    const authority = await originAuthority();
    const { write, deliver } = await stage();
    await write(0, 5);
    const unknown = await receiving(new SyslogReceiver(await issueTestCertificate(authority, ['127.0.0.1'])));
    const first = await deliver(planFor(unknown, { transport: 'tls' })).statusWhen(({ failures }) => failures > 0);
    expect(first.last_error?.code).toMatch(/SELF_SIGNED|UNABLE_TO/);
    const caFile = join(temporaryFolder(), 'ca.pem');
    writeFileSync(caFile, authority.certificatePem);
    const other = await receiving(new SyslogReceiver(await issueTestCertificate(authority, ['other.example'])));
    const plan = planFor(other, { id: 'syslog.other', transport: 'tls', tls: { caFile } });
    const second = await deliver(plan).statusWhen(({ failures }) => failures > 0);
    expect(second.last_error?.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect([...unknown.messages, ...other.messages]).toEqual([]);
  });

  test('is not asked at all where the file of its authority holds no certificate', async () => {
    const { write, deliver } = await stage();
    await write(0, 5);
    const receiver = await receiving(new SyslogReceiver(await issueTestCertificate(await originAuthority(), ['a'])));
    const caFile = join(temporaryFolder(), 'ca.pem');
    writeFileSync(caFile, 'https://ca.example/root.pem\n');
    const plan = planFor(receiver, { transport: 'tls', tls: { caFile } });
    const { last_error: error } = await deliver(plan).statusWhen(({ failures }) => failures > 0);
    expect(error?.code).toBe('CREDENTIAL_NO_CERTIFICATE');
  });
});
