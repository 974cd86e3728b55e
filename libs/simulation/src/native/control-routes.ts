import type { ErpEngine } from '../engine/erp-engine.js';
import type { ErpCommand } from '../engine/erp-command.js';
import type { DurableErp, Unstamped } from '../journal/durable-erp.js';
import type { PlantRegister } from '../plant-register.js';
import { FAULT_KINDS, isProbability } from './fault-plan.js';
import type { FaultKind, FaultPlan, FaultRequest } from './fault-plan.js';
import { failedMoveRecord, feedbackRecord, stockDocumentRecord } from './native-documents.js';
import { malformed, NativeFault } from './native-fault.js';
import { stockRecord } from './native-records.js';
import type { NativeAnswer } from './native-route.js';

export interface ControlRequest {
  readonly method: string;
  /** Segments below `/control`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly plants: PlantRegister;
  readonly faults: FaultPlan;
}

/** The control route: faults, what was really posted, and a clerk's commands. @throws NativeFault */
export async function answerControl(request: ControlRequest): Promise<NativeAnswer> {
  const [subject = '', id] = request.segments;
  switch (`${request.method} ${subject}`) {
    case 'POST faults': return { status: 201, body: request.faults.plan(readFault(request.body)) };
    case 'GET faults': return { status: 200, body: { faults: request.faults.list() } };
    case 'DELETE faults': {
      request.faults.clear(id);
      return { status: 204, body: undefined };
    }
    case 'GET ledger': return { status: 200, body: await plantOf(request).read(ledger) };
    case 'POST commands': return { status: 200, body: await enter(plantOf(request), request.body) };
    default: throw new NativeFault(404, 'SYS-404', 'There is no such control route.');
  }
}

/** Commands of this route are not read field by field: one that lacks something is a mistake of the caller, not of the ERP. */
async function enter(plant: DurableErp, command: unknown): Promise<unknown> {
  try {
    return await plant.apply(command as Unstamped<ErpCommand>);
  } catch (error) {
    if (error instanceof TypeError) throw malformed('body', `is not a complete command (${error.message}).`);
    throw error;
  }
}

/** All that was posted, in posting order. */
export function ledger(engine: ErpEngine): unknown {
  const { timeZone } = engine.view;
  const followUps = engine.followUps();
  return {
    feedbacks: engine.confirmations().map((document) => feedbackRecord(document, followUps.filter(({ confirmationNumber }) => confirmationNumber === document.number), timeZone)),
    stockDocs: engine.stockDocuments().map((document) => stockDocumentRecord(document, timeZone)), stock: engine.balances().map(stockRecord), failedMoves: followUps.map(failedMoveRecord),
    costEntries: engine.view.costEntries,
  };
}

function plantOf({ query, plants }: ControlRequest): DurableErp {
  const name = query.get('plant') ?? plants.sites[0];
  if (!plants.has(name)) throw new NativeFault(404, 'SYS-404', `There is no plant ${name}.`);
  return plants.at(name);
}

function readFault(body: unknown): FaultRequest {
  if (typeof body !== 'object' || body === null) throw malformed('body', 'must be an object.');
  const { kind, times, untilCleared, probability, delayMs, retryAfterSeconds, orderNo, on, ...unknown } = body as Record<string, unknown>;
  const [surplus] = Object.keys(unknown);
  if (surplus !== undefined) throw malformed(surplus, 'is not a field of a fault.');
  if (!FAULT_KINDS.includes(kind as FaultKind)) throw malformed('kind', `must be one of ${FAULT_KINDS.join(', ')}.`);
  for (const [name, value] of Object.entries({ times, delayMs, retryAfterSeconds })) {
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0)) throw malformed(name, 'must be a whole number, zero or more.');
  }
  if (times === 0) throw malformed('times', 'must be 1 or more.');
  if (untilCleared !== undefined && typeof untilCleared !== 'boolean') throw malformed('untilCleared', 'must be true or false.');
  if (probability !== undefined && !isProbability(probability)) throw malformed('probability', 'must be decimal text above 0, at most 1.');
  if (orderNo !== undefined && typeof orderNo !== 'string') throw malformed('orderNo', 'must be text.');
  if (on !== undefined && on !== 'writes' && on !== 'reads' && on !== 'all') throw malformed('on', 'must be writes, reads or all.');
  return body as FaultRequest;
}
