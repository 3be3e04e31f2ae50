// A load process: runs one job after the other, as its parent says.
import { prepareConnections } from './connections.js';
import { prepareEvents } from './events.js';
import { prepareHold } from './hold.js';
import type { Job, LoadAnswer, LoadRequest } from './job.js';
import { preparePaced } from './paced.js';
import { prepareRequests } from './requests.js';
import type { RunningJob } from './running-job.js';
import { messageOf } from '../../src/text/unknown-error.js';

let running: RunningJob | undefined;

process.on('message', (request: LoadRequest) => void answer(request));
process.on('disconnect', () => process.exit(0));

async function answer(request: LoadRequest): Promise<void> {
  try {
    tell(await perform(request));
  } catch (error) {
    tell({ kind: 'failed', reason: messageOf(error) });
  }
}

async function perform(request: LoadRequest): Promise<LoadAnswer> {
  switch (request.kind) {
    case 'prepare':
      running = await prepare(request.job);
      return { kind: 'ready' };
    case 'go': {
      if (running === undefined) throw new Error('nothing is prepared');
      const before = process.cpuUsage();
      const result = await running.run();
      const { user, system } = process.cpuUsage(before);
      return { kind: 'result', result: { ...result, processorSeconds: (user + system) / 1e6 } };
    }
    case 'end':
      running?.end();
      running = undefined;
      return { kind: 'ended' };
  }
}

function prepare(job: Job): Promise<RunningJob> {
  switch (job.kind) {
    case 'requests':
      return prepareRequests(job);
    case 'connections':
      return prepareConnections(job);
    case 'paced':
      return preparePaced(job);
    case 'events':
      return prepareEvents(job);
    case 'hold':
      return prepareHold(job);
  }
}

function tell(message: LoadAnswer): void {
  process.send?.(message);
}
