import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'azure-openai',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Azure OpenAI key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: '32 hexadecimal digits, or 84 letters and digits, behind their name',
  source: 'https://learn.microsoft.com/en-us/azure/ai-services/openai/reference',
  home: ['*.openai.azure.com', '*.cognitiveservices.azure.com', '*.services.ai.azure.com'],
  match: [
    {
      re: /azure[\w .-]{0,10}openai[\w .-]{0,20}["']?\s{0,3}[:=]>?\s{0,3}["']?(?<secret>[0-9a-f]{32}|[A-Za-z0-9]{84})(?![A-Za-z0-9])/i,
    },
  ],
  examples: {
    fires: [
      'AZURE_OPENAI_API_KEY=0909c30065f846d34530325fed10a47b',
      'azure_openai_key: "rkcrOg258LewmCNybdo4zLW9cCdNppock7L2lua530DtAMq94F8epRyRTLoAtz4TFbY3pflkwyla4szJxhvI"',
    ],
    silent: ['AZURE_OPENAI_ENDPOINT=https://x.openai.azure.com/'],
  },
};
