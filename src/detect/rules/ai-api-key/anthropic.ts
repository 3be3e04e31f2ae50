import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'anthropic',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'ai',
  about: "Anthropic key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy:
    'sk-ant-, kind (api, admin, oat and ort for OAuth, sid for sessions) with a two-digit version, some 95 base64url characters ending in AA',
  source: 'https://docs.anthropic.com/en/api/getting-started#authentication',
  home: ['api.anthropic.com', '*.anthropic.com', 'claude.ai', '*.claude.ai', 'platform.claude.com'],
  match: [{ re: /(?<![A-Za-z0-9])sk-ant-(?:api|admin|oat|ort|sid|usr)\d{2}-[\w-]{24,200}/ }],
  examples: {
    fires: [
      'sk-ant-api03-PtYgjmUhBel31iEl2hpChYgCfrL1spNxnyVmihA-2O76UMFxFkM-R5Kjp1vRt_1fjORS-6ilI8ihN5KXSc7Tvo-hBKqFYAA',
      'ANTHROPIC_API_KEY=sk-ant-admin01-Y-kv5ZJr3J1TWDtkwtDDb_xHKas1VOqg6YYZYn9ZhyiA4uoRgnatmUdjAWtGSU8po_799NksnRH9ucAUsdMlHUvTCQCyEAA',
      '{"accessToken":"sk-ant-oat01-ZDz-TddJ8HyS5SUkCnD8zRA9a9SkpXz9w3QlY7Zkuvqdt7s8Stqcbnr3yBdGBLEPH1qhT61qtc4xatws8phP9nhFyJfm5AA"}',
    ],
    silent: ['sk-ant-api03-', 'ssk-ant-api04-NotARealKeyButLooksLikeOne', 'https://docs.anthropic.com/sk-ant-keys'],
  },
};
