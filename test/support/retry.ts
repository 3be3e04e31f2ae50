import { jest } from '@jest/globals';

// On a machine that is shared with others, a test of real processes and sockets may wait too long for once. CI gives it
// a second chance and prints what went wrong the first time; whoever runs the tests at home hears of it at once.
if (process.env['CI'] === 'true') jest.retryTimes(1, { logErrorsBeforeRetry: true });
