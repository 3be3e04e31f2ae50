import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

/** A program that is installed on the machine, in a process of its own. */
export class ExternalProgram {
  readonly #child: ChildProcess;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    const keep = (chunk: Buffer): void => void (this.#output = (this.#output + chunk.toString()).slice(-2000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => keep(Buffer.from(error.message)));
  }

  /** Starts it and waits until its port answers. @throws Error with what it wrote when it does not. */
  static async start(
    command: string,
    args: readonly string[],
    port: number,
    env = process.env,
  ): Promise<ExternalProgram> {
    const program = new ExternalProgram(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env }));
    const deadline = performance.now() + 20_000;
    while (!(await answers(port))) {
      if (program.#child.exitCode !== null || performance.now() > deadline) {
        await program.stop();
        throw new Error(`${command} did not start: ${program.#output.trim()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return program;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const cut = setTimeout(() => child.kill('SIGKILL'), 5_000);
      child.once('exit', () => {
        clearTimeout(cut);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }
}

/** Full path of a command, looked for where daemons live too. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/lib/squid'];
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
