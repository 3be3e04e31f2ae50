/** What the Traffic Guardian hands to NanoClaw's host. */
export interface TrafficCommand {
  name: string;
  description: string;
  access: 'open';
  parseArgs: (raw: Record<string, unknown>) => Record<string, unknown>;
  handler: (
    args: Record<string, unknown>,
    caller: { caller: 'host' } | { caller: 'agent'; agentGroupId: string },
  ) => Promise<unknown>;
}

export interface Hooks {
  beforeHost(): Promise<void>;
  hostStart(): Promise<void>;
  hostStop(): Promise<void>;
  containerSpawn(args: string[], group: string): Promise<void>;
  readonly commands: readonly TrafficCommand[];
  watchGateways(registrations: () => readonly object[], dataFolder: string): void;
  requestFile(data: unknown, group: string): Promise<boolean>;
}

export function openGuardian(host: {
  root: string;
  env: NodeJS.ProcessEnv;
  log: {
    info(message: string, details?: Record<string, unknown>): void;
    warn(message: string, details?: Record<string, unknown>): void;
    error(message: string, details?: Record<string, unknown>): void;
  };
}): Hooks;
