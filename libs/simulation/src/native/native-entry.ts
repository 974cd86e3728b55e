import type { EnteredActivity } from '../engine/documents.js';
import type { Confirm, ReceiveGoods, Reverse } from '../engine/erp-command.js';
import { ACTIVITY_BY_NATIVE } from './native-codes.js';
import { NativeFields } from './native-fields.js';

/** Body of `POST feedbacks`. @throws NativeFault `SYS-400`, `UOM-010` */
export function readFeedback(body: unknown): Omit<Confirm, 'at'> {
  const fields = new NativeFields(body);
  const command: Omit<Confirm, 'at'> = {
    type: 'confirm', reference: fields.required('extRef'), workOrderId: fields.required('orderNo'), operationId: fields.required('stepNo'),
    kind: fields.flag('fin') ? 'final' : 'partial', postingDate: fields.date('bookDate'), yield: fields.quantity('goodQty', 'goodUom'),
    ...withoutUndefined({
      rework: fields.optionalQuantity('reworkQty', 'reworkUom'), startedAt: fields.optionalStamp('started'), finishedAt: fields.optionalStamp('ended'), workCenterId: fields.optional('station'),
    }),
    scrap: fields.rows('scraps', (row) => ({ quantity: row.quantity('qty', 'uom'), reasonCode: row.required('reason') })),
    producedLots: fields.rows('charges', (row) => ({ lotId: row.required('charge'), quantity: row.quantity('qty', 'uom') })),
    serialNumbers: fields.texts('serials'),
    consumptions: fields.rows('usages', (row) => ({
      itemId: row.required('artNo'), ...withoutUndefined({ quantity: row.optionalQuantity('qty', 'uom'), lotId: row.optional('charge') }), backflush: row.flag('auto'),
    })),
    otherOutputs: fields.rows('extras', (row) => ({
      itemId: row.required('artNo'), type: row.oneOf('kind', ['C', 'B']) === 'C' ? 'coProduct' as const : 'byProduct' as const, quantity: row.quantity('qty', 'uom'),
      ...withoutUndefined({ lotId: row.optional('charge') }),
    })),
    activities: fields.rows('times', (row): EnteredActivity => ({
      activity: ACTIVITY_BY_NATIVE[row.oneOf('act', ['SETUP', 'RUN', 'TEARDOWN', 'LABOR'])], seconds: row.amount('seconds'), ...withoutUndefined({ person: row.optional('person') }),
    })),
  };
  fields.requireNothingElse();
  return command;
}

/** Body of `POST feedbacks/{fbNo}/cancel`. */
export function readCancellation(confirmationNumber: string, body: unknown): Omit<Reverse, 'at'> {
  const fields = new NativeFields(body);
  const command = { type: 'reverse', reference: fields.required('extRef'), confirmationNumber, postingDate: fields.date('bookDate') } as const;
  fields.requireNothingElse();
  return command;
}

/** Body of `POST receipts`. */
export function readReceipt(body: unknown): Omit<ReceiveGoods, 'at'> {
  const fields = new NativeFields(body);
  const command = {
    type: 'receiveGoods', reference: fields.text('extRef'), itemId: fields.required('artNo'), locationId: fields.required('store'),
    ...withoutUndefined({ lotId: fields.optional('charge') }), quantity: fields.quantity('qty', 'uom'), postingDate: fields.date('bookDate'),
  } as const;
  fields.requireNothingElse();
  return command;
}

/** An object without the members that are not given. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
