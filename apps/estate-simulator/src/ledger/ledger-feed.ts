import { mayHaveGaps } from '@plantway/truth-ledger';
import type { Observation } from '@plantway/truth-ledger';
import { MOST_AT_ONCE } from './fact-teller.js';
import type { Teller } from './fact-teller.js';
import { LedgerClient } from './ledger-client.js';
import type { LedgerAddress } from './ledger-client.js';

/** Technical milliseconds. A wake-up comes sooner; rounds go on without one for what nobody wakes us for. */
const ROUND_EVERY_MS = 1_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
const BATCH = 500;

/**
 * Tells a truth ledger everything that the tellers know, at least once, each list in order. What the ledger has heard it says itself, so that a feed goes on where
 * it was after a restart of either side. It never holds up who is told about: while the ledger is away, what happens waits in the journals where it stands anyway.
 */
export class LedgerFeed {
  private readonly told = new Map<string, number>();
  private client: LedgerClient | undefined;
  private knowsPlaces = false;
  private failures = 0;
  private wakeUp: () => void = () => undefined;
  private isWoken = false;
  private isStopped = false;
  private waiting: (() => void)[] = [];
  private readonly running: Promise<void>;

  /** `say` hears when the ledger cannot be told, once until it can be again. */
  constructor(private readonly tellers: readonly Teller[], private readonly say: (line: string) => void) {
    this.running = this.run();
  }

  /** Tells the ledger at this address from now on. */
  meet(address: LedgerAddress): void {
    this.client = new LedgerClient(address);
    this.knowsPlaces = false;
    this.failures = 0;
    this.wake();
  }

  /** Something happened. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp();
  }

  /** Resolves when everything that has happened up to now was told, the present stock included. */
  flush(): Promise<void> {
    const flushed = new Promise<void>((done) => this.waiting.push(done));
    this.wake();
    return flushed;
  }

  /** Ends after the telling that is under way. What was not told is told after the next start. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      this.isWoken = false;
      const asked = [...this.waiting]; // whoever asks from now on waits for the next round
      try {
        const isUpToDate = this.client !== undefined && (await this.round(this.client, asked.length > 0));
        this.failures = 0;
        if (isUpToDate) {
          this.waiting = this.waiting.slice(asked.length);
          for (const done of asked) done();
          await this.sleep(ROUND_EVERY_MS);
        } else if (this.client === undefined) await this.sleep(ROUND_EVERY_MS);
      } catch (error) {
        this.failures += 1;
        this.knowsPlaces = false;
        if (this.failures === 1) this.say(`the truth ledger cannot be told now: ${error instanceof Error ? error.message : String(error)}`);
        await this.sleep(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures), 'whatever happens');
      }
    }
  }

  /** One telling; true when it was all there is, false when a list was longer than one telling takes. */
  private async round(client: LedgerClient, everything: boolean): Promise<boolean> {
    if (!this.knowsPlaces) await this.askPlaces(client);
    let isUpToDate = true;
    for (const teller of this.tellers) {
      const observations = await teller.tell((source) => this.told.get(source) ?? 0, everything);
      if (observations.length >= MOST_AT_ONCE) isUpToDate = false;
      for (let from = 0; from < observations.length; from += BATCH) await this.send(client, observations.slice(from, from + BATCH));
    }
    return isUpToDate;
  }

  private async send(client: LedgerClient, batch: readonly Observation[]): Promise<void> {
    await client.tell(batch);
    for (const { source, sequence } of batch) this.told.set(source, Math.max(sequence, this.told.get(source) ?? 0));
  }

  private async askPlaces(client: LedgerClient): Promise<void> {
    const places = await client.sources();
    for (const source of this.tellers.flatMap(({ sources }) => sources)) {
      const heard = places[source];
      this.told.set(source, heard === undefined ? 0 : mayHaveGaps(source) ? heard.highest : heard.through);
    }
    this.knowsPlaces = true;
  }

  /** Ends early when somebody wakes us, unless the ledger is in trouble. */
  private async sleep(milliseconds: number, until?: 'whatever happens'): Promise<void> {
    if (this.isStopped || (this.isWoken && until === undefined)) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, milliseconds);
      this.wakeUp = () => {
        if (until !== undefined && !this.isStopped && this.failures > 0) return;
        clearTimeout(timer);
        done();
      };
    });
    this.wakeUp = () => undefined;
  }
}
