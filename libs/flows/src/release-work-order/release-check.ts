import { BusinessException, type Instant, type PlantDate, type WorkOrder, type WorkOrderRelease } from '@plantway/canonical';
import type { CallOptions, ErpPort } from '@plantway/ports';
import { readFacts } from './release-facts.js';
import { releaseFindings, type ReleaseFinding } from './release-rules.js';

export interface ReleaseCheckOptions {
  readonly erp: ErpPort;
  /** Business time: whether an order is late is judged by it. */
  readonly now: () => Date;
  /** Plant-local day of an instant at a site. */
  readonly dayOf: (siteId: string, instant: Instant) => PlantDate;
}

/** Which order, as which revision. */
export type ReleaseQuestion = Omit<WorkOrderRelease, 'releaseId'>;

/** What the check found: no such order, or the order with every rule that it breaks. */
export type ReleaseCheckResult =
  | { readonly order: undefined }
  | { readonly order: WorkOrder; readonly findings: readonly ReleaseFinding[] };

/** Looks at every rule of release. Reads the ERP and has no effect. */
export class ReleaseCheck {
  constructor(private readonly options: ReleaseCheckOptions) {}

  /** Errors as in `ErpPort`'s reads, but an order that is not there is an answer. */
  async run(release: ReleaseQuestion, call: CallOptions): Promise<ReleaseCheckResult> {
    const order = await this.order(release.siteId, release.workOrderId, call);
    return order === undefined ? { order } : { order, findings: await this.findings(order, release, call) };
  }

  /** Every rule that the order, as it was just read, breaks. Errors as in `ErpPort`'s reads. */
  async findings(order: WorkOrder, { expectedRevision }: Pick<WorkOrderRelease, 'expectedRevision'>, call: CallOptions): Promise<readonly ReleaseFinding[]> {
    const { erp, now, dayOf } = this.options;
    return releaseFindings({ ...(await readFacts(erp, order, call)), startsOn: dayOf(order.siteId, order.startAt), now: now() }, expectedRevision);
  }

  /** The order as the ERP has it; undefined when it has none of this number. */
  async order(siteId: string, workOrderId: string, call: CallOptions): Promise<WorkOrder | undefined> {
    try {
      return (await this.options.erp.workOrder(siteId, workOrderId, call)).value;
    } catch (error) {
      if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
