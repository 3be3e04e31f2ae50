import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program of the benchmark that runs in a process of its own and answers over its IPC channel. */
export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  #errors = '';

  private constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-2000)));
  }

  /** Starts a program; its options go as JSON in the first argument. */
  static start(file: URL, options: unknown, settings: { env?: NodeJS.ProcessEnv; execArgv?: string[] } = {}): Program {
    const path = fileURLToPath(file);
    const child = fork(path, [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...settings.env },
      execArgv: settings.execArgv ?? [],
    });
    return new Program(path.slice(path.lastIndexOf('/') + 1), child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends something and waits for the next message. */
  async ask<T>(message: object | undefined, timeoutMs: number): Promise<T> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(new Error(`${this.#name} gave no answer in ${timeoutMs} ms`)), timeoutMs);
      const onMessage = (answer: unknown): void => {
        finish(undefined);
        resolve(answer as T);
      };
      const onExit = (): void => finish(new Error(`${this.#name} ended: ${this.#errors.trim() || 'without a word'}`));
      const finish = (error: Error | undefined): void => {
        clearTimeout(timer);
        child.removeListener('message', onMessage);
        child.removeListener('exit', onExit);
        if (error !== undefined) reject(error);
      };
      child.once('message', onMessage);
      child.once('exit', onExit);
      if (child.exitCode !== null || child.signalCode !== null) onExit();
      else if (message !== undefined) child.send(message);
    });
  }

  tell(message: object): void {
    this.#child.send(message);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
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
