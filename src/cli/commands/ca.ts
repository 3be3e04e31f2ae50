import { addGroup } from '../command-group.js';
import type { Program } from '../program.js';
import { addBundle } from './ca/bundle.js';
import { addCreate } from './ca/create.js';
import { addCaDoctor } from './ca/doctor.js';
import { addExport } from './ca/export.js';
import { addRotate } from './ca/rotate.js';
import { addShow, showCa } from './ca/show.js';
import { addTrustInstructions } from './ca/trust-instructions.js';

export function addCa(program: Program): void {
  const { texts } = program;
  const words = {
    summary: texts('cli.ca.summary', {}),
    about: texts('cli.ca.about', {}),
    examples: texts('cli.ca.examples', {}),
  };
  const group = addGroup(program, 'ca', words, showCa);
  for (const add of [addShow, addCreate, addExport, addBundle, addRotate, addCaDoctor, addTrustInstructions])
    add(group);
}
