import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'sonar',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'SonarQube token: reads code and changes its quality gates.',
  anatomy: 'sqp, sqa or squ, _, 40 hexadecimal digits; 40 letters and digits behind sonar.login',
  source: 'https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/',
  home: ['sonarcloud.io', '*.sonarcloud.io', 'sonarqube.us'],
  match: [
    { re: /(?<![A-Za-z0-9])sq[pua]_[A-Za-z0-9]{40}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) },
    // Before version 10 a token had no prefix; scanners are given it as their login.
    {
      re: /sonar[._-]?login['"]? {0,3}[=,:?]{1,4} {0,3}['"]?(?<secret>[0-9a-z]{40})(?![0-9a-z])/i,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: [
      'squ_3f1a93ff90e3e51c6d965b24a249fee17e170724',
      '-Dsonar.login=5524bf449ca45fcace54698371466398321f3a82',
      'SONAR_LOGIN := "5524bf449ca45fcace54698371466398321f3a82"',
    ],
    silent: ['squ_id', 'sonar.login=admin'],
  },
};
