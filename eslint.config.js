import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Which folder may import which, as a table: the way of a byte runs from left to right, and an arrow never turns
 * back. What is not listed for a folder is forbidden there (`time`, `text` and `validation` are open to all).
 */
const mayImport = {
  time: [],
  text: [],
  validation: ['text'],
  wire: [],
  proxy: ['wire'],
  findings: [],
  audit: ['findings'],
  export: ['findings'],
  report: ['findings', 'audit', 'sidecar'],
  detect: ['findings'],
  sinks: ['findings'],
  fleet: ['findings', 'sinks'],
  observe: ['wire', 'proxy'],
  sidecar: ['wire', 'proxy', 'observe', 'detect', 'findings', 'audit', 'sinks'],
  host: ['sidecar', 'findings', 'audit'],
  mcp: ['findings', 'sidecar', 'host', 'nanoclaw'],
  nanoclaw: ['findings', 'sidecar', 'host'],
  install: ['nanoclaw', 'sidecar'],
  sessions: ['detect', 'findings', 'sidecar', 'nanoclaw'],
  doctor: ['proxy', 'sidecar', 'host'],
  setup: ['findings', 'proxy', 'sidecar', 'host', 'nanoclaw', 'install', 'doctor', 'mcp'],
  cli: [
    'install',
    'doctor',
    'setup',
    'sessions',
    'sinks',
    'fleet',
    'wire',
    'proxy',
    'observe',
    'detect',
    'findings',
    'audit',
    'export',
    'report',
    'sidecar',
    'host',
    'mcp',
  ],
};
const everywhere = ['time', 'text', 'validation'];

const boundaries = Object.entries(mayImport).map(([folder, allowed]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: Object.keys(mayImport)
          .filter((other) => other !== folder && !allowed.includes(other))
          .filter((other) => !(everywhere.includes(other) && folder !== 'text'))
          .map((other) => ({ regex: `(^|/)${other}/`, message: `src/${folder} does not know src/${other}.` })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['build/', 'node_modules/', 'coverage/', '**/*.generated.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      // A cast hides a doubt; `as const` and casts in tests of wrong input are the exceptions.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      // Byte loops read typed arrays at indexes they have just bounded: `!` says so without a run-time cost.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-literal-enum-member': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/unified-signatures': 'off',
      'no-console': 'error',
    },
  },
  ...boundaries,
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/require-await': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/support/run.ts'],
    rules: {
      // While a process waits in one of these, no deadline of its own can end it, and its servers answer nobody.
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'execa', importNames: ['execaSync'], message: 'Use test/support/run.ts.' },
            {
              name: 'node:child_process',
              importNames: ['execSync', 'execFileSync', 'spawnSync'],
              message: 'Use test/support/run.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.d.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['scripts/**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', Buffer: 'readonly' } },
  },
  prettier,
);
