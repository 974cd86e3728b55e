import type { MaterialConsumption, ProductionConfirmation, WorkOrderChange } from '@plantway/canonical';
import type { ErpConfirmationDocument, ErpPart, PostedQuantities, PostingReceipt } from '@plantway/ports';
import { translatePlannedOrder, translateQuantity } from './translate-master-data.js';
import type { Vocabulary } from './vocabulary.js';

/** `producedItemId` is the item of the order, in the words of the side that the confirmation comes from; a produced lot needs it only where its number has a row. */
export function translateConfirmation(confirmation: ProductionConfirmation, words: Vocabulary, producedItemId: string | undefined): ProductionConfirmation {
  const lot = (lotId: string | undefined, itemId: string): { lotId?: string } => (lotId === undefined ? {} : { lotId: words.lot(lotId, itemId) });
  return {
    ...confirmation,
    workOrderId: words.workOrder(confirmation.workOrderId),
    yield: translateQuantity(confirmation.yield, words),
    scrap: confirmation.scrap.map((scrap) => ({ quantity: translateQuantity(scrap.quantity, words), reasonCode: words.reason(scrap.reasonCode) })),
    ...(confirmation.rework === undefined ? {} : { rework: translateQuantity(confirmation.rework, words) }),
    producedLots: confirmation.producedLots.map((produced) => ({ lotId: words.lot(produced.lotId, producedItemId), quantity: translateQuantity(produced.quantity, words) })),
    consumptions: confirmation.consumptions.map((consumption) => ({
      ...consumption,
      itemId: words.item(consumption.itemId),
      ...(consumption.quantity === undefined ? {} : { quantity: translateQuantity(consumption.quantity, words) }),
      ...lot(consumption.lotId, consumption.itemId),
    })),
    otherOutputs: confirmation.otherOutputs.map((output) => ({
      ...output, itemId: words.item(output.itemId), quantity: translateQuantity(output.quantity, words), ...lot(output.lotId, output.itemId),
    })),
    ...(confirmation.workCenterId === undefined ? {} : { workCenterId: words.workCenter(confirmation.workCenterId) }),
  };
}

function translateChange(change: WorkOrderChange, words: Vocabulary): WorkOrderChange {
  return { ...change, workOrderId: words.workOrder(change.workOrderId), ...(change.quantity === undefined ? {} : { quantity: translateQuantity(change.quantity, words) }) };
}

export function translateConsumption(consumption: MaterialConsumption, words: Vocabulary): MaterialConsumption {
  const { workOrderId, itemId, quantity, lotId } = consumption;
  return {
    ...consumption, workOrderId: words.workOrder(workOrderId), itemId: words.item(itemId), quantity: translateQuantity(quantity, words),
    ...(lotId === undefined ? {} : { lotId: words.lot(lotId, itemId) }),
  };
}

/** Documents keep the numbers that the ERP gave them; only the order that a conversion made is named in our words, because from then on it is an order of ours. */
export function translateReceipt({ quantities, ...receipt }: PostingReceipt, words: Vocabulary): PostingReceipt {
  const documents = receipt.documents.some(({ type }) => type === 'plannedOrder')
    ? receipt.documents.map((document) => (document.type === 'workOrder' ? { ...document, number: words.workOrder(document.number) } : document))
    : receipt.documents;
  if (quantities === undefined) return { ...receipt, documents };
  return { ...receipt, documents, quantities: translatePosted(quantities, words) };
}

/** As of a receipt: the document keeps the number that the ERP gave it. */
export function translateConfirmationDocument(document: ErpConfirmationDocument, words: Vocabulary): ErpConfirmationDocument {
  return { ...document, workOrderId: words.workOrder(document.workOrderId), entered: translatePosted(document.entered, words), booked: translatePosted(document.booked, words) };
}

function translatePosted({ yield: good, scrap, rework }: PostedQuantities, words: Vocabulary): PostedQuantities {
  return { yield: translateQuantity(good, words), scrap: translateQuantity(scrap, words), rework: translateQuantity(rework, words) };
}

export function translatePart(part: ErpPart, words: Vocabulary, producedItemId: string | undefined): ErpPart {
  switch (part.action) {
    case 'confirm': return { ...part, confirmation: translateConfirmation(part.confirmation, words, producedItemId) };
    case 'reverse': return { ...part, receipt: translateReceipt(part.receipt, words) };
    case 'release': return { ...part, workOrderId: words.workOrder(part.workOrderId) };
    case 'change': return { ...part, change: translateChange(part.change, words) };
    case 'consume': return { ...part, consumption: translateConsumption(part.consumption, words) };
    case 'publishPlannedOrder': return { ...part, plannedOrder: translatePlannedOrder(part.plannedOrder, words) };
    case 'convertPlannedOrder': return part;
    case 'disposeLot': return { ...part, itemId: words.item(part.itemId), lotId: words.lot(part.lotId, part.itemId) };
  }
}
