import type { ErpConfirmationDocument, ErpPort } from '@plantway/ports';

/** The ERP of a stand after somebody has set it back, or worked in its tables: it has lost some documents, and shows others with another yield. Everything else is as it is. */
export class AlteredErp {
  readonly lost = new Set<string>();
  readonly yields = new Map<string, string>();
  /** What remains to be made of an order, at each of its operations. */
  readonly remaining = new Map<string, string>();
  /** What happens right after the documents of an order were read. */
  readonly meanwhile = new Map<string, () => Promise<void>>();
  readonly port: ErpPort;

  constructor(erp: ErpPort) {
    const shown = (document: ErpConfirmationDocument): ErpConfirmationDocument => {
      const value = this.yields.get(document.number);
      return value === undefined ? document : { ...document, entered: { ...document.entered, yield: { ...document.entered.yield, value } }, booked: { ...document.booked, yield: { ...document.booked.yield, value } } };
    };
    const confirmationDocuments: ErpPort['confirmationDocuments'] = async (siteId, filter, options) => {
      const page = await erp.confirmationDocuments(siteId, filter, options);
      if (filter.workOrderId !== undefined) await this.meanwhile.get(filter.workOrderId)?.();
      return { ...page, items: page.items.filter(({ number }) => !this.lost.has(number)).map(shown) };
    };
    const workOrder: ErpPort['workOrder'] = async (siteId, workOrderId, options) => {
      const { value: order, ...snapshot } = await erp.workOrder(siteId, workOrderId, options);
      const value = this.remaining.get(workOrderId);
      return { ...snapshot, value: value === undefined ? order : { ...order, operations: order.operations.map((operation) => ({ ...operation, remaining: { ...operation.remaining, value } })) } };
    };
    const find: ErpPort['find'] = async (part, reference, options) =>
      (await erp.find(part, reference, options)).filter(({ documents }) => documents.every(({ number }) => !this.lost.has(number)));
    this.port = new Proxy(erp, { get: (target, name, receiver) => ({ find, confirmationDocuments, workOrder } as Readonly<Record<string | symbol, unknown>>)[name] ?? (Reflect.get(target, name, receiver) as unknown) });
  }
}
