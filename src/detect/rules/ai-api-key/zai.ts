import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'zai',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about: "Z.ai (Zhipu) key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy: '32 hexadecimal digits, a dot, 16 letters and digits, behind their name',
  source: 'https://docs.z.ai/guides/overview/quick-start',
  home: ['api.z.ai', 'open.bigmodel.cn', '*.z.ai', '*.bigmodel.cn'],
  match: [
    {
      re: /(?:z\.?ai|zhipu|bigmodel|glm)[\w .-]{0,20}["']?\s{0,3}[:=]>?\s{0,3}["']?(?<secret>[0-9a-f]{32}\.[A-Za-z0-9]{16})(?![A-Za-z0-9])/i,
    },
  ],
  examples: {
    fires: [
      'ZAI_API_KEY=9b9bcca0fce9594dc72aa7a6d0018f99.INBH0HURByDwcMRw',
      'zhipu_api_key="e0273dbc46dfcea25bab29539ad5966d.ldOKMgwKOOUcSAaY"',
    ],
    silent: ['glm-4.5: 128k', 'ZAI_API_KEY=${ZAI}'],
  },
};
