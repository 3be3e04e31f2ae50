import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'dotenv_path',
  variant: 'dotenv',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'low',
  group: 'places',
  about: 'A .env file, where projects keep their secrets, named in what leaves.',
  anatomy:
    '.env as a whole file name, with or without a folder before it and a stage behind it (.env.local, .env.production)',
  source: 'https://github.com/motdotla/dotenv and https://12factor.net/config',
  match: [
    {
      re: /(?:[\w)~.-]?[/\\]|(?:cat|less|more|head|tail|open|read|source|cp|mv|scp|type|print|the|my|your|a|file|export|load|show|send|upload|dump|-f|--env-file|@|<)[ =]{1,2}["'`]?)\.env(?:\.(?:local|prod(?:uction)?|dev(?:elopment)?|stag(?:e|ing)|test|ci|backup|bak|old|secrets?))?(?![\w.-])/i,
      // Who looks for it all over the web stands in each server's log: `"GET /.env HTTP/1.1" 404`.
      accept: ({ before, after }) =>
        !(/"(?:GET|HEAD|POST) \S*$/.test(before) && /^\S* HTTP\/[\d.]+" \d{3}/.test(after)),
      // Templates are made to be shared; `process.env` and `import.meta.env` have no separator before them.
    },
    { re: /(?<=["'`])\.env(?:\.(?:local|prod(?:uction)?|dev(?:elopment)?|stag(?:e|ing)|secrets?))?(?=["'`])/ },
  ],
  examples: {
    fires: [
      'cat /home/alice/app/.env',
      'Open the .env file in the project root',
      '{"path":".env.production"}',
      './.env',
    ],
    silent: [
      'process.env',
      'import.meta.env.MODE',
      '.env.example',
      'env.json',
      'docker run --env-file=prod.list',
      'foo.env',
      '203.0.113.9 - - "GET /.env HTTP/1.1" 404 153',
    ],
  },
};
