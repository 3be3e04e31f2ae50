import { addGroup } from '../command-group.js';
import type { Program } from '../program.js';
import { addAuditShow, showAudit } from './audit/show.js';
import { addVerify } from './audit/verify.js';

export function addAudit(program: Program): void {
  const { texts } = program;
  const words = {
    summary: texts('cli.audit.summary', {}),
    about: texts('cli.audit.about', {}),
    examples: texts('cli.audit.examples', {}),
  };
  const group = addGroup(program, 'audit', words, (context) => showAudit({}, context));
  for (const add of [addAuditShow, addVerify]) add(group);
}
