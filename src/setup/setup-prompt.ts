import mustache from 'mustache';
import type { GuardianPrompt } from '../mcp/prompt.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Texts } from '../text/texts.js';
import type { SetupMachine } from './machine.js';
import { showStep } from './show-step.js';
import { setupSteps } from './steps.generated.js';
import { templates } from './templates.generated.js';

const STEPS = setupSteps.map(({ id }) => id).join(', ');

/** The prompt by which an agent on the host leads its operator through the walkthrough. */
export function setupPrompt(machine: SetupMachine, texts: Texts): GuardianPrompt {
  return {
    definition: {
      name: 'traffic_guardian_setup',
      title: 'Traffic Guardian: setup',
      description: texts('setup.prompt.about', {}),
      arguments: [{ name: 'step', description: texts('setup.prompt.step', { steps: STEPS }), required: false }],
    },
    get: async (args) => {
      const { step } = args;
      const wanted = setupSteps.find(({ id }) => id === step)?.id;
      const unknown = Object.keys(args).some((name) => name !== 'step');
      if (unknown || (step !== undefined && wanted === undefined)) {
        throw new GuardianError({ code: 'setup.prompt.arguments', args: { steps: STEPS } });
      }
      const view = await showStep(machine, { wanted, texts });
      const text = mustache.render(templates.prompt, {
        guide: texts('setup.prompt.guide', {}),
        next: `${machine.walkthrough} --json`,
        step: view.text,
      });
      return {
        description: texts('setup.prompt.about', {}),
        messages: [{ role: 'user', content: { type: 'text', text: text.trimEnd() } }],
      };
    },
  };
}
