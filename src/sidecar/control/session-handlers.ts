import { findingSchema } from '../../findings/finding.generated.js';
import type { Finding } from '../../findings/finding.js';
import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf } from '../../validation/validator.js';
import { recordSessionFindings, sessionFindingFrom } from '../session-findings.js';
import type { Sidecar } from '../sidecar.js';
import { accepted } from './accepted.js';
import type { ControlHandler } from './server.js';

// Without its identifier: the validator knows a document of that name already.
const { type, additionalProperties, required, properties } = findingSchema;

const validateRequest = validatorOf<{ readonly findings: readonly Finding[] }>({
  type: 'object',
  additionalProperties: false,
  required: ['findings'],
  properties: {
    findings: { type: 'array', maxItems: 100, items: { type, additionalProperties, required, properties } },
  },
});

/**
 * A scan of transcripts hands over what it found: the sidecar is the one that writes the journal. For the operator and
 * the host alone; nothing that an agent can send gets here.
 */
export function sessionHandlers({ journal, lists }: Sidecar): Record<string, ControlHandler> {
  return {
    'record-session': (params) => {
      const { findings } = accepted(validateRequest(params));
      const taken = findings.map((finding, index) => {
        const recorded = sessionFindingFrom(finding);
        if (recorded !== undefined) return recorded;
        throw new GuardianError({ code: 'control.not_from_session', args: { index } });
      });
      return recordSessionFindings(taken, { journal, suppressions: lists.suppressions });
    },
  };
}
