import { FlowObserver } from '../../src/observe/flow-observer.js';
import type { TrafficTap } from '../../src/proxy/flow.js';
import { recordingSink } from './recording-sink.js';

/** A tap that reads in this thread, so that a failure of the protocols in it would be a failure of the relay. */
export function directTap(): TrafficTap {
  return {
    named: () => undefined,
    open: (flow) => {
      const announcement = { flow, resumed: false, canSkip: false, offsets: { outbound: 0, inbound: 0 } };
      const observer = new FlowObserver(announcement, recordingSink().sink, 1024 * 1024, () => undefined);
      return {
        outbound: (bytes) => observer.bytes('outbound', bytes),
        inbound: (bytes) => observer.bytes('inbound', bytes),
        outboundEnd: () => observer.end('outbound'),
        inboundEnd: () => observer.end('inbound'),
        close: () => observer.close(() => undefined),
      };
    },
  };
}
