import { addGroup } from '../command-group.js';
import type { Program } from '../program.js';
import { addFleetDigest } from './fleet/digest.js';
import { addFleetFindings } from './fleet/findings.js';
import { addFleetSetup } from './fleet/setup.js';
import { addFleetStatus, showFleetStatus } from './fleet/status.js';

export function addFleet(program: Program): void {
  const { texts } = program;
  const words = {
    summary: texts('cli.fleet.summary', {}),
    about: texts('cli.fleet.about', {}),
    examples: texts('cli.fleet.examples', {}),
  };
  const group = addGroup(program, 'fleet', words, showFleetStatus);
  for (const add of [addFleetStatus, addFleetFindings, addFleetDigest, addFleetSetup]) add(group);
}
