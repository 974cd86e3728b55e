import { isInstant, toUtc, type JobOrder, type JobOrderDispatch } from '@plantway/canonical';
import type { DispatchReceipt } from '@plantway/ports';
import { WebhookShapeError, type WebhookAnswer } from './webhook-answer.js';

/** The body of a dispatch: the documented fields in their order, so that the same dispatch is the same bytes. */
export function dispatchBody({ siteId, workOrderId, version, verb, proposalFor, jobOrders }: JobOrderDispatch, reference: string): string {
  return JSON.stringify({ reference, siteId, workOrderId, version, verb, ...(proposalFor === undefined ? {} : { proposalFor }), jobOrders: jobOrders.map(jobOrderOf) });
}

function jobOrderOf(job: JobOrder): Record<string, unknown> {
  const { jobOrderId, version, workOrderId, operationId, itemId, workCenterId, quantity, state, startAt, dueAt, predecessorOperationId, tracking, components } = job;
  return {
    jobOrderId, version, workOrderId, operationId, itemId, workCenterId, quantity: quantityOf(quantity), state, startAt, dueAt,
    ...(predecessorOperationId === undefined ? {} : { predecessorOperationId }),
    tracking,
    components: components.map((component) => ({ itemId: component.itemId, required: quantityOf(component.required), issueMethod: component.issueMethod })),
  };
}

function quantityOf({ value, unit }: JobOrder['quantity']): { value: string; unit: string } {
  return { value, unit };
}

/** What stands at the MES for `workOrderId`. @throws WebhookShapeError also when the answer speaks of another work order */
export function standingReceipt(answer: WebhookAnswer, workOrderId: string, backend: string): DispatchReceipt {
  const answered = answer.text('workOrderId');
  if (answered !== workOrderId) throw new WebhookShapeError(`it speaks of work order ${answered.slice(0, 64)}`);
  const version = answer.count('version');
  const takenAt = answer.text('takenAt');
  if (!isInstant(takenAt)) throw new WebhookShapeError('/takenAt is not an instant with an offset');
  return { reference: answer.text('reference', 64), backend, documents: [{ type: 'jobOrders', number: `${workOrderId}@${version}` }], postedAt: toUtc(takenAt), version };
}

/** The answer to a dispatch: what was sent stands there, or with 409 something newer. @throws WebhookShapeError when it proves neither */
export function dispatchReceipt(answer: WebhookAnswer, { workOrderId, version }: JobOrderDispatch, reference: string, backend: string): DispatchReceipt {
  const receipt = standingReceipt(answer, workOrderId, backend);
  if (answer.status === 409 ? receipt.version <= version : receipt.version !== version) throw new WebhookShapeError(`it speaks of version ${receipt.version}, version ${version} was sent`);
  if (answer.status !== 409 && receipt.reference !== reference) throw new WebhookShapeError(`it speaks of the reference ${receipt.reference}`);
  return receipt;
}
