import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'vercel-ai-gateway',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Vercel AI Gateway key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: 'vck_ and some 56 letters and digits',
  source: 'https://vercel.com/docs/ai-gateway/authentication',
  home: ['ai-gateway.vercel.sh', '*.vercel.com', '*.vercel.sh'],
  match: [{ re: /(?<![A-Za-z0-9])vck_[A-Za-z0-9]{40,64}(?![A-Za-z0-9])/ }],
  examples: {
    fires: ['vck_AvQwiRmNN2r01HgV2V7WErYOTO6TiA3gaAXJLhFz9KjA2Yr3NMhy2CSD'],
    silent: ['vck_id'],
  },
};
