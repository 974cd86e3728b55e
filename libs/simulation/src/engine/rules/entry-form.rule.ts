import type { Quantity } from '@plantway/canonical';
import { isAmountText } from '../exact-amount.js';
import { BUSINESS_ID } from '../erp-state.js';
import type { ConfirmationEntry } from '../documents.js';
import { Refusal } from '../refusal.js';

/** @throws Refusal `MALFORMED` when the value is not plain decimal text of zero or more */
export function requireQuantity(quantity: Quantity, field: string): void {
  if (!isAmountText(quantity.value)) throw new Refusal('MALFORMED', `${field} must be decimal text, zero or more, at most 12 decimals.`, { field });
}

/** @throws Refusal `MALFORMED` for a name that is given and has a wrong form */
export function requireReference(reference: string | undefined): void {
  if (reference !== undefined && !BUSINESS_ID.test(reference)) throw new Refusal('MALFORMED', 'reference must have 1 to 60 characters.', { field: 'reference' });
}

/**
 * Form of an entry, whatever the state of the business. Faces check their own JSON; this holds for who binds the engine directly.
 * @throws Refusal `MALFORMED`
 */
export function requireForm(entry: ConfirmationEntry): void {
  requireReference(entry.reference);
  requireQuantity(entry.yield, 'yield');
  if (entry.rework !== undefined) requireQuantity(entry.rework, 'rework');
  for (const scrap of entry.scrap) requireQuantity(scrap.quantity, 'scrap');
  for (const output of entry.otherOutputs) requireQuantity(output.quantity, 'otherOutputs');
  for (const lot of entry.producedLots) {
    requireQuantity(lot.quantity, 'producedLots');
    requireLotName(lot.lotId);
  }
  for (const output of entry.otherOutputs) if (output.lotId !== undefined) requireLotName(output.lotId);
  for (const { seconds } of entry.activities) requireQuantity({ value: seconds, unit: 'SEC' }, 'activities');
  for (const { quantity, backflush } of entry.consumptions) {
    if (quantity !== undefined) requireQuantity(quantity, 'consumptions');
    if (backflush === (quantity !== undefined)) throw new Refusal('MALFORMED', 'A consumption has a quantity, or is left to the bill of material.', { field: 'consumptions' });
  }
}

export function requireLotName(lotId: string): void {
  if (!BUSINESS_ID.test(lotId)) throw new Refusal('MALFORMED', `Lot ${lotId} has a wrong form.`, { field: 'lotId' });
}
