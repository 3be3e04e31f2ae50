import { addGroup } from '../command-group.js';
import type { Program } from '../program.js';
import { addEnv } from './agents/env.js';
import { addList, listAgents } from './agents/list.js';
import { addRevoke } from './agents/revoke.js';
import { addUrl } from './agents/url.js';

export function addAgents(program: Program): void {
  const { texts } = program;
  const words = {
    summary: texts('cli.agents.summary', {}),
    about: texts('cli.agents.about', {}),
    examples: texts('cli.agents.examples', {}),
  };
  const group = addGroup(program, 'agents', words, listAgents);
  for (const add of [addList, addUrl, addEnv, addRevoke]) add(group);
}
