import type { JobOrder } from '@plantway/canonical';
import type { AcknowledgementBody } from '../outgoing.js';
import type { FloorOperation, FloorOrder } from './floor-order.js';
import type { PlannedAnswer } from './planned-answer.js';

type Said = Pick<AcknowledgementBody, 'answer' | 'acceptedQuantity' | 'reason'>;

/**
 * What the floor says to a job order by its physical state: it stops and goes on as it is told, and takes every date. A quantity it takes down to what is made or at a machine, and up to what it has
 * said before that it can make.
 * @param running pieces of the operation that are at a machine
 * @param said what was decided about the order instead, by people or by chance
 */
export function answerTo(order: FloorOrder, { jobOrder, taken }: FloorOperation, running: number, said: PlannedAnswer | undefined): Said {
  const { quantity: { value, unit } } = jobOrder;
  const pieces = Math.floor(Number(value));
  if (said !== undefined) return { answer: said.answer, reason: said.reason, ...(said.answer === 'partly' && { acceptedQuantity: { value: String(Math.floor(pieces * said.acceptedShare)), unit } }) };
  if (order.verb !== 'Update' || isCalledOff(jobOrder)) return { answer: 'accepted' };
  const begun = taken + running;
  if (pieces < begun) return { answer: 'partly', reason: `${begun} are made or at a machine.`, acceptedQuantity: { value: String(begun), unit } };
  const most = order.most;
  if (most === undefined || pieces <= most) return { answer: 'accepted' };
  return { answer: 'partly', reason: 'There is no capacity for more by the due date.', acceptedQuantity: { value: String(most), unit } };
}

function isCalledOff({ state }: JobOrder): boolean {
  return state === 'Aborted' || state === 'Ended';
}
