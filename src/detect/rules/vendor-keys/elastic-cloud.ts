import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'elastic-cloud',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Elastic Cloud key: reads and changes the deployments of an organisation.',
  anatomy: 'essu_ and base64',
  source: 'https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys',
  home: ['api.elastic-cloud.com', '*.es.io', '*.elastic-cloud.com', '*.elastic.cloud'],
  match: [
    {
      re: /(?<![A-Za-z0-9])essu_[A-Za-z0-9+/]{40,200}={0,2}(?![A-Za-z0-9+/=])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['essu_zQUMPM08HSe8jnPJjoqgA2RB19fLy0Mg1YLVUHFjxQieNOMEF2Msj5cmtiEG1ztvNvV2FGkd0F6yyi=='],
    silent: ['essu_key', 'essu_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  },
};
