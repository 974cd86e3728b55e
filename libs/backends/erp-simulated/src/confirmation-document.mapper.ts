import type { ErpConfirmationDocument } from '@plantway/ports';
import type { NativeRow } from './native-row.js';
import { instantOf, plantDateOf } from './native-values.js';
import { quantitiesAsBooked, quantitiesAsEntered } from './posting.mapper.js';

/** A feedback of the ERP, or a cancellation of one, whoever entered it. @throws NativeShapeError */
export function confirmationDocumentOf(row: NativeRow): ErpConfirmationDocument {
  const [reference, enteredBy, reverses, reversedBy] = ['extRef', 'user', 'cancels', 'cancelledBy'].map((field) => row.optionalText(field));
  const booked = quantitiesAsBooked(row);
  return {
    number: row.text('fbNo'), workOrderId: row.text('orderNo'), operationId: row.text('stepNo'), postingDate: plantDateOf(row.text('bookDate')), enteredAt: instantOf(row.text('entered')),
    entered: reverses === undefined ? quantitiesAsEntered(row) : booked, booked,
    ...(reference === undefined ? {} : { reference }), ...(enteredBy === undefined ? {} : { enteredBy }), ...(reverses === undefined ? {} : { reverses }), ...(reversedBy === undefined ? {} : { reversedBy }),
  };
}
