import type { Destination } from './destination.js';
import type { FlowEnd } from './flow.js';
import type { AddressRefusal } from './reach/address-rules.js';

/** What the proxy tells the process around it: for the coverage ledger, the audit log and status. */
export type ProxyEvent =
  | { readonly kind: 'flow-ended'; readonly end: FlowEnd }
  | { readonly kind: 'authentication-failed'; readonly source: string }
  | {
      readonly kind: 'destination-refused';
      readonly agent: string;
      readonly destination: Destination;
      readonly reason: AddressRefusal;
    }
  | { readonly kind: 'dial-failed'; readonly agent: string; readonly destination: Destination; readonly code: string }
  | { readonly kind: 'malformed-request'; readonly source: string; readonly reason: string }
  | { readonly kind: 'connection-limit'; readonly agent: string | undefined }
  /** The client did not accept our certificate (it pins another or lacks our CA), or has to show one of its own. */
  | {
      readonly kind: 'leaf-rejected';
      readonly agent: string;
      readonly destination: Destination;
      readonly code: string;
    }
  /** The real server's certificate did not verify; the client was made to see that. */
  | { readonly kind: 'upstream-invalid'; readonly agent: string; readonly destination: Destination }
  | {
      readonly kind: 'upstream-tls-failed';
      readonly agent: string;
      readonly destination: Destination;
      readonly code: string;
    };

/** Receives proxy events; returns at once and never throws. */
export type ProxyEventSink = (event: ProxyEvent) => void;
