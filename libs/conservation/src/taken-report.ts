import type { Quantity } from '@plantway/canonical';
import type { PostedQuantities } from '@plantway/ports';
import { scrapOf } from './quantities.js';

/** A report, or the reversal of one, that the gateway accepted, whatever became of it. */
export interface TakenReport {
  readonly messageId: string;
  readonly kind: 'productionConfirmation' | 'confirmationReversal';
  readonly state: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly confirmationId?: string;
  /** Of a report that was given up: what it said. */
  readonly givenUp?: { readonly amounts: PostedQuantities; readonly isTotal: boolean };
}

/** What a report that was given up has said; undefined when it cannot be read any more. */
export function saidIn(command: unknown): TakenReport['givenUp'] {
  const said = command as { readonly yield?: Quantity; readonly scrap?: readonly { readonly quantity: Quantity }[]; readonly rework?: Quantity; readonly cumulative?: boolean } | null;
  if (said?.yield === undefined) return undefined;
  const { yield: good, scrap = [], rework = { value: '0', unit: good.unit }, cumulative = false } = said;
  return { amounts: { yield: good, scrap: scrapOf(scrap.map(({ quantity }) => quantity), good.unit), rework }, isTotal: cumulative };
}
