import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  GetPromptResultSchema,
  ListPromptsResultSchema,
  ListToolsResultSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { temporaryHome } from '../cli/support/homes.js';
import { until } from '../cli/support/until.js';
import { call, clientOf, clientOver } from '../mcp/clients.js';
import { startHttpOrigin, type Origin } from '../support/origin.js';
import { hasTool, testWith } from '../support/tools.js';
import { Person } from './person.js';

const PROMPT = 'traffic_guardian_setup';
const test = testWith(hasTool('curl') && hasTool('bash'), 'bash and curl');
jest.setTimeout(400_000);

let origin: Origin;
beforeAll(async () => {
  origin = await startHttpOrigin((request, response) => request.resume().once('end', () => response.end('thanks')));
});
afterAll(() => origin.close());

/** What the prompt says, whole and by its schema. */
async function prompted(client: Client, step?: string): Promise<string> {
  const got = await client.getPrompt({ name: PROMPT, arguments: step === undefined ? {} : { step } });
  expect(GetPromptResultSchema.safeParse(got).success).toBe(true);
  return got.messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('\n');
}

/** The commands in a prompt that are to be run, and not those that ask for the next step. */
function commandsIn(text: string): { where: 'host' | 'container'; command: string }[] {
  return [...text.matchAll(/^ {4}(.+)$/gm)]
    .map(([, command = '']) => command)
    .filter((command) => !/ setup( |$)/.test(command))
    .map((command) => ({ where: /^(?:eval|curl) /.test(command) ? 'container' : 'host', command }));
}

/** Calls a tool and checks what it answers against the schema that it announced. */
async function checked(client: Client, name: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const { tools } = await client.listTools();
  const ajv = new Ajv({ strict: true, allErrors: true });
  addFormats.default(ajv);
  const result = await call(client, name, args);
  const valid = ajv.validate(tools.find((tool) => tool.name === name)?.outputSchema ?? false, result.structuredContent);
  expect({ name, valid, errors: ajv.errors }).toEqual({ name, valid: true, errors: null });
  return result.structuredContent;
}

describe('the walkthrough by way of an MCP client on the host', () => {
  test('goes from nothing to a canary that the findings tool tells of', async () => {
    const home = temporaryHome({ allowHostServices: [`localhost:${origin.port}`] });
    const person = new Person(home);
    const client = await clientOf(home);
    expect(ListToolsResultSchema.safeParse(await client.listTools()).success).toBe(true);
    const listed = await client.listPrompts();
    expect(ListPromptsResultSchema.safeParse(listed).success).toBe(true);
    expect(listed.prompts).toMatchObject([{ name: PROMPT, arguments: [{ name: 'step', required: false }] }]);

    const question = await prompted(client);
    expect(question).toMatch(/nobody answers for them[^]*--answer plain/);
    await person.asks('--step', 'inspection', '--answer', 'plain');
    const runAsShown = async (): Promise<void> => {
      await person.runs({ step: { commands: commandsIn(await prompted(client)) } as never });
    };
    await runAsShown();
    await runAsShown();
    await person.asks('--step', 'restart', '--answer', 'done');
    await person.asks('--proof-url', origin.url);
    await runAsShown();
    const proved = await until('the canary', async () => {
      const text = await prompted(client, 'proof');
      return text.includes('Proved:') ? text : undefined;
    });
    const found = await checked(client, 'clawsec_traffic_findings', { pattern: 'canary_token' });
    const { findings } = found as { findings: { id: string; agent: string }[] };
    expect(findings[0]?.agent).toBe('local');
    expect(proved).toContain(findings[0]?.id ?? 'none');
    expect(await checked(client, 'clawsec_traffic_status')).toMatchObject({
      state: 'watching',
      digest_24h: { findings: { total: 1 } },
    });
    await checked(client, 'clawsec_traffic_findings', { incidents: true });
    await checked(client, 'clawsec_traffic_check_config');
  });

  test('refuses a step or an argument that there is not, and says which there are', async () => {
    const client = await clientOf(temporaryHome());
    await expect(client.getPrompt({ name: PROMPT, arguments: { step: 'all' } })).rejects.toThrow(
      /preflight, inspection/,
    );
    await expect(client.getPrompt({ name: PROMPT, arguments: { run: 'x' } })).rejects.toThrow(
      /setup\.prompt\.arguments/,
    );
    await expect(client.getPrompt({ name: 'traffic_guardian_remove' })).rejects.toThrow(/traffic_guardian_setup/);
  });

  test('is not offered in a container, which has nothing to set up', async () => {
    const client = await clientOver({ call: () => Promise.reject(new Error('nobody asks')) });
    expect(client.getServerCapabilities()).not.toHaveProperty('prompts');
  });
});
