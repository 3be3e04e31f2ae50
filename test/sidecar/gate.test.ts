import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuditEvent } from '../../src/audit/events.js';
import { AGENT_ACTIONS } from '../../src/sidecar/gate/agent-actions.js';
import { AgentGate, MAX_AGENT_REQUEST_BYTES } from '../../src/sidecar/gate/agent-gate.js';
import { ALLOWANCE } from '../../src/sidecar/gate/allowance.js';

/** A gate whose answers say what they were asked, with a clock that stands still. */
function openGate(adminGroups: string[] = []) {
  const time = { now: 1_000 };
  const events: AuditEvent[] = [];
  const gate = new AgentGate({
    answers: {
      status: async ({ agent, isAdmin }) => ({ asked: 'status', agent, isAdmin }),
      findings: async (query) => ({ asked: 'findings', ...query }),
      checkConfig: (request) => ({ asked: 'check-config', ...request }),
    },
    adminGroups: () => adminGroups,
    record: (event) => events.push(event),
    clock: () => time.now,
  });
  const ask = (agent: string, action: string, params: unknown = {}): Promise<unknown> =>
    gate.answer({ agent, action, params: params as object, bytes: JSON.stringify([params]).length - 2 });
  return { time, events, ask };
}

const codeOf = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'answered',
    (error: unknown) => (error as { code?: string }).code ?? 'internal',
  );

test('three actions are let through, and each is recorded with its caller', async () => {
  const { ask, events } = openGate();
  for (const action of Object.keys(AGENT_ACTIONS)) await ask('main', action);
  expect(Object.keys(AGENT_ACTIONS)).toEqual(['traffic-status', 'traffic-findings', 'traffic-check-config']);
  expect(events).toEqual(
    Object.keys(AGENT_ACTIONS).map((tool) => ({ kind: 'tool_called', caller: 'agent', agent: 'main', tool })),
  );
});

describe('a group', () => {
  test('gets its own findings, whatever it leaves out', async () => {
    const { ask } = openGate();
    expect(await ask('main', 'traffic-findings', { limit: 3 })).toEqual({ asked: 'findings', limit: 3, agent: 'main' });
    expect(await ask('main', 'traffic-findings', { agent: 'main' })).toMatchObject({ agent: 'main' });
  });

  test('is refused those of another one, unless the operator lists it', async () => {
    const { ask, events } = openGate(['ops']);
    expect(await codeOf(ask('main', 'traffic-findings', { agent: 'other' }))).toBe('agent.not_yours');
    expect(events).toEqual([{ kind: 'agent_request_refused', agent: 'main', code: 'agent.not_yours' }]);
    expect(await ask('ops', 'traffic-findings', { agent: 'other' })).toEqual({ asked: 'findings', agent: 'other' });
    expect(await ask('ops', 'traffic-findings')).toEqual({ asked: 'findings' });
    expect(await ask('ops', 'traffic-status')).toMatchObject({ isAdmin: true });
    expect(await ask('main', 'traffic-status')).toMatchObject({ isAdmin: false });
  });
});

describe('refused whole and recorded', () => {
  test.each([
    ['an action of the operator', 'stop', {}, 'agent.unknown_action'],
    ['a method of every object', 'constructor', {}, 'agent.unknown_action'],
    ['an argument that there is not', 'traffic-status', { all: true }, 'control.invalid'],
    ['a wrong argument', 'traffic-findings', { limit: 0 }, 'control.invalid'],
    ['a list', 'traffic-findings', [], 'control.invalid'],
    ['nothing', 'traffic-findings', null, 'control.invalid'],
    [
      'too many bytes',
      'traffic-check-config',
      { config: { x: 'x'.repeat(MAX_AGENT_REQUEST_BYTES) } },
      'agent.too_large',
    ],
  ])('%s', async (_, action, params, code) => {
    const { ask, events } = openGate();
    expect(await codeOf(ask('main', action, params))).toBe(code);
    expect(events).toEqual([{ kind: 'agent_request_refused', agent: 'main', code }]);
  });

  test('any other arguments than valid ones', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(AGENT_ACTIONS)), fc.jsonValue(), async (action, params) => {
        const { ask, events } = openGate();
        const code = await codeOf(ask('main', action, params));
        if (code === 'answered') {
          expect(typeof params === 'object' && params !== null && !Array.isArray(params)).toBe(true);
          expect(Object.keys(params as object).filter((key) => key !== 'config')).toEqual([]);
        } else {
          expect(events.map(({ kind }) => kind)).toEqual(['agent_request_refused']);
        }
      }),
    );
  });
});

describe('a group that asks too often', () => {
  test('has to wait, and others do not', async () => {
    const { ask, events, time } = openGate();
    for (let n = 0; n < ALLOWANCE.requests; n++) expect(await codeOf(ask('main', 'traffic-status'))).toBe('answered');
    expect(await codeOf(ask('main', 'traffic-status'))).toBe('agent.rate_limited');
    expect(events.at(-1)).toEqual({ kind: 'rate_limited', agent: 'main' });
    expect(await codeOf(ask('other', 'traffic-status'))).toBe('answered');
    time.now += ALLOWANCE.refillMs / ALLOWANCE.requests;
    expect(await codeOf(ask('main', 'traffic-status'))).toBe('answered');
    expect(await codeOf(ask('main', 'traffic-status'))).toBe('agent.rate_limited');
  });
});

describe('a group that goes on breaking the rules', () => {
  test('is cut off for a while, which is recorded, and let in again after it', async () => {
    const { ask, events, time } = openGate();
    for (let n = 0; n < ALLOWANCE.violations; n++) {
      expect(await codeOf(ask('main', 'block'))).toBe('agent.unknown_action');
      time.now += 5_000;
    }
    expect(events.filter(({ kind }) => kind === 'agent_cut_off')).toMatchObject([{ agent: 'main' }]);
    expect(await codeOf(ask('main', 'traffic-status'))).toBe('agent.cut_off');
    expect(events.at(-1)).toEqual({ kind: 'agent_request_refused', agent: 'main', code: 'agent.cut_off' });
    expect(await codeOf(ask('other', 'traffic-status'))).toBe('answered');
    time.now += ALLOWANCE.cutOffMs;
    expect(await codeOf(ask('main', 'traffic-status'))).toBe('answered');
  });

  test('is forgiven what is long ago', async () => {
    const { ask, time } = openGate();
    for (let n = 0; n < ALLOWANCE.violations * 3; n++) {
      expect(await codeOf(ask('main', 'block'))).toBe('agent.unknown_action');
      time.now += ALLOWANCE.violationsMs / (ALLOWANCE.violations - 2);
    }
  });
});
