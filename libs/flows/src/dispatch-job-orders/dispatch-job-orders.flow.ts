import { messageError, type JobOrderDispatch } from '@plantway/canonical';
import { MES_SIDE, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type DispatchReceipt, type MesPort, type PlannedPart, type RefusalDecision } from '@plantway/ports';

/** What the flow asks about job orders that the gateway keeps. */
export interface DispatchedJobOrders {
  /** Newest version of the job orders of a work order; undefined when it has none. */
  newestVersion(siteId: string, workOrderId: string): Promise<number | undefined>;
}

export interface DispatchJobOrdersOptions {
  readonly mes: MesPort;
  readonly jobOrders: DispatchedJobOrders;
}

/**
 * All job orders of one work order in one version, on their way to the MES.
 *
 * 1. A newer version is known already: this one is pointless and never sent.
 * 2. The MES is given the whole version, in one write. What it has in a newer version stays there: this one is done.
 *
 * On a technical failure it is tried again, so a MES that is down gets it later, once and in the order of versions. A lost answer is read back: an older version at the
 * MES says that ours did not arrive. A refusal goes to the planner.
 */
export class DispatchJobOrdersFlow implements DeliveryFlow<JobOrderDispatch, JobOrderDispatch, DispatchReceipt> {
  readonly kind = 'jobOrderDispatch';
  readonly otherSide = MES_SIDE;

  constructor(private readonly options: DispatchJobOrdersOptions) {}

  async plan({ command }: DeliveryMessage<JobOrderDispatch>): Promise<DeliveryPlan<JobOrderDispatch>> {
    const newest = await this.options.jobOrders.newestVersion(command.siteId, command.workOrderId);
    if (newest !== undefined && newest > command.version) return { decision: 'finish', state: 'annulled', note: `superseded by version ${newest}` };
    return { decision: 'send', parts: [{ partId: 'dispatch', payload: command }] };
  }

  async send({ payload }: PlannedPart<JobOrderDispatch>, reference: string, options: CallOptions): Promise<DispatchReceipt> {
    return takenAsOurs(await this.options.mes.dispatch(withVerb(payload), reference, options), payload, reference);
  }

  async find({ payload }: PlannedPart<JobOrderDispatch>, reference: string, options: CallOptions): Promise<readonly DispatchReceipt[]> {
    const standing = await this.options.mes.find(withVerb(payload), reference, options);
    return standing.filter(({ version }) => version >= payload.version).map((receipt) => takenAsOurs(receipt, payload, reference));
  }

  agrees({ payload }: PlannedPart<JobOrderDispatch>, { version }: DispatchReceipt): boolean {
    return version >= payload.version;
  }

  async onBusinessRefusal(_message: DeliveryMessage<JobOrderDispatch>, { code, reason }: BusinessRefusal<JobOrderDispatch>): Promise<RefusalDecision<JobOrderDispatch>> {
    return { decision: 'park', error: messageError(code, reason) };
  }

  events({ messageId, command: { siteId, workOrderId, version } }: DeliveryMessage<JobOrderDispatch>): readonly CausedEvent[] {
    return [{ type: 'job-orders.dispatched.v1', subject: workOrderId, data: { messageId, siteId, workOrderId, version } }];
  }

  fulfils(): readonly string[] {
    return [];
  }
}

/** One that an earlier version of the gateway has stored says no verb: it knew no other. */
function withVerb(stored: Omit<JobOrderDispatch, 'verb'> & Partial<Pick<JobOrderDispatch, 'verb'>>): JobOrderDispatch {
  return { ...stored, verb: stored.verb ?? 'Store' };
}

/** A newer version at the MES has our one as its past: nothing of ours is missing there, whatever name the newer one was sent under. */
function takenAsOurs(receipt: DispatchReceipt, { version }: JobOrderDispatch, reference: string): DispatchReceipt {
  return receipt.version > version ? { ...receipt, reference } : receipt;
}
