import type { Mes } from '../mes.js';
import { MesRefusal } from './mes-refusal.js';
import { WEBHOOK_FAULTS } from './webhook-faults.js';
import type { WebhookFault, WebhookFaults } from './webhook-faults.js';

export interface MesControlRequest {
  readonly method: string;
  /** Segments below `/control/mes/{siteId}`. */
  readonly segments: readonly string[];
  readonly body: Buffer;
  readonly mes: Mes;
  /** Business time. */
  readonly now: () => Date;
  readonly faults: WebhookFaults;
}

const LONGEST_OUTAGE_SECONDS = 3_600;

/** What tests and demonstrations do to a MES, and what they see of it. @throws MesRefusal */
export async function answerMesControl({ method, segments: [subject, ...surplus], body, mes, now, faults }: MesControlRequest): Promise<{ readonly status: number; readonly body?: unknown }> {
  if (surplus.length > 0) throw new MesRefusal(404, 'NO_SUCH_PATH', 'There is no such control route.');
  switch (`${method} ${subject ?? ''}`) {
    case 'GET book': return { status: 200, body: bookOf(mes, now()) };
    case 'POST outage': {
      const seconds = numberIn(fieldsOf(body), 'seconds', 0, LONGEST_OUTAGE_SECONDS);
      mes.goDown(seconds * 1000);
      return { status: 200, body: { seconds } };
    }
    case 'POST answers': {
      const { workOrderId, answer, reason = 'The fixture for this item is in repair.', acceptedShare = 0.5 } = fieldsOf(body);
      if (answer !== 'refused' && answer !== 'partly') throw malformed('answer', 'must be refused or partly');
      if (workOrderId !== undefined && typeof workOrderId !== 'string') throw malformed('workOrderId', 'must be text');
      if (typeof reason !== 'string') throw malformed('reason', 'must be text');
      mes.planAnswer(workOrderId, { answer, reason, acceptedShare: numberIn({ acceptedShare }, 'acceptedShare', 0, 1) });
      return { status: 201, body: { answer } };
    }
    case 'POST miscounts': {
      const { workOrderId, operationId, yield: good = '0', scrap = '0', rework = '0' } = fieldsOf(body);
      const operation = typeof workOrderId === 'string' && typeof operationId === 'string' ? mes.floor.state.orders.get(workOrderId)?.operations.get(operationId) : undefined;
      if (operation === undefined) throw malformed('operationId', 'must be an operation that the MES has');
      const amounts = { yield: String(good), scrap: String(scrap), rework: String(rework) };
      for (const [field, value] of Object.entries(amounts)) if (!/^-?[0-9]{1,9}$/.test(value)) throw malformed(field, 'must be a whole number');
      const { jobOrder: { workOrderId: order, operationId: step, quantity: { unit } } } = operation;
      await mes.miscount(order, step, unit, amounts);
      return { status: 201, body: { workOrderId, operationId, ...amounts } };
    }
    case 'POST faults': {
      const { kind, times = 1 } = fieldsOf(body);
      if (!WEBHOOK_FAULTS.includes(kind as WebhookFault)) throw malformed('kind', `must be one of ${WEBHOOK_FAULTS.join(', ')}`);
      faults.plan(kind as WebhookFault, numberIn({ times }, 'times', 1, 1_000));
      return { status: 201, body: { kind, times } };
    }
    case 'DELETE faults':
      faults.clear();
      return { status: 204 };
    default: throw new MesRefusal(404, 'NO_SUCH_PATH', 'There is no such control route.');
  }
}

/** What it did, by order and operation, and what it has still to say. */
function bookOf(mes: Mes, businessTime: Date): unknown {
  const { floor, book, plant } = mes;
  const orders = [...floor.state.orders.values()].map(({ workOrderId, version, isDone, accepted, operations }) => ({
    workOrderId, version, isDone, ...(accepted === undefined ? {} : { accepted }),
    operations: [...operations.values()].map(({ jobOrder, good, scrapped, aside, isFinal, reports }) => ({ operationId: jobOrder.operationId, good, scrapped, aside, isFinal, reports })),
  }));
  return { siteId: plant.siteId, style: plant.style, cumulative: plant.cumulative, businessTime, isDown: mes.isDown, isQuiet: floor.isQuiet && book.isWritten && book.waiting === 0, unanswered: book.waiting, counts: book.counts, orders };
}

function fieldsOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(body.toString('utf8'));
    if (typeof read === 'object' && read !== null) return read as Record<string, unknown>;
  } catch {
    // told below
  }
  throw malformed('body', 'must be a JSON object');
}

function numberIn(fields: Readonly<Record<string, unknown>>, name: string, lowest: number, highest: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !(value >= lowest && value <= highest)) throw malformed(name, `must be a number from ${lowest} to ${highest}`);
  return value;
}

function malformed(field: string, what: string): MesRefusal {
  return new MesRefusal(400, 'MALFORMED', `${field} ${what}.`);
}
