import { compare, isZero, subtract, sum, type DecimalText, type Quantity, type WorkOrder } from '@plantway/canonical';
import type { PostedQuantities } from '@plantway/ports';
import { MEASURES, type Measure } from './quantities.js';

/** One amount of an operation that the ERP and the gateway do not agree upon, or that does not add up in the ERP itself. */
export interface OrderDifference {
  readonly identity: 'released' | 'confirmed';
  readonly operationId: string;
  readonly measure: Measure | 'remaining';
  /** What the ERP has more; below zero when it has less. */
  readonly difference: DecimalText;
  readonly unit: string;
  readonly erp: DecimalText;
  /** Of `released`: what it would have to be. */
  readonly gateway: DecimalText;
}

/** Amounts that the gateway knows of an operation; several for one operation add up. */
export interface KnownAmounts {
  readonly operationId: string;
  readonly amounts: PostedQuantities;
}

/**
 * Compares an order as the ERP shows it with what the gateway knows, exactly.
 *
 * Released = good + scrap + open rework + what is not begun. In the ERP's own numbers `remaining` is what is still to be made good: it holds what replaces scrap, what is reworked, and what is not begun. So good + remaining must be
 * the released quantity, or the good quantity when more was made than that.
 * Amounts in several units are compared with nothing here; their documents are.
 */
export function orderDifferences({ operations, quantity }: WorkOrder, known: readonly KnownAmounts[]): readonly OrderDifference[] {
  return operations.flatMap((operation) => {
    const { operationId, yieldConfirmed, scrapConfirmed, reworkConfirmed, remaining } = operation;
    const shown: Readonly<Record<Measure, Quantity>> = { yield: yieldConfirmed, scrap: scrapConfirmed, rework: reworkConfirmed };
    const confirmed = MEASURES.flatMap((measure): readonly OrderDifference[] => {
      const erp = shown[measure];
      const amounts = known.filter((one) => one.operationId === operationId).map(({ amounts: said }) => said[measure]).filter((amount) => !isZero(amount));
      if (amounts.some(({ unit }) => unit !== erp.unit)) return [];
      return difference({ identity: 'confirmed', operationId, measure }, erp, sum(amounts, erp.unit));
    });
    const units = [yieldConfirmed.unit, remaining.unit];
    if (units.some((unit) => unit !== quantity.unit)) return confirmed;
    const left = compare(yieldConfirmed, quantity) > 0 ? { value: '0', unit: quantity.unit } : subtract(quantity, yieldConfirmed);
    return [...confirmed, ...difference({ identity: 'released', operationId, measure: 'remaining' }, remaining, left)];
  });
}

/** Whether some amount of the order is kept in another unit than the ERP's. */
export function isInOtherUnits({ operations }: WorkOrder, known: readonly KnownAmounts[]): boolean {
  return operations.some(({ operationId, yieldConfirmed: { unit } }) =>
    known.some((one) => one.operationId === operationId && MEASURES.some((measure) => !isZero(one.amounts[measure]) && one.amounts[measure].unit !== unit)));
}

function difference(about: Pick<OrderDifference, 'identity' | 'operationId' | 'measure'>, erp: Quantity, gateway: Quantity): readonly OrderDifference[] {
  const more = subtract(erp, gateway);
  return isZero(more) ? [] : [{ ...about, difference: more.value, unit: erp.unit, erp: erp.value, gateway: gateway.value }];
}
