import type { ErpCommand, ErpResults, Outcome } from '../engine/erp-command.js';
import { ErpEngine } from '../engine/erp-engine.js';
import type { PlantData } from '../engine/plant-data.js';
import { ClaimFile } from './claim-file.js';
import type { EnforcedReferences } from './enforced-references.js';
import { JournalError, JournalFile } from './journal-file.js';

/** A command without its business time, which the ERP stamps when it is entered. */
export type Unstamped<C> = C extends ErpCommand ? Omit<C, 'at'> : never;

/** Grows when the rules change what a journal means: one of an older format cannot be replayed. */
const FORMAT = 2;
type JournalLine = { readonly format: number; readonly siteId: string } | { readonly command: ErpCommand };

export interface DurableErpOptions {
  readonly siteId: string;
  /** Business time. */
  readonly now: () => Date;
  /** Data of the plant, asked for when the ERP begins empty. */
  readonly seed: (startsAt: Date) => PlantData;
  /** Journal file; absent: in memory. */
  readonly path?: string;
  /** Told of every accepted command once it is on disk. */
  readonly onPosted?: () => void;
  /** Absent: a reference may be written as often as it is sent. */
  readonly references?: EnforcedReferences;
}

/**
 * The ERP engine with its journal: an outcome is answered, and a state is shown, only when the journal holds it on disk.
 * @throws JournalError from every method once a write has failed
 */
export class DurableErp {
  /** The claim of the gateway that posts into this plant. */
  readonly gatewayClaim: ClaimFile;

  private constructor(private readonly options: DurableErpOptions, private readonly engine: ErpEngine, private readonly journal?: JournalFile<JournalLine>) {
    this.gatewayClaim = new ClaimFile(options.path && options.path.replace(/\.ndjson$/, '.claim.json'));
  }

  static async open(options: DurableErpOptions): Promise<DurableErp> {
    const { siteId, now, seed, path } = options;
    const opened = path === undefined ? undefined : await JournalFile.open<JournalLine>(path);
    const [header, ...lines] = opened?.entries ?? [];
    if (header !== undefined && !('format' in header && header.format === FORMAT && header.siteId === siteId)) {
      await opened?.journal.close();
      throw new JournalError(`Journal ${path} is not one of plant ${siteId} in format ${FORMAT}.`);
    }
    const commands = lines.flatMap((line) => ('command' in line ? [line.command] : []));
    const erp = new DurableErp(options, ErpEngine.replay(commands), opened?.journal);
    if (header === undefined) await erp.journal?.append({ format: FORMAT, siteId });
    if (commands.length === 0) await erp.apply({ type: 'seedPlant', plant: seed(now()) });
    return erp;
  }

  get siteId(): string {
    return this.options.siteId;
  }

  /** Enters a command at the present business time, not before that of the last one. */
  async apply<C extends Unstamped<ErpCommand>>(command: C): Promise<Outcome<ErpResults[C['type']]>> {
    const { references } = this.options;
    const known = references?.known(this.engine, command as Partial<ErpCommand>);
    if (known !== undefined) {
      await this.journal?.settled();
      return { posted: true, result: known } as Outcome<ErpResults[C['type']]>;
    }
    const { lastAt } = this.engine.view;
    const last = lastAt === '' ? 0 : Date.parse(lastAt);
    const at = new Date(Math.max(this.options.now().getTime(), last)).toISOString();
    const entered = { ...command, at } as unknown as ErpCommand;
    const outcome = this.engine.apply(entered);
    if (!outcome.posted) await this.journal?.settled();
    else {
      references?.written(entered);
      await this.journal?.append({ command: entered });
      this.options.onPosted?.();
    }
    return outcome as Outcome<ErpResults[C['type']]>;
  }

  /** Reads from the engine, as of one moment, when all that it shows is on disk. */
  async read<T>(question: (engine: ErpEngine) => T): Promise<T> {
    const answer = question(this.engine);
    await this.journal?.settled();
    return answer;
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }
}
