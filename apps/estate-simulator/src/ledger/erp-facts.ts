import { orderStatus } from '@plantway/simulation';
import type { ConfirmationDocument, CostEntry, ErpEngine, ErpOrder, FollowUp, StockDocument } from '@plantway/simulation';
import { COUNTED_LISTS } from '@plantway/truth-ledger';
import type { BalancesFact, ConfirmationFact, CostEntryFact, ErpFact, ErpStream, FollowUpFact, OrderFact, PlantFact, StockDocumentFact } from '@plantway/truth-ledger';

/** One of the ERP's lists: how long it is, and the facts of its rows from one place (0 is the first) up to before another. */
interface FactList {
  readonly length: (engine: ErpEngine) => number;
  readonly tell: (engine: ErpEngine, from: number, to: number) => readonly ErpFact[];
}

function listOf<Row>(length: FactList['length'], rows: (engine: ErpEngine) => readonly Row[], fact: (row: Row) => ErpFact): FactList {
  return { length, tell: (engine, from, to) => rows(engine).slice(from, to).map(fact) };
}

/** Only what never changes is told, so that a place always tells the same. */
const LISTS: Readonly<Record<Exclude<ErpStream, 'balances'>, FactList>> = {
  plant: listOf(() => 1, (engine) => [engine], plantFact),
  orders: listOf(({ view }) => view.orders.size, ({ view }) => [...view.orders.values()], orderFact),
  stockDocuments: listOf(({ view }) => view.stockDocuments.size, (engine) => engine.stockDocuments(), stockDocumentFact),
  followUps: listOf(({ view }) => view.followUps.size, (engine) => engine.followUps(), followUpFact),
  costEntries: listOf(({ view }) => view.costEntries.length, ({ view }) => view.costEntries, costEntryFact),
  confirmations: listOf(({ view }) => view.confirmations.size, (engine) => engine.confirmations(), confirmationFact),
};
export const TOLD_LISTS = Object.keys(LISTS) as readonly (keyof typeof LISTS)[];

/** What a list holds from `fromSequence` (1 is the first) on, at most `limit`. */
export function erpFacts(engine: ErpEngine, list: keyof typeof LISTS, fromSequence: number, limit = Infinity): readonly ErpFact[] {
  const { length, tell } = LISTS[list];
  return length(engine) < fromSequence ? [] : tell(engine, fromSequence - 1, fromSequence - 1 + limit);
}

/** A look at the ERP as it is now; its place grows with everything that can change what is seen. */
export function balancesFact(engine: ErpEngine): { readonly sequence: number; readonly fact: BalancesFact } {
  const lists = Object.fromEntries(COUNTED_LISTS.map((list) => [list, LISTS[list].length(engine)])) as BalancesFact['lists'];
  const endedOrders = [...engine.view.orders.values()].filter(({ phase }) => phase === 'closed' || phase === 'cancelled').map(({ workOrderId }) => workOrderId);
  const rows = engine.balances().map(({ itemId, locationId, lotId = '', quantity }) => ({ itemId, locationId, lotId, quantity: quantity.value }));
  const { orders, plannedOrders, orderChanges, lotStatusChanges } = engine.view;
  const fact: BalancesFact = {
    type: 'balances', lists, endedOrders, rows,
    plannedOrders: [...plannedOrders.values()].map(({ plannedOrderId, conversion }) => ({ plannedOrderId, ...(conversion === undefined ? {} : { workOrderId: conversion.workOrderId }) })),
    heldOrders: [...orders.values()].filter((order) => orderStatus(order) === 'held').map(({ workOrderId }) => workOrderId),
    holdChanges: orderChanges.flatMap(({ workOrderId, what, reference }) => (what === 'held' || what === 'resumed' ? [{ workOrderId, what, ...(reference === undefined ? {} : { reference }) }] : [])),
    restrictedLots: [...engine.view.lots].flatMap(([itemId, ofItem]) => [...ofItem.values()].filter(({ status }) => status !== 'unrestricted').map(({ lotId, status }) => ({ itemId, lotId, status }))),
    repeatedReferences: repeatedReferences(engine),
  };
  const sequence = Object.values(lists).reduce((sum, length) => sum + length, endedOrders.length + plannedOrders.size + orderChanges.length + lotStatusChanges.length);
  return { sequence, fact };
}

/** What changes an order by somebody's wish. */
const CHANGES: readonly string[] = ['held', 'resumed', 'cancelled', 'closed', 'quantityChanged', 'dateChanged'];

/** References of changes of orders, decisions about lots, and conversions that stand there more than once; goods issues are judged one by one. */
function repeatedReferences(engine: ErpEngine): readonly string[] {
  const { plannedOrders, orderChanges, lotStatusChanges } = engine.view;
  const conversions = [...plannedOrders.values()].flatMap(({ conversion }) => (conversion === undefined ? [] : [conversion]));
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const done = [
    ...orderChanges.filter(({ what }) => CHANGES.includes(what)).map(({ what, reference }) => ({ what, reference })), ...lotStatusChanges.map(({ reference }) => ({ what: 'lot', reference })),
    ...conversions.map(({ reference }) => ({ what: 'conversion', reference })),
  ];
  for (const { what, reference } of done) {
    if (reference === undefined || reference === '') continue;
    if (seen.has(`${what}|${reference}`)) repeated.add(reference);
    seen.add(`${what}|${reference}`);
  }
  return [...repeated];
}

function plantFact({ view }: ErpEngine): PlantFact {
  return {
    type: 'plant', currency: view.currency, activityRates: Object.fromEntries(view.activityRates),
    items: [...view.items.values()].map(({ itemId, baseUnit, baseUnitDecimals, conversions, tracking, locationId, standardCost, standardLotSize }) => ({
      itemId, baseUnit, baseUnitDecimals, conversions, tracking, locationId, ...(standardCost === undefined ? {} : { standardCost }), ...(standardLotSize === undefined ? {} : { standardLotSize }),
    })),
  };
}

function orderFact({ workOrderId, itemId, operations, components }: ErpOrder): OrderFact {
  return {
    type: 'order', workOrderId, itemId,
    operations: operations.map(({ operationId, workCenterId, setupMinutes, runMinutes }) => ({ operationId, workCenterId, setupMinutes, runMinutes })),
    components: components.map((component) => ({ itemId: component.itemId, operationId: component.operationId, perLot: component.perLot, lotSize: component.lotSize, issueMethod: component.issueMethod })),
  };
}

function confirmationFact({ number, reference, workOrderId, operationId, postingDate, entry, booked, reverses }: ConfirmationDocument): ConfirmationFact {
  return {
    type: 'confirmation', number, reference, workOrderId, operationId, postingDate, kind: entry.kind, yield: booked.yield, scrap: booked.scrap, rework: booked.rework,
    ...(entry.workCenterId === undefined ? {} : { workCenterId: entry.workCenterId }), ...(reverses === undefined ? {} : { reverses }),
    entered: {
      yield: entry.yield, ...(entry.rework === undefined ? {} : { rework: entry.rework }), scrap: entry.scrap, producedLots: entry.producedLots, serialNumbers: entry.serialNumbers,
      consumptions: entry.consumptions, otherOutputs: entry.otherOutputs, activities: entry.activities,
    },
  };
}

function stockDocumentFact({ number, reference, confirmationNumber, lines }: StockDocument): StockDocumentFact {
  const workOrderId = lines.at(0)?.workOrderId;
  return {
    type: 'stockDocument', number, ...(confirmationNumber === undefined ? { reference, ...(workOrderId === undefined ? {} : { workOrderId }) } : { confirmationNumber }),
    lines: lines.map(({ kind, itemId, locationId, lotId, quantity }) => ({ kind, itemId, locationId, lotId, quantity: quantity.value })),
  };
}

function followUpFact({ number, confirmationNumber, itemId, quantity }: FollowUp): FollowUpFact {
  return { type: 'followUp', number, confirmationNumber, itemId, quantity: quantity.value };
}

function costEntryFact({ number, event, sourceDocument, workOrderId, lines }: CostEntry): CostEntryFact {
  return { type: 'costEntry', number, event, sourceDocument, ...(workOrderId === undefined ? {} : { workOrderId }), lines };
}
