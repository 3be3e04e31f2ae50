import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'private_key_pem',
  variant: 'pkcs12',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'keys',
  about: 'A bundle of a private key and its certificates in PKCS#12, as .p12 and .pfx files are kept in settings.',
  anatomy:
    'base64 of a DER sequence of two length bytes whose first element is the version 3: MI, IBAzCC in ninth place',
  source: 'https://www.rfc-editor.org/rfc/rfc7292#section-4',
  match: [{ re: /(?<![A-Za-z0-9+/])MI[I-L][A-Za-z0-9+/]{2}[AQgw]IBAzCC[A-Za-z0-9+/]{40}/ }],
  examples: {
    fires: ['pfx: MIIKCQIBAzCCCc8GCSqGSIb3DQEHAaCCCcAEggm8MIIJuDCCBG8GCSqGSIb3DQEHBqCCBGAwggRc'],
    silent: ['MIIBszCCAVmgAwIBAgIUR0Z5X2dPMIIBszCCAVmgAwIBAgIUR0Z5X2dP', 'IBAzCC'],
  },
};
