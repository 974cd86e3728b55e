import type { LotStatus } from '@plantway/canonical';
import type { ChangeOrder, ConvertPlannedOrder, CreatePlannedOrder, IssueGoods, SetLotStatus, SetOrderState } from '../engine/erp-command.js';
import { STOCK_TYPE } from './native-codes.js';
import { withoutUndefined } from './native-entry.js';
import { NativeFields } from './native-fields.js';

const STATES = { HOLD: 'holdOrder', RESUME: 'resumeOrder', CANCEL: 'cancelOrder' } as const;

/** Body of `POST prodorders/{orderNo}/change`. @throws NativeFault `SYS-400`, `UOM-010` */
export function readOrderChange(workOrderId: string, body: unknown): Omit<SetOrderState, 'at'> | Omit<ChangeOrder, 'at'> {
  const fields = new NativeFields(body);
  const frame = { workOrderId, reference: fields.required('extRef'), ...withoutUndefined({ expectedRevision: fields.optional('ifChgNo'), reason: fields.optional('text') }) };
  const change = fields.oneOf('change', ['HOLD', 'RESUME', 'CANCEL', 'QTY', 'DATE']);
  const command: Omit<SetOrderState, 'at'> | Omit<ChangeOrder, 'at'> = change === 'QTY' ? { type: 'changeOrder', ...frame, quantity: fields.quantity('qty', 'uom') }
    : change === 'DATE' ? { type: 'changeOrder', ...frame, ...withoutUndefined({ startAt: fields.optionalStamp('startStamp'), dueAt: fields.optionalStamp('dueStamp') }) }
      : { type: STATES[change], ...frame };
  fields.requireNothingElse();
  return command;
}

/** Body of `POST issues`. */
export function readIssue(body: unknown): Omit<IssueGoods, 'at'> {
  const fields = new NativeFields(body);
  const command: Omit<IssueGoods, 'at'> = {
    type: 'issueGoods', reference: fields.required('extRef'), workOrderId: fields.required('orderNo'), operationId: fields.required('stepNo'), itemId: fields.required('artNo'),
    ...withoutUndefined({ lotId: fields.optional('charge') }), quantity: fields.quantity('qty', 'uom'), postingDate: fields.date('bookDate'),
  };
  fields.requireNothingElse();
  return command;
}

/** Body of `POST planorders`. */
export function readPlannedOrder(body: unknown): Omit<CreatePlannedOrder, 'at'> {
  const fields = new NativeFields(body);
  const command: Omit<CreatePlannedOrder, 'at'> = {
    type: 'createPlannedOrder', reference: fields.required('extRef'),
    plannedOrder: {
      plannedOrderId: fields.required('planNo'), itemId: fields.required('artNo'), quantity: fields.quantity('qty', 'uom'), startAt: fields.stamp('startStamp'), dueAt: fields.stamp('dueStamp'),
      ...withoutUndefined({ customerOrderId: fields.optional('custOrder'), customerOrderLineId: fields.optional('custLine') }),
    },
  };
  fields.requireNothingElse();
  return command;
}

/** Body of `POST planorders/{planNo}/convert`. */
export function readConversion(plannedOrderId: string, body: unknown): Omit<ConvertPlannedOrder, 'at'> {
  const fields = new NativeFields(body);
  const command = { type: 'convertPlannedOrder', plannedOrderId, reference: fields.required('extRef') } as const;
  fields.requireNothingElse();
  return command;
}

/** Body of `POST articles/{artNo}/charges/{charge}/status`. */
export function readLotStatus(itemId: string, lotId: string, body: unknown): Omit<SetLotStatus, 'at'> {
  const fields = new NativeFields(body);
  const stockType = fields.oneOf('stockType', Object.values(STOCK_TYPE));
  const status = (Object.keys(STOCK_TYPE) as LotStatus[]).find((candidate) => STOCK_TYPE[candidate] === stockType)!;
  const command = { type: 'setLotStatus', itemId, lotId, status, reference: fields.required('extRef'), ...withoutUndefined({ reason: fields.optional('text') }) } as const;
  fields.requireNothingElse();
  return command;
}
