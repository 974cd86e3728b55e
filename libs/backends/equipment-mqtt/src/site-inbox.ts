import { TechnicalRetryableError, type EquipmentEvent } from '@plantway/canonical';
import { ClocksAhead, type Clock, type EquipmentEventSink } from '@plantway/ports';

export interface SiteInboxOptions {
  readonly siteId: string;
  readonly sourceSystem: string;
  readonly sink: EquipmentEventSink;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Told of an event that is not kept and never will be, and why; of a machine whose clock is ahead once, until it is right. */
  readonly onLost: (event: EquipmentEvent, reason: string) => void;
  /** Told why nothing can be kept now: once of each reason, until something is kept again. It is tried on and on. */
  readonly onTrouble: (reason: string) => void;
}

interface Waiting {
  readonly event: EquipmentEvent;
  readonly settled: (isKept: boolean) => void;
  readonly ended: (reason: Error) => void;
}

const MOST_AT_ONCE = 1_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Gives events of one site to the sink, in the order in which they came; those that come while some are being kept go together next. It tries until they are kept. */
export class SiteInbox {
  private readonly waiting: Waiting[] = [];
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;
  private readonly troubles = new Set<string>();
  private readonly clocks = new ClocksAhead();

  constructor(private readonly options: SiteInboxOptions) {}

  /** Whether what machines say cannot be kept now. */
  get isInTrouble(): boolean {
    return this.troubles.size > 0;
  }

  /** True when the event is kept; false when it surely never can be. @throws Error when the inbox is closed before */
  take(event: EquipmentEvent): Promise<boolean> {
    if (this.ending.signal.aborted) return Promise.reject(new Error('nobody listens any more'));
    const answered = new Promise<boolean>((settled, ended) => void this.waiting.push({ event, settled, ended }));
    this.running ??= this.run();
    return answered;
  }

  /** What is not kept yet is not acknowledged. Resolves when nothing is on its way to the sink any more. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0 && !this.ending.signal.aborted) {
      const batch = this.waiting.splice(0, MOST_AT_ONCE);
      const kept = await this.keep(batch.map(({ event }) => event));
      for (const [place, { settled, ended }] of batch.entries()) {
        if (kept === undefined) ended(new Error('nobody listens any more'));
        else settled(kept[place]);
      }
    }
    for (const { ended } of this.waiting.splice(0)) ended(new Error('nobody listens any more'));
    this.running = undefined;
  }

  /** Whether each is kept; undefined when the inbox was closed meanwhile. */
  private async keep(events: readonly EquipmentEvent[]): Promise<readonly boolean[] | undefined> {
    const { signal } = this.ending;
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const kept = await this.tried(events);
      if (kept !== undefined) return kept;
      await this.options.clock.sleep(pauseMs, signal);
    }
    return undefined;
  }

  /** One event that nobody can keep must not hold up the others: the ones of a batch that fails for another reason than the way to it are tried alone. Undefined when it is to be tried again. */
  private async tried(events: readonly EquipmentEvent[]): Promise<readonly boolean[] | undefined> {
    const { siteId, sourceSystem, sink, onLost } = this.options;
    try {
      const answers = await sink.take(siteId, sourceSystem, events);
      this.troubles.clear();
      return answers.map((answer, place) => {
        if (this.clocks.isToBeTold(events[place], answer)) onLost(events[place], `${answer.code}: ${answer.reason}`);
        return answer.outcome !== 'refused';
      });
    } catch (error) {
      if (!isPoison(error)) {
        this.tell(error);
        return undefined;
      }
      if (events.length === 1) {
        onLost(events[0], String(error));
        return [false];
      }
      const kept: boolean[] = [];
      for (const event of events) {
        const one = await this.tried([event]);
        if (one === undefined) return undefined;
        kept.push(...one);
      }
      return kept;
    }
  }

  private tell(error: unknown): void {
    const kind = kindOf(error);
    if (this.troubles.has(kind)) return;
    this.troubles.add(kind);
    this.options.onTrouble(wordsOf(error));
  }
}

/** What distinguishes one trouble from another: its code, because words may differ at each try. */
function kindOf(error: unknown): string {
  const code: unknown = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : wordsOf(error);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A database refuses such data whenever it comes: SQLSTATE class 22, data exception, or 23, a rule of the table. Everything else may work later. */
function isPoison(error: unknown): boolean {
  const code: unknown = error instanceof TechnicalRetryableError ? undefined : (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^2[23][0-9A-Z]{3}$/.test(code);
}
