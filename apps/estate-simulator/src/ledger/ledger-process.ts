import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LedgerAddress } from './ledger-client.js';

const PROGRAM = join(import.meta.dirname, '../../../truth-ledger/src/main.js');
const AGAIN_AFTER_MS = 1_000;

interface ReadyMessage extends LedgerAddress {
  readonly type: 'ready';
}

export interface LedgerProcessOptions {
  readonly folder: string;
  readonly key: string;
  /** Sites that it must hear of. */
  readonly sites: readonly string[];
  /** Told of its address, and again after every restart. */
  readonly onReady: (address: LedgerAddress) => void;
  readonly say: (line: string) => void;
}

/** The truth ledger as a process of its own: started again, at the same address, whenever it dies; it ends when we do. */
export class LedgerProcess {
  private child: ChildProcess | undefined;
  private again: NodeJS.Timeout | undefined;
  private isStopped = false;
  private port = '0';

  constructor(private readonly options: LedgerProcessOptions) {
    this.start();
  }

  /** Undefined while it is away. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.again);
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  private start(): void {
    const { folder, key, sites, onReady, say } = this.options;
    const child = fork(PROGRAM, ['--data', folder, '--port', this.port, '--sites', sites.join(',')], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [], env: { ...process.env, TRUTH_LEDGER_KEY: key } });
    this.child = child;
    child.on('message', (message: ReadyMessage) => {
      if (message.type !== 'ready') return;
      this.port = new URL(message.url).port;
      onReady({ url: message.url, key: message.key });
    });
    child.once('error', (error) => say(`the truth ledger cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.child = undefined;
      if (this.isStopped) return;
      say(`the truth ledger ended (${signal ?? code}) and is started again`);
      this.again = setTimeout(() => this.start(), AGAIN_AFTER_MS);
    });
  }
}
