import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'xai',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "xAI (Grok) key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'xai- and 80 letters and digits',
  source: 'https://docs.x.ai/docs/overview',
  home: ['api.x.ai', '*.x.ai'],
  match: [{ re: /(?<![A-Za-z0-9])xai-[A-Za-z0-9]{70,90}(?![A-Za-z0-9])/ }],
  examples: {
    fires: [
      'xai-bsDe0G9Cryn687neLfjVHq8xiM0OGr4hTxoF54Fzbka8FRCztUjAwyuh1vauWv1zh87mTa5Vsqxezy3L',
      'XAI_API_KEY=xai-ex7BWr2drgd1QsO7jprBGumXxY9B4bZWOz648JJnUfd7UACNWiP3sFd67JikEAvstqVVPqzPptEJQzhk',
    ],
    silent: ['xai-grok-2-latest', 'xai-PkenG5ZFJoC6vWCBiJmpflvJfupxqZ'],
  },
};
