import { JOB_ORDER_VERBS, type JobOrder, type JobOrderVerb } from '@plantway/canonical';
import { MesRefusal } from './mes-refusal.js';

/** All job orders of a work order in one version, as the webhook brings them. */
export interface WebhookBody {
  readonly reference: string;
  readonly siteId: string;
  readonly workOrderId: string;
  readonly version: number;
  /** What is to be done; `Store` when it is not said. */
  readonly verb?: JobOrderVerb;
  /** Id of a change that is only asked for. */
  readonly proposalFor?: string;
  readonly jobOrders: readonly JobOrder[];
}

/** Reads a body. What this MES does not need it does not check. @throws MesRefusal `MALFORMED` */
export function readWebhookBody(body: Buffer): WebhookBody {
  const read = parsed(body) as Partial<WebhookBody> | null;
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const isWhole = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
  if (!isText(read?.reference) || !isText(read?.siteId) || !isText(read?.workOrderId) || !isWhole(read?.version) || !Array.isArray(read?.jobOrders)) {
    throw new MesRefusal(400, 'MALFORMED', 'reference, siteId, workOrderId, version and jobOrders must be given.');
  }
  const complete = read as WebhookBody;
  if (complete.verb !== undefined && !JOB_ORDER_VERBS.includes(complete.verb)) throw new MesRefusal(400, 'MALFORMED', `verb must be one of ${JOB_ORDER_VERBS.join(', ')}.`);
  if (complete.proposalFor !== undefined && !isText(complete.proposalFor)) throw new MesRefusal(400, 'MALFORMED', 'proposalFor must be text.');
  const wrong = complete.jobOrders.find((jobOrder) => {
    const { jobOrderId, operationId, workCenterId, workOrderId, version, quantity, components } = (jobOrder ?? {}) as Partial<JobOrder>;
    const isOurs = workOrderId === complete.workOrderId && version === complete.version;
    return !(isText(jobOrderId) && isText(operationId) && isText(workCenterId) && isOurs && Number(quantity?.value) > 0 && isText(quantity?.unit) && Array.isArray(components));
  });
  if (wrong !== undefined) throw new MesRefusal(400, 'MALFORMED', 'A job order is incomplete, or not of this work order and version.');
  return complete;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new MesRefusal(400, 'MALFORMED', 'The body is not JSON.');
  }
}
