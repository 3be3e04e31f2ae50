import { createRequire } from 'node:module';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import protobuf from 'protobufjs';

/** The protocol's own definitions, as published. */
const PROTOS = join(
  dirname(createRequire(import.meta.url).resolve('opentelemetry-protos/package.json')),
  'build/protos',
);

function load(service: 'logs' | 'metrics'): protobuf.Type {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => join(PROTOS, target);
  root.loadSync(`opentelemetry/proto/collector/${service}/v1/${service}_service.proto`);
  const name = service === 'logs' ? 'Logs' : 'Metrics';
  return root.lookupType(`opentelemetry.proto.collector.${service}.v1.Export${name}ServiceRequest`);
}

const TYPES = { '/v1/logs': load('logs'), '/v1/metrics': load('metrics') };

/** An attribute's value in the protocol's JSON. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: AnyValue[] };
}

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export interface LogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes: KeyValue[];
}

export interface Metric {
  readonly name: string;
  readonly sum?: {
    readonly dataPoints: object[];
    readonly isMonotonic: boolean;
    readonly aggregationTemporality: number;
  };
  readonly gauge?: { readonly dataPoints: object[] };
}

/** A collector that understands exactly what the protocol's definitions say, and refuses all else. */
export class OtlpReceiver {
  readonly records: LogRecord[] = [];
  readonly metrics: Metric[] = [];
  readonly resources: KeyValue[][] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  /** What was sent and does not follow the definitions. */
  readonly wrong: string[] = [];
  /** Asked before each request: a status other than 200 is the answer, and nothing is kept; `hang` answers never. */
  answer: (path: string) => number | 'hang' | 'kept-unanswered' = () => 200;
  /** Body of a success. */
  reply: Buffer = Buffer.alloc(0);
  #server: Server | undefined;
  port = 0;

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      this.#take(request, response).catch((error: unknown) => {
        this.wrong.push(String(error));
        response.writeHead(400).end();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends as a process that is killed: whatever is open is cut. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = this.answer(request.url ?? '');
    if (answer === 'hang') return;
    if (typeof answer === 'number' && answer !== 200) {
      response.writeHead(answer).end();
      return;
    }
    this.headers.push(request.headers);
    const type = TYPES[request.url as keyof typeof TYPES];
    const body = Buffer.concat(chunks);
    const isJson = request.headers['content-type'] === 'application/json';
    const message = isJson ? fromJson(type, JSON.parse(body.toString()) as object) : type.decode(body);
    this.#keep(type.toObject(message, { longs: String, enums: Number, defaults: false }));
    if (answer === 'kept-unanswered') request.socket.destroy();
    else response.writeHead(200, { 'content-type': request.headers['content-type'] }).end(this.reply);
  }

  #keep(message: Record<string, unknown>): void {
    interface Logs {
      resource: { attributes: KeyValue[] };
      scopeLogs: { logRecords: LogRecord[] }[];
    }
    interface Metrics {
      scopeMetrics: { metrics: Metric[] }[];
    }
    const { resourceLogs = [], resourceMetrics = [] } = message as {
      resourceLogs?: Logs[];
      resourceMetrics?: Metrics[];
    };
    for (const { resource, scopeLogs } of resourceLogs) {
      this.resources.push(resource.attributes);
      for (const { logRecords } of scopeLogs) this.records.push(...logRecords);
    }
    for (const { scopeMetrics } of resourceMetrics) {
      for (const { metrics } of scopeMetrics) this.metrics.push(...metrics);
    }
  }
}

/** JSON by the rules of protobuf; a name or a kind that the definition has not is an error. */
function fromJson(type: protobuf.Type, value: object): protobuf.Message {
  knownNames(type, value);
  const message = type.fromObject(value);
  const problem = type.verify(type.toObject(message));
  if (problem !== null) throw new Error(problem);
  return message;
}

/** Added to the protocol later than the definitions that are published for Node; the protocol says to ignore such names. */
const LATER = ['eventName'];

function knownNames(type: protobuf.Type, value: object): void {
  for (const [name, each] of Object.entries(value)) {
    const field = type.fields[name];
    if (field === undefined && LATER.includes(name)) continue;
    if (field === undefined) throw new Error(`${type.name} has no ${name}`);
    field.resolve();
    const parts: unknown[] = Array.isArray(each) ? each : [each];
    if (field.resolvedType instanceof protobuf.Type) {
      for (const part of parts) knownNames(field.resolvedType, part as object);
    }
  }
}

/** Text of an attribute. */
export function attribute({ attributes }: Pick<LogRecord, 'attributes'>, key: string): string | undefined {
  const value = attributes.find((each) => each.key === key)?.value;
  return value?.stringValue ?? (value?.intValue === undefined ? undefined : String(value.intValue));
}
