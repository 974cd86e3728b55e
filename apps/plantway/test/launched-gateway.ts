import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@plantway/testing';

export const root = join(import.meta.dirname, '../../..');
const START_WITHIN_MS = 40_000;

/** What `npm start` runs, as a process of the test's own. */
export class LaunchedGateway {
  readonly lines: string[] = [];
  readonly complaints: string[] = [];
  exitCode: number | null | undefined;
  private readonly child: ChildProcess;

  constructor(readonly data: string, ...words: string[]) {
    this.child = spawn(process.execPath, ['dist/apps/plantway/src/main.js', '--data', data, ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    collect(this.child.stdout!, this.lines);
    collect(this.child.stderr!, this.complaints);
    this.child.once('close', (exitCode) => void (this.exitCode = exitCode));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** What the program has written to `<data>/runtime.json`. */
  get runtime(): { state: string; pid: number; baseUrl: string; speed: number; database: { home: string; port: number; pid: number }; estate: { pid: number; erpUrl: string } } {
    return JSON.parse(readFileSync(join(this.data, 'runtime.json'), 'utf8'));
  }

  /** Waits for a line; fails at once, with everything that was said, when the program ends before. */
  line(wanted: RegExp, within = START_WITHIN_MS): Promise<string> {
    return until(() => {
      const found = this.lines.find((line) => wanted.test(line));
      if (found === undefined && this.exitCode !== undefined) return `ended with ${this.exitCode}: ${[...this.lines, ...this.complaints].join('\n')}`;
      return found;
    }, { within });
  }

  /** Waits until it is ready and answers its base URL. */
  async ready(): Promise<string> {
    const line = await this.line(/^ready /);
    if (!line.startsWith('ready ')) throw new Error(line);
    return line.slice('ready '.length);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end, and answers the exit code; null when a signal ended it. */
  async ended(): Promise<number | null> {
    await until(() => this.exitCode !== undefined, { within: START_WITHIN_MS });
    return this.exitCode!;
  }

  async stop(): Promise<void> {
    if (this.exitCode === undefined) this.signal('SIGTERM');
    await this.ended();
  }
}

/** Builds what is stale, as `npm start` does before. */
export function build(): void {
  execFileSync(process.execPath, ['tools/build.mjs'], { cwd: root });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

function collect(stream: NodeJS.ReadableStream, lines: string[]): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
  });
  stream.on('close', () => rest !== '' && lines.push(rest));
}
