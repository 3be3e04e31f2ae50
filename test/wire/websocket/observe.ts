import { WebSocketFrames } from '../../../src/wire/websocket/frames.js';
import { feedCut } from '../support/cuts.js';

export type SeenFrame =
  | { kind: 'message'; opcode: number; compressed: boolean; payload: string; lost: number; ended: boolean }
  | { kind: 'control'; opcode: number; payload: string }
  | { kind: 'broken'; reason: string };

/** Everything that is reported, in a form that does not depend on the cut: in order of the starts. */
export class WebSocketObservation {
  readonly seen: SeenFrame[] = [];
  readonly frames: WebSocketFrames;

  constructor() {
    this.frames = new WebSocketFrames({
      messageStart: (message) => this.seen.push({ kind: 'message', ...message, payload: '', lost: 0, ended: false }),
      messageData: (slice) => (this.#message.payload += Buffer.from(slice).toString('latin1')),
      messageLost: (bytes) => (this.#message.lost += bytes),
      messageEnd: () => (this.#message.ended = true),
      control: (opcode, payload) =>
        this.seen.push({ kind: 'control', opcode, payload: Buffer.from(payload).toString('latin1') }),
      broken: (reason) => this.seen.push({ kind: 'broken', reason }),
    });
  }

  feed(wire: Uint8Array, cut: readonly number[]): this {
    feedCut(wire, cut, (chunk) => this.frames.feed(chunk));
    return this;
  }

  get #message(): SeenFrame & { kind: 'message' } {
    const message = this.seen.findLast((frame) => frame.kind === 'message');
    if (message === undefined || message.ended) throw new Error('no message is open');
    return message;
  }
}
