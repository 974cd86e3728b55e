import { DefectError, OutcomeUnknownError, TechnicalRetryableError } from '@plantway/canonical';
import type { MaterialReservation, PlantDate, ProductionConfirmation } from '@plantway/canonical';
import type {
  CallOptions, ConfirmationDocumentFilter, ErpAnyPart, ErpPart, ErpPort, InstanceClaim, InstanceClaimAnswer, InventoryFilter, PageRequest, PlannedOrderFilter, PostingReceipt, PurchaseOrderFilter, ReservationFilter, Snapshot, WorkOrderChangeFeed,
  WorkOrderFilter,
} from '@plantway/ports';
import type { CrossReference } from './cross-reference.js';
import { ErpTranslator } from './erp-translator.js';
import type { SiteDirectory } from './site-directory.js';
import {
  translateBalance, translateBillOfMaterial, translateItem, translateLot, translatePlannedOrder, translatePurchaseOrder, translateReservation, translateRouting, translateWorkCenter,
} from './translate-master-data.js';
import { pageByRow, workOrderPage, workOrderSnapshot } from './translate-leniently.js';
import { translateConfirmation, translateConfirmationDocument, translatePart, translateReceipt } from './translate-posting.js';
import type { Vocabulary } from './vocabulary.js';

export interface SiteErpBindings {
  readonly directory: SiteDirectory;
  /** Every ERP that a site may name, by its name in the site's file. Each speaks canonical shapes in its own ids and codes. */
  readonly backends: ReadonlyMap<string, ErpPort>;
  readonly crossReference: CrossReference;
}

/**
 * One ERP port for all plants: it goes to the backend that the site names and puts ids, units and codes into the other side's words, both
 * ways. Ids above it are ours, whatever the ERP calls them.
 * @throws TechnicalRetryableError `SITE_NOT_FOUND`, a site may be imported a moment later; DefectError `BACKEND_NOT_BOUND`; MappingError `CODE_NOT_MAPPED`; beside the errors of the backend
 */
export function siteErp({ directory, backends, crossReference }: SiteErpBindings): ErpPort {
  const at = (siteId: string): Desk => {
    const site = directory.get(siteId);
    if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Use a site of this gateway, or import its file.`, { details: { siteId } });
    const erp = backends.get(site.erp.backend);
    if (erp === undefined) throw new DefectError('BACKEND_NOT_BOUND', `Site ${siteId} uses the backend ${site.erp.backend}, which this process has not bound. Bind it, or correct the site's file.`, { effect: 'none' });
    return { erp, words: new ErpTranslator(site, crossReference) };
  };
  return new SiteErp(at);
}

/** Where one call goes, and who translates for it. */
interface Desk {
  readonly erp: ErpPort;
  readonly words: ErpTranslator;
}

const inSnapshot = <T>(translate: (value: T, words: Vocabulary) => T) => ({ value, asOf }: Snapshot<T>, words: Vocabulary): Snapshot<T> => ({ value: translate(value, words), asOf });
const unchanged = <T>(value: T): T => value;

const translateChangeFeed = (feed: WorkOrderChangeFeed, words: Vocabulary): WorkOrderChangeFeed => ({
  ...feed, items: feed.items.map((change) => ({ ...change, workOrderId: words.workOrder(change.workOrderId) })),
  ...(feed.leftOut !== undefined && { leftOut: feed.leftOut.map(({ workOrderId, reason }) => ({ ...(workOrderId !== undefined && { workOrderId: words.workOrder(workOrderId) }), reason })) }),
});

class SiteErp implements ErpPort {
  constructor(private readonly at: (siteId: string) => Desk) {}

  async capabilities(siteId: string) {
    return this.at(siteId).erp.capabilities(siteId);
  }

  async items(siteId: string, page: PageRequest, options?: CallOptions) {
    return this.read(siteId, () => page, (erp, asked) => erp.items(siteId, asked, options), pageByRow(translateItem, ({ itemId }) => itemId));
  }

  async item(siteId: string, itemId: string, options?: CallOptions) {
    return this.read(siteId, (words) => words.item(itemId), (erp, id) => erp.item(siteId, id, options), inSnapshot(translateItem));
  }

  async billOfMaterial(siteId: string, itemId: string, options?: CallOptions) {
    return this.read(siteId, (words) => words.item(itemId), (erp, id) => erp.billOfMaterial(siteId, id, options), inSnapshot(translateBillOfMaterial));
  }

  async routing(siteId: string, itemId: string, options?: CallOptions) {
    return this.read(siteId, (words) => words.item(itemId), (erp, id) => erp.routing(siteId, id, options), inSnapshot(translateRouting));
  }

  async workOrders(siteId: string, filter: WorkOrderFilter, options?: CallOptions) {
    return this.read(siteId, (words) => withItem(filter, words), (erp, asked) => erp.workOrders(siteId, asked, options), workOrderPage);
  }

  async workOrder(siteId: string, workOrderId: string, options?: CallOptions) {
    return this.read(siteId, (words) => words.workOrder(workOrderId), (erp, id) => erp.workOrder(siteId, id, options), workOrderSnapshot);
  }

  async inventoryBalances(siteId: string, filter: InventoryFilter, options?: CallOptions) {
    const ask = (words: Vocabulary): InventoryFilter => ({
      ...withItem(filter, words), ...(filter.lotId === undefined ? {} : { lotId: words.lot(filter.lotId, filter.itemId) }),
    });
    return this.read(siteId, ask, (erp, asked) => erp.inventoryBalances(siteId, asked, options), pageByRow(translateBalance, ({ itemId, locationId }) => `${itemId} ${locationId}`));
  }

  async lot(siteId: string, itemId: string, lotId: string, options?: CallOptions) {
    const ask = (words: Vocabulary) => ({ item: words.item(itemId), lot: words.lot(lotId, itemId) });
    return this.read(siteId, ask, (erp, asked) => erp.lot(siteId, asked.item, asked.lot, options), inSnapshot(translateLot));
  }

  async purchaseOrders(siteId: string, filter: PurchaseOrderFilter, options?: CallOptions) {
    return this.read(siteId, () => filter, (erp, asked) => erp.purchaseOrders(siteId, asked, options), pageByRow(translatePurchaseOrder, ({ purchaseOrderId }) => purchaseOrderId));
  }

  async postingPeriods(siteId: string, options?: CallOptions) {
    return this.read(siteId, unchanged, (erp) => erp.postingPeriods(siteId, options), unchanged);
  }

  async workCenters(siteId: string, options?: CallOptions) {
    return this.read(siteId, unchanged, (erp) => erp.workCenters(siteId, options), pageByRow(translateWorkCenter, ({ code }) => code));
  }

  async plannedOrders(siteId: string, filter: PlannedOrderFilter, options?: CallOptions) {
    return this.read(siteId, (words) => withItem(filter, words), (erp, asked) => erp.plannedOrders(siteId, asked, options), pageByRow(translatePlannedOrder, ({ plannedOrderId }) => plannedOrderId));
  }

  async reservations(siteId: string, filter: ReservationFilter, options?: CallOptions) {
    const ask = (words: Vocabulary): ReservationFilter => ({
      ...withItem(filter, words), ...(filter.workOrderId === undefined ? {} : { workOrderId: words.workOrder(filter.workOrderId) }),
    });
    const nameOf = ({ workOrderId, plannedOrderId, itemId }: MaterialReservation): string => `${workOrderId ?? plannedOrderId ?? ''} ${itemId}`;
    return this.read(siteId, ask, (erp, asked) => erp.reservations(siteId, asked, options), pageByRow(translateReservation, nameOf));
  }

  async changes(siteId: string, request: PageRequest, options?: CallOptions) {
    return this.read(siteId, () => request, (erp, asked) => erp.changes(siteId, asked, options), translateChangeFeed);
  }

  async confirmationDocuments(siteId: string, filter: ConfirmationDocumentFilter, options?: CallOptions) {
    const ask = (words: Vocabulary): ConfirmationDocumentFilter => ({ ...filter, ...(filter.workOrderId === undefined ? {} : { workOrderId: words.workOrder(filter.workOrderId) }) });
    return this.read(siteId, ask, (erp, asked) => erp.confirmationDocuments(siteId, asked, options), pageByRow(translateConfirmationDocument, ({ number }) => number));
  }

  async planConfirmation(confirmation: ProductionConfirmation, options?: CallOptions): Promise<readonly ErpPart[]> {
    const desk = this.at(confirmation.siteId);
    const item = await producedItem(desk, confirmation, options);
    const asked = await desk.words.toErp((words) => translateConfirmation(confirmation, words, item.ours));
    const parts = await desk.words.explained(() => desk.erp.planConfirmation(asked, options));
    return desk.words.fromErp((words) => parts.map((part) => translatePart(part, words, item.theirs)));
  }

  async planReversal(siteId: string, receipts: readonly PostingReceipt[], postingDate: PlantDate, options?: CallOptions): Promise<readonly ErpPart[]> {
    const { erp, words } = this.at(siteId);
    const asked = await words.toErp((theirs) => receipts.map((receipt) => translateReceipt(receipt, theirs)));
    const parts = await words.explained(() => erp.planReversal(siteId, asked, postingDate, options));
    return words.fromErp((ours) => parts.map((part) => translatePart(part, ours, undefined)));
  }

  async post(part: ErpPart, reference: string, options?: CallOptions): Promise<PostingReceipt> {
    const { erp, words, asked } = await this.asked(part, options);
    if (options?.signal?.aborted === true) throw new TechnicalRetryableError('ERP_UNAVAILABLE', `${reference} was not sent, its deadline passed while it was put into the words of the ERP. It is tried again.`);
    const receipt = await words.explained(() => erp.post(asked, reference, options));
    try {
      return await words.fromErp((ours) => translateReceipt(receipt, ours));
    } catch (cause) {
      // It stands over there; an error that says "no effect" would post it twice.
      throw new OutcomeUnknownError('ERP_ANSWER_LOST', `${receipt.backend} posted ${reference}, but its answer cannot be put into our words.`, { cause, details: { reference, documents: receipt.documents } });
    }
  }

  async find(part: ErpPart | ErpAnyPart, reference: string, options?: CallOptions): Promise<readonly PostingReceipt[]> {
    const { erp, words, asked } = part.action === 'any' ? { ...this.at(part.siteId), asked: part } : await this.asked(part, options);
    const receipts = await words.explained(() => erp.find(asked, reference, options));
    return words.fromErp((ours) => receipts.map((receipt) => translateReceipt(receipt, ours)));
  }

  async claimInstance(siteId: string, claim: InstanceClaim, options?: CallOptions): Promise<InstanceClaimAnswer> {
    const { erp, words } = this.at(siteId);
    return words.explained(() => erp.claimInstance(siteId, claim, options));
  }

  private async asked(part: ErpPart, options: CallOptions | undefined): Promise<Desk & { readonly asked: ErpPart }> {
    const desk = this.at(siteOf(part));
    const item = part.action === 'confirm' ? await producedItem(desk, part.confirmation, options) : {};
    return { ...desk, asked: await desk.words.toErp((words) => translatePart(part, words, item.ours)) };
  }

  private async read<Asked, Answer>(
    siteId: string, ask: (words: Vocabulary) => Asked, call: (erp: ErpPort, asked: Asked) => Promise<Answer>, answer: (answer: Answer, words: Vocabulary) => Answer,
  ): Promise<Answer> {
    const { erp, words } = this.at(siteId);
    const asked = await words.toErp(ask);
    const answered = await words.explained(() => call(erp, asked));
    return words.fromErp((ours) => answer(answered, ours));
  }
}

function siteOf(part: ErpPart): string {
  return part.action === 'confirm' ? part.confirmation.siteId : part.siteId;
}

function withItem<Filter extends { readonly itemId?: string }>(filter: Filter, words: Vocabulary): Filter {
  return filter.itemId === undefined ? filter : { ...filter, itemId: words.item(filter.itemId) };
}

/** The item that the order makes, asked of the ERP only when a produced lot is called otherwise somewhere: a confirmation does not name it. */
async function producedItem({ erp, words }: Desk, { siteId, workOrderId, producedLots }: ProductionConfirmation, options?: CallOptions): Promise<{ ours?: string; theirs?: string }> {
  if (producedLots.length === 0 || !(await words.knowsLots(producedLots.map(({ lotId }) => lotId)))) return {};
  const foreignOrder = await words.toErp((theirs) => theirs.workOrder(workOrderId));
  const { value: order } = await words.explained(() => erp.workOrder(siteId, foreignOrder, options));
  return { ours: await words.fromErp((ours) => ours.item(order.itemId)), theirs: order.itemId };
}
