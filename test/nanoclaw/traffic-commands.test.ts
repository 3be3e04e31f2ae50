import { describe, expect, jest, test } from '@jest/globals';
import { parseArgs, trafficCommands, type AnswerAgent } from '../../src/nanoclaw/traffic-commands.js';
import { GuardianError } from '../../src/text/guardian-error.js';

const ID = '01234567-89ab-4def-8123-456789abcdef';
const AGENT = { caller: 'agent', agentGroupId: 'ag-1' } as const;

describe('the commands of ncl', () => {
  test('are three, open to every scope, without a resource that would shut some out', () => {
    const commands = trafficCommands(() => Promise.resolve({}), '/none');
    expect(commands.map(({ name }) => name)).toEqual(['traffic-status', 'traffic-findings', 'traffic-check-config']);
    for (const command of commands) {
      expect(command.access).toBe('open');
      expect(command).not.toHaveProperty('resource');
    }
  });

  test('answer an agent for the group that the host says, whatever it asks for', async () => {
    const answer = jest.fn<AnswerAgent>().mockResolvedValue({ findings: [] });
    const [, findings] = trafficCommands(answer, '/none');
    const args = parseArgs({ params: '{"agent":"other"}', agent_group_id: 'other', group: 'other' });
    expect(await findings?.handler(args, AGENT)).toEqual({ findings: [] });
    expect(answer).toHaveBeenCalledWith('ag-1', 'traffic-findings', { agent: 'other' });
  });

  test('put the id of the request beside the answer when there is one', async () => {
    const [status] = trafficCommands(() => Promise.resolve({ a: 1 }), '/none');
    expect(await status?.handler(parseArgs({ 'request-id': ID }), AGENT)).toEqual({ requestId: ID, result: { a: 1 } });
    expect(await status?.handler(parseArgs({}), AGENT)).toEqual({ a: 1 });
  });

  test('end with the code of an error, because NanoClaw passes on only its message', async () => {
    const failing = (): Promise<never> => Promise.reject(new GuardianError({ code: 'control.not_running', args: {} }));
    const [status] = trafficCommands(failing, '/none');
    await expect(status?.handler(parseArgs({}), AGENT)).rejects.toThrow(/\[control\.not_running\]$/);
  });

  test('reach the socket for the operator', async () => {
    const [status] = trafficCommands(() => Promise.resolve({}), '/no/such.sock');
    await expect(status?.handler(parseArgs({}), { caller: 'host' })).rejects.toThrow(/\[control\.not_running\]$/);
  });
});

describe('the words behind a command', () => {
  test('are options as people type them, without what the dispatcher adds', () => {
    const raw = { 'min-severity': 'high', limit: '5', severity: 'low,high', agent_group_id: 'a', group: 'a', id: 'a' };
    expect(parseArgs({ ...raw, incidents: 'true' }).params).toEqual({
      minSeverity: 'high',
      limit: 5,
      severity: ['low', 'high'],
      incidents: true,
    });
  });

  test.each([{ params: '[1]' }, { params: '{' }, { params: true }, { 'request-id': 'x' }])('%j is refused', (raw) => {
    expect(() => parseArgs(raw)).toThrow(/must be/);
  });
});
