import type { Quantity } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Pool } from 'pg';
import { KEEP_POSTED_REPORT, KEEP_REPORT_LOTS, KEEP_REPORT_SERIALS, KEEP_REVERSED_REPORT } from './report-book.sql.js';

/** What a confirmation added that stands in the ERP, as `production.confirmed.v1` tells it. */
export interface PostedReport {
  readonly messageId: string;
  readonly siteId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly sourceSystem: string;
  readonly confirmationId: string;
  readonly yield: Quantity;
  readonly scrap: Quantity;
  readonly rework: Quantity;
  readonly producedLots?: readonly { readonly lotId: string; readonly quantity: Quantity }[];
  readonly serialNumbers?: readonly string[];
  readonly genealogy?: readonly { readonly serialNumber: string; readonly componentSerialNumbers: readonly string[] }[];
  readonly consumptions?: readonly { readonly itemId: string; readonly lotId?: string; readonly quantity?: Quantity }[];
}

/** A confirmation that was taken back, as `production.confirmation-reversed.v1` tells it. */
export interface ReversedReport {
  /** The message that took it back. */
  readonly messageId: string;
  readonly siteId: string;
  readonly sourceSystem: string;
  readonly confirmationId: string;
}

/** What was confirmed on each order: amounts, lots, and which unit was built into which. Keeping a report again changes nothing. */
export class ReportBook {
  constructor(private readonly pool: Pool) {}

  /** A report stands in the ERP. */
  async posted(report: PostedReport): Promise<void> {
    const { messageId, siteId, workOrderId, operationId, sourceSystem, confirmationId, yield: made, scrap, rework } = report;
    await inTransaction(this.pool, async (client) => {
      await client.query(KEEP_POSTED_REPORT, [messageId, siteId, workOrderId, operationId, sourceSystem, confirmationId, made.value, made.unit, scrap.value, scrap.unit, rework.value, rework.unit]);
      await client.query(KEEP_REPORT_LOTS, [messageId, JSON.stringify(lotsOf(report))]);
      await client.query(KEEP_REPORT_SERIALS, [messageId, JSON.stringify(serialsOf(report))]);
    });
  }

  /** A report was taken back; it counts no more. It may be said before the report itself is known. */
  async reversed({ messageId, siteId, sourceSystem, confirmationId }: ReversedReport): Promise<void> {
    await this.pool.query({ name: 'keep-reversed-report', text: KEEP_REVERSED_REPORT, values: [siteId, sourceSystem, confirmationId, messageId] });
  }
}

function lotsOf({ producedLots = [], consumptions = [] }: PostedReport): readonly object[] {
  const produced = producedLots.map(({ lotId, quantity }) => ({ direction: 'produced', lot_id: lotId, quantity: quantity.value, unit: quantity.unit }));
  const consumed = consumptions.filter(({ lotId }) => lotId !== undefined).map(({ itemId, lotId, quantity }) => ({ direction: 'consumed', item_id: itemId, lot_id: lotId, quantity: quantity?.value, unit: quantity?.unit }));
  return [...produced, ...consumed].map((lot, index) => ({ line: index + 1, ...lot }));
}

/** Units that were reported, with or without what was built into them. */
function serialsOf({ serialNumbers = [], genealogy = [] }: PostedReport): readonly object[] {
  const components = new Map(serialNumbers.map((serialNumber): [string, readonly string[]] => [serialNumber, []]));
  for (const { serialNumber, componentSerialNumbers } of genealogy) components.set(serialNumber, componentSerialNumbers);
  return [...components].map(([serialNumber, built]) => ({ serial_number: serialNumber, component_serial_numbers: built }));
}
