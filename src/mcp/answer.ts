import { GuardianError } from '../text/guardian-error.js';

/**
 * The result in an answer that says which request it belongs to. What it holds is checked against its schema by the tool.
 *
 * @throws GuardianError `control.no_answer` when it is the answer to another request, or none.
 */
export function readAnswer(answer: unknown, requestId: string): unknown {
  if (typeof answer === 'object' && answer !== null && 'requestId' in answer && 'result' in answer) {
    if (answer.requestId === requestId) return answer.result;
  }
  throw new GuardianError({ code: 'control.no_answer', args: { reason: 'not the answer to this request' } });
}
