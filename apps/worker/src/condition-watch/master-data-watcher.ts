import { MASTER_DATA_CODES, namedMasterData, type MasterDataCode, type NamedMasterData } from '@plantway/flows';
import type { ParkedMessage, WaitingConditions } from '@plantway/messaging';
import type { CallOptions, ErpPort } from '@plantway/ports';
import type { ConditionWatcher } from './condition-watch.js';
import { foundInErp } from './found-in-erp.js';
import { those } from './watched-keys.js';

export interface MasterDataWatcherOptions {
  readonly waiting: Pick<WaitingConditions, 'parkedFor'>;
  readonly erp: Pick<ErpPort, 'item' | 'lot' | 'workCenters'>;
  /** Has a parked message tried again, in its place. It may be a person's meanwhile: then nothing happens. */
  readonly goOn: (siteId: string, messageId: string) => Promise<void>;
}

/** So many tried messages are remembered; one that is forgotten may be tried once more. */
const MOST_TRIED = 10_000;

/**
 * Items, lots and work centers that the ERP did not have. Such a message is with a person, who may see that it names the wrong one; it goes on by itself when the ERP has all that it names and had not
 * before. One that is refused again goes on only after something of it was missing once more.
 */
export class MasterDataWatcher implements ConditionWatcher {
  readonly what = 'master data';
  /** Messages that were tried when nothing was missing, the latest last. */
  private readonly tried = new Set<string>();

  constructor(private readonly options: MasterDataWatcherOptions) {}

  async look(siteId: string, call: CallOptions): Promise<void> {
    const erp = new Lookups(this.options.erp, siteId, call);
    for await (const parked of this.options.waiting.parkedFor(siteId, MASTER_DATA_CODES)) {
      for (const message of parked) await this.lookAt(siteId, message, erp);
    }
  }

  private async lookAt(siteId: string, { messageId, kind, code, command }: ParkedMessage, erp: Lookups): Promise<void> {
    const named = namedMasterData(kind, code as MasterDataCode, command);
    if (named === undefined) return;
    if (!(await erp.has(named))) {
      this.tried.delete(messageId);
      return;
    }
    if (this.tried.has(messageId)) return;
    this.tried.add(messageId);
    for (const oldest of this.tried) {
      if (this.tried.size <= MOST_TRIED) break;
      this.tried.delete(oldest);
    }
    await this.options.goOn(siteId, messageId);
  }
}

/** What was asked of the ERP within one look, so that nothing is asked twice. */
class Lookups {
  private readonly answers = new Map<string, Promise<boolean>>();
  private codes: Promise<ReadonlySet<string>> | undefined;

  constructor(private readonly erp: MasterDataWatcherOptions['erp'], private readonly siteId: string, private readonly call: CallOptions) {}

  async has({ items, lots, workCenters }: NamedMasterData): Promise<boolean> {
    const things = [
      ...items.map((itemId) => () => this.once(`item ${itemId}`, async () => (await foundInErp(() => this.erp.item(this.siteId, itemId, this.call))) !== undefined)),
      ...lots.map(({ itemId, lotId }) => () => this.once(`lot ${JSON.stringify([itemId, lotId])}`, async () => (await foundInErp(() => this.erp.lot(this.siteId, itemId, lotId, this.call))) !== undefined)),
      ...workCenters.map((workCenterId) => async () => (await (this.codes ??= this.readWorkCenters())).has(workCenterId)),
    ];
    return (await those(things, (isThere) => isThere())).length === things.length;
  }

  private once(name: string, ask: () => Promise<boolean>): Promise<boolean> {
    const known = this.answers.get(name) ?? ask();
    this.answers.set(name, known);
    return known;
  }

  private async readWorkCenters(): Promise<ReadonlySet<string>> {
    return new Set((await this.erp.workCenters(this.siteId, this.call)).items.filter(({ active }) => active).map(({ code }) => code));
  }
}
