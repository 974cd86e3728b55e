import { join } from 'node:path';
import type { HoldScope, Instant, Nonconformity } from '@plantway/canonical';
import { chanceOf } from '../../mes/floor/chance.js';
import type { MesFact } from '../../mes/mes-fact.js';
import type { SelfWorking } from '../business-system.js';
import { SystemJournal } from '../system-journal.js';
import type { OutboxLine, SystemGateway } from '../system-journal.js';
import type { SystemOptions } from '../system-options.js';

const FOUND_SHARE = 0.25;
/** States in which a report will never stand in the ERP. */
const FORGOTTEN_STATES: readonly string[] = ['annulled', 'discarded'];

type InspectorLine =
  | { readonly line: 'found'; readonly at: Instant; readonly confirmationId: string; readonly workOrderId: string; readonly nonconformity: Omit<Nonconformity, 'siteId'> }
  /** The report that it was found in will never stand. */
  | { readonly line: 'forgotten'; readonly at: Instant; readonly confirmationId: string };

export interface InspectorOptions extends SystemOptions {
  /** Item of a work order. */
  readonly itemOf: (workOrderId: string) => string | undefined;
}

/** Whether a report stands in the ERP: "posted", "parked"; undefined when it is not known. Throws when the gateway cannot be read now. */
export type ConfirmationState = (confirmationId: string) => Promise<string | undefined>;

/** People on the floor who look at what was reported with scrap: by chance they find that something is wrong, and say so when the report stands in the ERP. */
export class Inspector implements SelfWorking {
  private readonly found = new Map<string, Omit<Nonconformity, 'siteId'>>();
  private readonly orders = new Set<string>();
  private count = 0;
  private isResting = false;
  private journal!: SystemJournal<InspectorLine>;

  private constructor(private readonly options: InspectorOptions) {}

  static async open(options: InspectorOptions): Promise<Inspector> {
    const inspector = new Inspector(options);
    inspector.journal = await SystemJournal.open<InspectorLine>(join(options.folder, `inspector-${options.plant.siteId}.ndjson`), {
      take: (line) => {
        inspector.take(line);
        return undefined;
      },
    });
    return inspector;
  }

  get siteId(): string {
    return this.options.plant.siteId;
  }
  get lastTime(): number {
    return this.journal.lastTime;
  }
  /** Nothing was found that was not said, and everything said has an answer. */
  get isQuiet(): boolean {
    return this.journal.isQuiet && this.found.size === 0;
  }

  rest(): void {
    this.isResting = true;
  }

  /** The gateway took a report on. At most once for each order something is found. */
  async hear(fact: MesFact): Promise<void> {
    if (this.isResting || fact.type !== 'confirmed' || fact.work.scrap.length === 0) return;
    const { report: { confirmationId, workOrderId }, work: { scrap, producedLots } } = fact;
    const random = chanceOf(this.options.seed, this.siteId, confirmationId, 'nonconformity');
    if (random.next() >= FOUND_SHARE || this.orders.has(workOrderId)) return;
    const itemId = this.options.itemOf(workOrderId);
    const lot = producedLots.at(0);
    const scope: HoldScope = lot === undefined || itemId === undefined ? { type: 'workOrder', workOrderId } : { type: 'lot', itemId, lotId: lot.lotId };
    const at = this.options.now().toISOString();
    const [{ reasonCode: defectCode }] = scrap;
    const nonconformity = { qualityEventId: `nc-${this.siteId}-${String(this.count + 1).padStart(6, '0')}`, type: 'nonconformity' as const, occurredAt: at, scope, defectCode, text: `Found in ${confirmationId}.` };
    await this.journal.write([{ line: 'found', at, confirmationId, workOrderId, nonconformity }]);
  }

  /** Says what was found in reports that stand. @throws Error when the gateway cannot be read now */
  async work(stateOf: ConfirmationState): Promise<void> {
    for (const [confirmationId, nonconformity] of [...this.found]) {
      const state = await stateOf(confirmationId);
      const at = this.options.now().toISOString();
      if (FORGOTTEN_STATES.includes(state ?? '')) await this.journal.write([{ line: 'forgotten', at, confirmationId }]);
      if (state === undefined || !state.startsWith('posted')) continue;
      await this.journal.write([{ line: 'outgoing', at, post: { id: nonconformity.qualityEventId, path: 'quality-events', body: { ...nonconformity }, about: confirmationId } }]);
    }
  }

  send(gateway: SystemGateway): Promise<number | undefined> {
    return this.journal.send(gateway, this.options.now, this.options.say);
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private take(line: InspectorLine | OutboxLine): void {
    if (line.line === 'found') {
      this.count += 1;
      this.found.set(line.confirmationId, line.nonconformity);
      this.orders.add(line.workOrderId);
    } else if (line.line === 'forgotten') this.found.delete(line.confirmationId);
    else if (line.line === 'outgoing') this.found.delete(line.post.about!);
  }
}
