import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'hubspot',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'HubSpot token: reads and changes customers.',
  anatomy: 'pat-, a region, -, a UUID; a UUID behind hubspot and key',
  source: 'https://developers.hubspot.com/docs/guides/apps/private-apps/overview',
  home: ['api.hubapi.com', '*.hubspot.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])pat-(?:na|eu|ap)\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
    // A key of an account, as there were until 2022.
    {
      re: /hubspot[ _.-]?(?:api[ _.-]?)?key["']?\s?[:=?]{1,4}\s?["']?(?<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'const hubspotKey = "E404495F-8CA8-9349-D26D-74DE51952B35"',
      'pat-na1-e404495f-8ca8-9349-d26d-74de51952b35',
    ],
    silent: ['hubspot_form_id: e404495f-8ca8-9349-d26d-74de51952b35', 'pat-na1-'],
  },
};
