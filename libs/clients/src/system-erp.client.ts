import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BusinessException } from '@plantway/canonical';
import type {
  BillOfMaterial, InventoryBalance, Item, MaterialLot, MaterialReservation, PlannedOrderInErp, PlantDate, PostingPeriod, ProductionConfirmation, PurchaseOrder, ReferenceCode, Routing, WorkOrder,
} from '@plantway/canonical';
import type {
  CallOptions, ConfirmationDocumentFilter, ErpAnyPart, ErpCapabilities, ErpConfirmationDocument, ErpPart, ErpPort, InstanceClaim, InstanceClaimAnswer, InventoryFilter, MappedCommand, MappingOutcome, MappingPreviews, Page, PageRequest, PlannedOrderFilter, PostingReceipt, PurchaseOrderFilter, ReservationFilter, Snapshot,
  TriedMapping, WorkOrderChangeFeed, WorkOrderFilter,
} from '@plantway/ports';
import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-erp/client/index.js';
import { SystemErpApi } from './generated/system-erp/index.js';
import type { ConfirmPartDto, ConsumePartDto, FixedProductionConfirmationDto, PostingReceiptDto, PreviewMappingDto, ReversePartDto } from './generated/system-erp/index.js';
import { SystemFailures, type CallKind } from './system-failure.js';
import { ValidatorCache } from './validator-cache.js';

const FAILURES = new SystemFailures({ api: 'ERP system API', unavailable: 'ERP_UNAVAILABLE', answerLost: 'ERP_ANSWER_LOST', accessRefused: 'ERP_ACCESS_REFUSED', done: 'posted' });

export interface SystemErpClientOptions extends ClientConnection {
  /** Items, bills of material, routings and work orders that are asked for again by their `ETag`; 1,000 by default. */
  readonly cachedObjects?: number;
  /** Largest answer that is read, in bytes; 64 MiB by default. */
  readonly answerLimitBytes?: number;
}

/** Longer than what the API may do one after the other for a write: read the order for its produced lots and post, 5 s each at most. Its verdict still arrives. */
const DEFAULT_DEADLINE_MS = 15_000;

/** What every call of the generated client takes beside its own path, query and body. */
interface CallSettings {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}
interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly headers: unknown;
}

/** The ERP port over the ERP system API, for a process tier that runs in a process of its own. It retries nothing; single objects are remembered, and always asked for again by their `ETag`. */
export class SystemErpClient implements ErpPort, MappingPreviews {
  private readonly api: SystemErpApi;
  private readonly deadlineMs: number;
  private readonly cache: ValidatorCache;

  constructor({ cachedObjects = 1_000, answerLimitBytes = 67_108_864, ...connection }: SystemErpClientOptions) {
    this.deadlineMs = connection.timeoutMs ?? DEFAULT_DEADLINE_MS;
    this.cache = new ValidatorCache(cachedObjects);
    this.api = new SystemErpApi({
      client: createClient({
        ...clientConfig(connection),
        timeout: 0, // one deadline over everything, as a signal
        maxContentLength: answerLimitBytes,
        httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
        httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
        validateStatus: (status) => (status >= 200 && status < 300) || status === 304,
      }),
    });
  }

  async capabilities(siteId: string): Promise<ErpCapabilities> {
    return this.read((call) => this.api.readCapabilities({ ...call, path: { siteId } }));
  }

  async items(siteId: string, { cursor, limit }: PageRequest, options?: CallOptions): Promise<Page<Item>> {
    return this.read((call) => this.api.listItems({ ...call, path: { siteId }, query: given({ cursor, limit }) }), options);
  }

  async item(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<Item>> {
    return this.validated(`${siteId} item ${itemId}`, (call) => this.api.readItem({ ...call, path: { siteId, itemId: idOf(itemId) } }), options);
  }

  async billOfMaterial(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<BillOfMaterial>> {
    return this.validated(`${siteId} bill of material ${itemId}`, (call) => this.api.readBillOfMaterial({ ...call, path: { siteId, itemId: idOf(itemId) } }), options);
  }

  async routing(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<Routing>> {
    return this.validated(`${siteId} routing ${itemId}`, (call) => this.api.readRouting({ ...call, path: { siteId, itemId: idOf(itemId) } }), options);
  }

  async workOrders(siteId: string, { status, itemId, cursor, limit }: WorkOrderFilter, options?: CallOptions): Promise<Page<WorkOrder>> {
    return this.read((call) => this.api.listWorkOrders({ ...call, path: { siteId }, query: given({ status, itemId, cursor, limit }) }), options);
  }

  async workOrder(siteId: string, workOrderId: string, options?: CallOptions): Promise<Snapshot<WorkOrder>> {
    return this.validated(`${siteId} work order ${workOrderId}`, (call) => this.api.readWorkOrder({ ...call, path: { siteId, workOrderId: idOf(workOrderId) } }), options);
  }

  async inventoryBalances(siteId: string, { itemId, locationId, lotId, cursor, limit }: InventoryFilter, options?: CallOptions): Promise<Page<InventoryBalance>> {
    return this.read((call) => this.api.listInventoryBalances({ ...call, path: { siteId }, query: given({ itemId, locationId, lotId, cursor, limit }) }), options);
  }

  async lot(siteId: string, itemId: string, lotId: string, options?: CallOptions): Promise<Snapshot<MaterialLot>> {
    return snapshotOf(await this.read((call) => this.api.readLot({ ...call, path: { siteId, itemId: idOf(itemId), lotId: idOf(lotId) } }), options));
  }

  async purchaseOrders(siteId: string, { supplierId, cursor, limit }: PurchaseOrderFilter, options?: CallOptions): Promise<Page<PurchaseOrder>> {
    return this.read((call) => this.api.listPurchaseOrders({ ...call, path: { siteId }, query: given({ supplierId, cursor, limit }) }), options);
  }

  async postingPeriods(siteId: string, options?: CallOptions): Promise<Page<PostingPeriod>> {
    return this.read((call) => this.api.listPostingPeriods({ ...call, path: { siteId } }), options);
  }

  async workCenters(siteId: string, options?: CallOptions): Promise<Page<ReferenceCode>> {
    return this.read((call) => this.api.listWorkCenters({ ...call, path: { siteId } }), options);
  }

  async plannedOrders(siteId: string, { status, itemId, cursor, limit }: PlannedOrderFilter, options?: CallOptions): Promise<Page<PlannedOrderInErp>> {
    return this.read((call) => this.api.listPlannedOrders({ ...call, path: { siteId }, query: given({ status, itemId, cursor, limit }) }), options);
  }

  async reservations(siteId: string, { itemId, workOrderId, cursor, limit }: ReservationFilter, options?: CallOptions): Promise<Page<MaterialReservation>> {
    return this.read((call) => this.api.listReservations({ ...call, path: { siteId }, query: given({ itemId, workOrderId, cursor, limit }) }), options);
  }

  async changes(siteId: string, { cursor, limit }: PageRequest, options?: CallOptions): Promise<WorkOrderChangeFeed> {
    return this.read((call) => this.api.listWorkOrderChanges({ ...call, path: { siteId }, query: given({ cursor, limit }) }), options);
  }

  async confirmationDocuments(siteId: string, { from, to, workOrderId, cursor, limit }: ConfirmationDocumentFilter, options?: CallOptions): Promise<Page<ErpConfirmationDocument>> {
    return this.read((call) => this.api.listConfirmationDocuments({ ...call, path: { siteId }, query: given({ from, to, workOrderId, cursor, limit }) }), options);
  }

  async planConfirmation(confirmation: ProductionConfirmation, options?: CallOptions): Promise<readonly ErpPart[]> {
    const body = { confirmation: confirmation as unknown as FixedProductionConfirmationDto };
    return (await this.read<{ parts: readonly ErpPart[] }>((call) => this.api.planConfirmation({ ...call, path: { siteId: confirmation.siteId }, body }), options)).parts;
  }

  async planReversal(siteId: string, receipts: readonly PostingReceipt[], postingDate: PlantDate, options?: CallOptions): Promise<readonly ErpPart[]> {
    const body = { receipts: receipts as unknown as PostingReceiptDto[], postingDate };
    return (await this.read<{ parts: readonly ErpPart[] }>((call) => this.api.planReversal({ ...call, path: { siteId }, body }), options)).parts;
  }

  async previewMapping(siteId: string, mapping: TriedMapping, commands: readonly MappedCommand[], options?: CallOptions): Promise<readonly MappingOutcome[]> {
    const confirmations = commands.flatMap((command) => (command.action === 'confirm' ? [given({ confirmation: command.confirmation, producedItemId: command.producedItemId })] : []));
    const consumptions = commands.flatMap((command) => (command.action === 'consume' ? [command.consumption] : []));
    const body = { mapping, confirmations, consumptions } as unknown as PreviewMappingDto;
    const answer = await this.read<{ confirmations: readonly MappingOutcome[]; consumptions: readonly MappingOutcome[] }>((call) => this.api.previewMapping({ ...call, path: { siteId }, body }), options);
    const [confirmed, consumed] = [answer.confirmations.values(), answer.consumptions.values()];
    return commands.map(({ action }) => (action === 'confirm' ? confirmed : consumed).next().value as MappingOutcome);
  }

  /** Told again it answers the same, so that a lost answer is no doubt. */
  async claimInstance(siteId: string, claim: InstanceClaim, options?: CallOptions): Promise<InstanceClaimAnswer> {
    return this.read((call) => this.api.claimInstance({ ...call, path: { siteId }, body: claim }), options);
  }

  async post(part: ErpPart, reference: string, options?: CallOptions): Promise<PostingReceipt> {
    const receipt = (await this.call('write', options, (call) => {
      switch (part.action) {
        case 'confirm': return this.api.postConfirmation({ ...call, path: { siteId: part.confirmation.siteId }, body: { part: part as unknown as ConfirmPartDto, reference } });
        case 'reverse': {
          const documentNumber = part.receipt.documents.find(({ type }) => type === 'confirmation')?.number ?? '';
          return this.api.postReversal({ ...call, path: { siteId: part.siteId, documentNumber }, body: { part: part as unknown as ReversePartDto, reference } });
        }
        case 'release': return this.api.postRelease({ ...call, path: { siteId: part.siteId, workOrderId: idOf(part.workOrderId) }, body: { part, reference } });
        case 'change': return this.api.postOrderChange({ ...call, path: { siteId: part.siteId, workOrderId: idOf(part.change.workOrderId) }, body: { part, reference } });
        case 'consume': return this.api.postGoodsMovement({ ...call, path: { siteId: part.siteId }, body: { part: part as unknown as ConsumePartDto, reference } });
        case 'publishPlannedOrder': return this.api.postPlannedOrder({ ...call, path: { siteId: part.siteId }, body: { part, reference } });
        case 'convertPlannedOrder': return this.api.postConversion({ ...call, path: { siteId: part.siteId, plannedOrderId: idOf(part.plannedOrderId) }, body: { part, reference } });
        case 'disposeLot': return this.api.postDisposition({ ...call, path: lotOf(part), body: { part, reference } });
      }
    })).data as PostingReceipt;
    if (receipt.reference !== reference) throw FAILURES.unclear('write', 'a receipt of another write');
    return receipt;
  }

  async find(part: ErpPart | ErpAnyPart, reference: string, options?: CallOptions): Promise<readonly PostingReceipt[]> {
    return (await this.read<Page<PostingReceipt>>((call) => {
      switch (part.action) {
        case 'any': return this.api.findConfirmations({ ...call, path: { siteId: part.siteId }, query: { reference } });
        case 'confirm': return this.api.findConfirmation({ ...call, path: { siteId: part.confirmation.siteId }, body: { part: part as unknown as ConfirmPartDto, reference } });
        case 'reverse': return this.api.findReversal({ ...call, path: { siteId: part.siteId }, body: { part: part as unknown as ReversePartDto, reference } });
        case 'release': return this.api.findRelease({ ...call, path: { siteId: part.siteId, workOrderId: idOf(part.workOrderId) }, query: { reference } });
        case 'change': return this.api.findOrderChange({ ...call, path: { siteId: part.siteId, workOrderId: idOf(part.change.workOrderId) }, body: { part, reference } });
        case 'consume': return this.api.findGoodsMovement({ ...call, path: { siteId: part.siteId }, body: { part: part as unknown as ConsumePartDto, reference } });
        case 'publishPlannedOrder': return this.api.findPlannedOrder({ ...call, path: { siteId: part.siteId }, body: { part, reference } });
        case 'convertPlannedOrder': return this.api.findConversion({ ...call, path: { siteId: part.siteId, plannedOrderId: idOf(part.plannedOrderId) }, query: { reference } });
        case 'disposeLot': return this.api.findDisposition({ ...call, path: lotOf(part), body: { part, reference } });
      }
    }, options)).items;
  }

  private async read<T>(send: (call: CallSettings) => Promise<Answer>, options?: CallOptions): Promise<T> {
    return (await this.call('read', options, send)).data as T;
  }

  /** An object that is read again and again: the server compares, and sends it only when it is another one. `asOf` is new all the same. */
  private async validated<T>(key: string, send: (call: CallSettings) => Promise<Answer>, options?: CallOptions): Promise<Snapshot<T>> {
    const known = this.cache.get(key);
    const answer = await this.call('read', options, (call) => send(known === undefined ? call : { ...call, headers: { ...call.headers, 'If-None-Match': known.etag } }));
    if (answer.status === 304 && known !== undefined) return { value: known.value as T, asOf: new Date(String(headerOf(answer, 'date'))).toISOString() };
    const snapshot = snapshotOf<T>(answer.data);
    const etag = headerOf(answer, 'etag');
    if (typeof etag === 'string') this.cache.keep(key, { etag, value: snapshot.value });
    return snapshot;
  }

  private async call(kind: CallKind, options: CallOptions | undefined, send: (call: CallSettings) => Promise<Answer>): Promise<Answer> {
    const deadline = AbortSignal.timeout(this.deadlineMs);
    const signal = options?.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    if (signal.aborted) throw FAILURES.notSent();
    const { correlationId, deadlineAt } = options ?? {};
    const headers = {
      ...(correlationId === undefined ? {} : { 'X-Correlation-Id': correlationId }),
      ...(deadlineAt === undefined ? {} : { 'Plantway-Deadline': deadlineAt.toISOString() }),
    };
    let answer: Answer;
    try {
      answer = await send({ signal, headers });
    } catch (error) {
      throw FAILURES.of(kind, error);
    }
    if (answer.status !== 304 && (typeof answer.data !== 'object' || answer.data === null)) throw FAILURES.unclear(kind, `HTTP ${answer.status} whose body is not JSON`);
    return answer;
  }
}

/** The canonical object beside its age, out of the flat answer. */
function snapshotOf<T>(data: unknown): Snapshot<T> {
  const { asOf, findings, ...value } = data as Omit<Snapshot<T>, 'value'>;
  return { value: value as T, asOf, ...(findings === undefined ? {} : { findings }) };
}

/** An id as part of a path. "." and ".." would vanish from the URL and ask for something else. @throws BusinessException `NOT_FOUND` */
function idOf(id: string): string {
  if (id === '.' || id === '..') throw new BusinessException('NOT_FOUND', `"${id}" is no id. Check the id.`);
  return id;
}

function lotOf({ siteId, itemId, lotId }: { readonly siteId: string; readonly itemId: string; readonly lotId: string }): { siteId: string; itemId: string; lotId: string } {
  return { siteId, itemId: idOf(itemId), lotId: idOf(lotId) };
}

function headerOf({ headers }: Answer, name: string): unknown {
  return (headers as Readonly<Record<string, unknown>>)[name];
}

/** Without the members that are not given; a query writes `undefined` as a word. */
function given<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
