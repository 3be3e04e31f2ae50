import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'leaked_private_key',
  variant: 'response',
  threat: 'EXFIL',
  direction: 'inbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'leakage',
  about: 'A whole private key in an answer: a server gives away what nobody should have, and the agent now holds it.',
  anatomy: '"-----BEGIN", a kind, "PRIVATE KEY-----", a line end, four or more lines of base64',
  source: 'https://www.rfc-editor.org/rfc/rfc7468#section-10',
  match: [
    {
      re: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?:[\r\n]|\\r|\\n){1,4}(?:[A-Za-z0-9+/]{64,76}(?:[\r\n]|\\r|\\n){1,4}){2}/,
    },
  ],
  examples: {
    fires: [
      '-----BEGIN RSA PRIVATE KEY-----\nMIICWwIBAAKBgQCYdGaf5uYMsilGHfnx/zxXtihdGFr3hCWwebHGhgEAVn0xk3Jq\n81mZp0sXv72LwQe5Rt9Yb6Nd4Hc1GfUa8WsEo5Ti7Pl3Mj2Vh9Kx0Zq4CyB1nR6u\nQIDAQAB\n',
    ],
    silent: [
      '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
      '-----BEGIN CERTIFICATE-----\nMIICWwIBAAKBgQCYdGaf5uYMsilGHfnx/zxXtihdGFr3hCWwebHGhgEAVn0xk3Jq\n81mZp0sXv72LwQe5Rt9Yb6Nd4Hc1GfUa8WsEo5Ti7Pl3Mj2Vh9Kx0Zq4CyB1nR6u\n',
      'if key.startswith("-----BEGIN RSA PRIVATE KEY-----"):',
    ],
  },
};
