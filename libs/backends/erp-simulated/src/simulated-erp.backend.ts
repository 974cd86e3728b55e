import { BusinessException, DefectError } from '@plantway/canonical';
import type { BillOfMaterial, Item, MaterialLot, PlantDate, PostingPeriod, ProductionConfirmation, ReferenceCode, Routing, WorkOrder } from '@plantway/canonical';
import { ERP_OPERATIONS, allPages } from '@plantway/ports';
import type {
  CallOptions, ConfirmationDocumentFilter, DeclaredGuarantee, ErpAnyPart, ErpCapabilities, ErpConfirmationDocument, ErpOperation, ErpPart, ErpPort, InstanceClaim, InstanceClaimAnswer, InventoryFilter, Page, PageRequest, PlannedOrderFilter, PostingReceipt, PurchaseOrderFilter, ReservationFilter, Snapshot,
  WorkOrderChangeFeed, WorkOrderFilter,
} from '@plantway/ports';
import type { NativeRow } from './native-row.js';
import { cursorOf, windowOf } from './page-cursor.js';
import { FIELDS_NOT_CARRIED } from './fields-not-carried.js';
import { confirmationDocumentOf } from './confirmation-document.mapper.js';
import { instantOf, nativeDateOf } from './native-values.js';
import { cancellationOf, feedbackOf, receiptFor, releaseReceiptOf } from './posting.mapper.js';
import {
  conversionReceiptOf, issueOf, issueReceiptOf, lotStatusOf, lotStatusReceiptOf, nativePlannedOrderOf, orderChangeOf, orderChangeReceiptOf, plannedOrderReceiptOf,
} from './order.mapper.js';
import { shelvesOf } from './read-back.js';
import { wholeNumberOf } from './native-values.js';
import type { SimulatedErpClient } from './simulated-erp.client.js';
import {
  balanceOf, billOfMaterialOf, isReleased, itemOf, lotOf, nativeOrderStatus, nativePlannedStatus, orderChangesOf, plannedOrderOf, postingPeriodOf, purchaseOrderOf, reservationOf, routingOf,
  workCenterOf, workOrderOf,
} from './simulated-erp.mapper.js';

export const SIMULATED_ERP = 'erp-simulated';
const WHOLE_LIST = 1_000;

/** The simulated ERP behind the ERP port. Its plant code is our site id; ids, units and codes are the ERP's own. */
export class SimulatedErpBackend implements ErpPort {
  /** As the ERP said it once; it is set when the ERP starts. */
  private said: { readonly longestWriteMs: number; readonly key: KeyPromise } | undefined;

  constructor(private readonly client: SimulatedErpClient) {}

  /** Asks the ERP for its longest write and whether a reference is a key, once. @throws TechnicalRetryableError `ERP_UNAVAILABLE` when it does not answer */
  async capabilities(): Promise<ErpCapabilities> {
    this.said ??= (await this.client.get('ping', 'ping', undefined, (ping) => ({ longestWriteMs: wholeNumberOf(ping.text('longestWrite')), key: keyPromiseOf(ping.has('referenceKept') ? ping.optionalText('referenceKept') : undefined) }))).value;
    const { longestWriteMs, key } = this.said;
    return {
      backend: SIMULATED_ERP,
      operations: ERP_OPERATIONS.map((operation) => ({ operation, supported: true, ...guaranteeOf(operation, key) })),
      ifMatch: 'enforced',
      longestWriteMs,
      instanceClaim: 'supported',
      fieldsNotCarried: FIELDS_NOT_CARRIED,
    };
  }

  items(siteId: string, page: PageRequest, options?: CallOptions) {
    return this.page(siteId, 'articles', page, {}, itemOf, options);
  }

  async item(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<Item>> {
    return this.client.get(pathOf(siteId, 'articles', itemId), `item ${itemId}`, options, itemOf);
  }

  async billOfMaterial(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<BillOfMaterial>> {
    return this.client.get(pathOf(siteId, 'partslists', itemId), `bill of material of ${itemId}`, options, billOfMaterialOf);
  }

  async routing(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<Routing>> {
    return this.client.get(pathOf(siteId, 'workplans', itemId), `routing of ${itemId}`, options, routingOf);
  }

  async workOrders(siteId: string, { status, itemId, ...page }: WorkOrderFilter, options?: CallOptions) {
    const stat = status === undefined ? undefined : nativeOrderStatus(status);
    const map = (row: NativeRow) => workOrderOf(row, siteId);
    if (status === undefined || stat !== undefined) return this.page(siteId, 'prodorders', page, { stat, artNo: itemId }, map, options);
    const { asOf } = await this.page(siteId, 'prodorders', { limit: 1 }, {}, map, options); // a status that this ERP does not have
    return { items: [], nextCursor: null, asOf };
  }

  async workOrder(siteId: string, workOrderId: string, options?: CallOptions): Promise<Snapshot<WorkOrder>> {
    return this.client.get(pathOf(siteId, 'prodorders', workOrderId), `work order ${workOrderId}`, options, (row) => workOrderOf(row, siteId));
  }

  inventoryBalances(siteId: string, { itemId, locationId, lotId, ...page }: InventoryFilter, options?: CallOptions) {
    return this.page(siteId, 'stock', page, { artNo: itemId, store: locationId, charge: lotId }, balanceOf, options);
  }

  async lot(siteId: string, itemId: string, lotId: string, options?: CallOptions): Promise<Snapshot<MaterialLot>> {
    return this.client.get(pathOf(siteId, 'articles', itemId, 'charges', lotId), `lot ${lotId} of ${itemId}`, options, lotOf);
  }

  purchaseOrders(siteId: string, { supplierId, ...page }: PurchaseOrderFilter, options?: CallOptions) {
    return this.page(siteId, 'purchorders', page, { supplier: supplierId }, purchaseOrderOf, options);
  }

  postingPeriods(siteId: string, options?: CallOptions): Promise<Page<PostingPeriod>> {
    return this.whole(siteId, 'periods', postingPeriodOf, options);
  }

  workCenters(siteId: string, options?: CallOptions): Promise<Page<ReferenceCode>> {
    return this.whole(siteId, 'stations', workCenterOf, options);
  }

  plannedOrders(siteId: string, { status, itemId, ...page }: PlannedOrderFilter, options?: CallOptions) {
    const stat = status === undefined ? undefined : nativePlannedStatus(status);
    return this.page(siteId, 'planorders', page, { stat, artNo: itemId }, (row) => plannedOrderOf(row, siteId), options);
  }

  reservations(siteId: string, { itemId, workOrderId, ...page }: ReservationFilter, options?: CallOptions) {
    return this.page(siteId, 'reservations', page, { artNo: itemId, orderNo: workOrderId }, reservationOf, options);
  }

  /** The log of the ERP only grows: a cursor is the number of lines that the reader has. */
  async changes(siteId: string, { cursor, limit }: PageRequest, options?: CallOptions): Promise<WorkOrderChangeFeed> {
    const list = 'orderchanges';
    if (cursor === undefined) {
      return this.client.list(pathOf(siteId, list), `list ${list}`, { take: '1' }, options, ({ total, asOf }) => ({ items: [], nextCursor: cursorOf(list, total), asOf }));
    }
    const { skip, take } = windowOf(list, { cursor, ...(limit === undefined ? {} : { limit }) });
    const read = await this.client.list(pathOf(siteId, list), `list ${list}`, { skip: String(skip), take: String(take) }, options, ({ rows, total, asOf }) => ({ ...orderChangesOf(rows), rows: rows.length, total, asOf }));
    if (read.total < skip) throw new BusinessException('CURSOR_INVALID', 'The ERP has fewer changes than the cursor says: it is another ERP, or an older state of it. Begin without a cursor.', { details: { list } });
    const { items, leftOut, rows, asOf } = read;
    return { items, nextCursor: cursorOf(list, skip + rows), asOf, ...(leftOut !== undefined && { leftOut }) };
  }

  confirmationDocuments(siteId: string, { from, to, workOrderId, ...page }: ConfirmationDocumentFilter, options?: CallOptions): Promise<Page<ErpConfirmationDocument>> {
    const period = { bookFrom: from && nativeDateOf(from), bookTo: to && nativeDateOf(to) };
    return this.page(siteId, 'feedbacks', page, { ...period, orderNo: workOrderId }, confirmationDocumentOf, options);
  }

  async planConfirmation(confirmation: ProductionConfirmation): Promise<readonly ErpPart[]> {
    return [{ action: 'confirm', partId: 'confirmation', confirmation }];
  }

  async planReversal(siteId: string, receipts: readonly PostingReceipt[], postingDate: PlantDate): Promise<readonly ErpPart[]> {
    return receipts.toReversed().map((receipt) => ({ action: 'reverse', partId: `reversal-${confirmationNumberOf(receipt)}`, siteId, receipt, postingDate }));
  }

  async post(part: ErpPart, reference: string, options?: CallOptions): Promise<PostingReceipt> {
    switch (part.action) {
      case 'confirm': {
        const { confirmation } = part;
        const { siteId, workOrderId, operationId } = confirmation;
        const about = `confirmation of ${workOrderId} ${operationId}`;
        return this.client.post(pathOf(siteId, 'feedbacks'), about, feedbackOf(confirmation, reference), options, (row) => receiptFor(row, SIMULATED_ERP, reference, confirmation));
      }
      case 'reverse': {
        const number = confirmationNumberOf(part.receipt);
        const path = pathOf(part.siteId, 'feedbacks', number, 'cancel');
        return this.client.post(path, `reversal of confirmation ${number}`, cancellationOf(reference, part.postingDate), options, (row) => receiptFor(row, SIMULATED_ERP, reference));
      }
      case 'release': {
        const { siteId, workOrderId } = part;
        const path = pathOf(siteId, 'prodorders', workOrderId, 'release');
        return this.client.change(path, `release of ${workOrderId}`, {}, options, (row, at) => releaseReceiptOf(row, SIMULATED_ERP, { reference, workOrderId, at }));
      }
      case 'change': {
        const { siteId, change } = part;
        const { workOrderId, verb } = change;
        const path = pathOf(siteId, 'prodorders', workOrderId, 'change');
        return this.client.post(path, `${verb} of ${workOrderId}`, orderChangeOf(change, reference), options, (row) => orderChangeReceiptOf(row, SIMULATED_ERP, reference, workOrderId));
      }
      case 'consume': {
        const { siteId, consumption, postingDate } = part;
        const about = `issue of ${consumption.itemId} to ${consumption.workOrderId}`;
        return this.client.post(pathOf(siteId, 'issues'), about, issueOf(consumption, postingDate, reference), options, (row) => issueReceiptOf(row, SIMULATED_ERP, reference, consumption));
      }
      case 'publishPlannedOrder': {
        const { siteId, plannedOrder } = part;
        const about = `planned order ${plannedOrder.plannedOrderId}`;
        return this.client.post(pathOf(siteId, 'planorders'), about, nativePlannedOrderOf(plannedOrder, reference), options, (row) => plannedOrderReceiptOf(row, SIMULATED_ERP, reference));
      }
      case 'convertPlannedOrder': {
        const { siteId, plannedOrderId } = part;
        const path = pathOf(siteId, 'planorders', plannedOrderId, 'convert');
        return this.client.post(path, `conversion of ${plannedOrderId}`, { extRef: reference }, options, (row) => conversionReceiptOf(row, SIMULATED_ERP, reference));
      }
      case 'disposeLot': {
        const { siteId, itemId, lotId, status, reason } = part;
        const path = pathOf(siteId, 'articles', itemId, 'charges', lotId, 'status');
        return this.client.post(path, `status of lot ${lotId} of ${itemId}`, lotStatusOf(status, reason, reference), options, (row) => lotStatusReceiptOf(row, SIMULATED_ERP, reference));
      }
    }
  }

  async find(part: ErpPart | ErpAnyPart, reference: string, options?: CallOptions): Promise<readonly PostingReceipt[]> {
    if (part.action === 'release') return this.findRelease(part.siteId, part.workOrderId, reference, options);
    const siteId = part.action === 'confirm' ? part.confirmation.siteId : part.siteId;
    const found = await Promise.all(shelvesOf(part).map(({ list, field, only, receiptOf }) => {
      const query = { [field]: reference, take: String(WHOLE_LIST) };
      return this.client.list(pathOf(siteId, list), `read-back of ${reference}`, query, options, ({ rows }) => rows.filter((row) => only?.(row) ?? true).map((row) => receiptOf(row, SIMULATED_ERP, reference)));
    }));
    return found.flat();
  }

  /** The ERP keeps no reference of a release: the order says whether it is released. */
  private async findRelease(siteId: string, workOrderId: string, reference: string, options?: CallOptions): Promise<readonly PostingReceipt[]> {
    const { value } = await this.client.get(pathOf(siteId, 'prodorders', workOrderId), `work order ${workOrderId}`, options, (row, at) => (isReleased(row) ? [releaseReceiptOf(row, SIMULATED_ERP, { reference, workOrderId, at })] : []));
    return value;
  }

  async claimInstance(siteId: string, { expected, next, takeOver = false }: InstanceClaim, options?: CallOptions): Promise<InstanceClaimAnswer> {
    const body = { expected: expected ?? '', next, takeOver: takeOver ? 'X' : '' };
    return this.client.change(pathOf(siteId, 'gwclaim'), `claim of plant ${siteId}`, body, options, (row) => ({ granted: row.flag('granted'), renewedAt: instantOf(row.text('renewed')) }));
  }

  private page<T>(siteId: string, list: string, page: PageRequest, filter: Readonly<Record<string, string | undefined>>, map: (row: NativeRow) => T, options?: CallOptions): Promise<Page<T>> {
    const { skip, take } = windowOf(list, page);
    const query = { ...filter, skip: String(skip), take: String(take) };
    return this.client.list(pathOf(siteId, list), `list ${list}`, query, options, ({ rows, more, asOf }) => ({
      items: rows.map(map), nextCursor: more ? cursorOf(list, skip + rows.length) : null, asOf,
    }));
  }

  /** A list that the port does not page, because it is short by nature. */
  private async whole<T>(siteId: string, list: string, map: (row: NativeRow) => T, options?: CallOptions): Promise<Page<T>> {
    let asOf = '';
    const items: T[] = [];
    const read = async (page: PageRequest): Promise<Page<T>> => {
      const answer = await this.page(siteId, list, page, {}, map, options);
      asOf ||= answer.asOf; // the oldest look is the honest one
      return answer;
    };
    for await (const item of allPages(read)) items.push(item);
    return { items, nextCursor: null, asOf };
  }
}

function pathOf(siteId: string, ...segments: readonly string[]): string {
  const vanishing = segments.find((segment) => segment === '.' || segment === '..'); // a URL would resolve them away and ask for something else
  if (vanishing !== undefined) throw new BusinessException('NOT_FOUND', `"${vanishing}" is no id. Check the id.`);
  return [siteId, ...segments].map(encodeURIComponent).join('/');
}

function confirmationNumberOf(receipt: PostingReceipt): string {
  const confirmation = receipt.documents.find(({ type }) => type === 'confirmation');
  if (confirmation === undefined) throw new DefectError('FLOW_DEFECT', `The receipt of ${receipt.reference} has no confirmation that could be reversed.`, { effect: 'none' });
  return confirmation.number;
}

/** How the ERP treats a reference: as no key, as one for ever, or for so many milliseconds. */
type KeyPromise = 'none' | 'always' | number;

/** As the ERP itself says it; one that says nothing of it promises nothing. */
function keyPromiseOf(referenceKept: string | undefined): KeyPromise {
  if (referenceKept === undefined) return 'none';
  return referenceKept === 'always' ? 'always' : wholeNumberOf(referenceKept);
}

/** An order is released once, whatever a reference is; everything else is found by its reference. */
function guaranteeOf(operation: ErpOperation, key: KeyPromise): DeclaredGuarantee {
  if (operation === 'release' || key === 'always') return { guaranteeClass: 'K' };
  return key === 'none' ? { guaranteeClass: 'R' } : { guaranteeClass: 'K', keyRetentionMs: key };
}
