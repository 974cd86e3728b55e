import { BusinessException, OutcomeUnknownError, TechnicalRetryableError, type JobOrderDispatch } from '@plantway/canonical';
import type { DispatchReceipt, MesPort } from '@plantway/ports';

/** What a MES does with the next dispatch. */
type NextDispatch = 'take' | 'loseAnswer' | 'loseRequest' | 'refuse';

/** A MES in memory that behaves by the port: it replaces an older version as a whole, ignores one that is older than what it has, and knows a repeated reference. */
export class MesInMemory implements MesPort {
  private readonly standing = new Map<string, DispatchReceipt & { readonly dispatch: JobOrderDispatch }>();
  private readonly next: NextDispatch[] = [];
  /** Every version that it has taken, in order: "WO-1002@1". */
  readonly taken: string[] = [];
  isAway = false;

  /** What it does with the next dispatches, one after the other; then it takes them. */
  willDo(...next: readonly NextDispatch[]): void {
    this.next.push(...next);
  }

  /** The job orders that it would make now. */
  jobOrdersOf(workOrderId: string): JobOrderDispatch | undefined {
    return this.standing.get(workOrderId)?.dispatch;
  }

  async capabilities(): Promise<Awaited<ReturnType<MesPort['capabilities']>>> {
    return { backend: 'mes-in-memory', style: 'push', guaranteeClass: 'K', longestWriteMs: 100 };
  }

  async dispatch(dispatch: JobOrderDispatch, reference: string): Promise<DispatchReceipt> {
    if (this.isAway) throw new TechnicalRetryableError('MES_UNAVAILABLE', 'connection refused');
    const next = this.next.shift() ?? 'take';
    if (next === 'refuse') throw new BusinessException('MES_REFUSED', 'no such item here', { details: { reason: 'no such item here' } });
    if (next === 'loseRequest') throw new OutcomeUnknownError('MES_ANSWER_LOST', 'connection reset');
    const receipt = this.take(dispatch, reference);
    if (next === 'loseAnswer') throw new OutcomeUnknownError('MES_ANSWER_LOST', 'connection reset');
    return receipt;
  }

  async find({ workOrderId }: JobOrderDispatch): Promise<readonly DispatchReceipt[]> {
    if (this.isAway) throw new TechnicalRetryableError('MES_UNAVAILABLE', 'connection refused');
    const standing = this.standing.get(workOrderId);
    return standing === undefined ? [] : [receiptOf(standing)];
  }

  private take(dispatch: JobOrderDispatch, reference: string): DispatchReceipt {
    const standing = this.standing.get(dispatch.workOrderId);
    if (standing !== undefined && standing.version >= dispatch.version) return receiptOf(standing);
    const { workOrderId, version } = dispatch;
    const taken = { reference, backend: 'mes-in-memory', documents: [{ type: 'jobOrders', number: `${workOrderId}@${version}` }], postedAt: '2026-11-22T08:00:00.000Z', version, dispatch };
    this.standing.set(workOrderId, taken);
    this.taken.push(`${workOrderId}@${version}`);
    return receiptOf(taken);
  }
}

const receiptOf = ({ reference, backend, documents, postedAt, version }: DispatchReceipt): DispatchReceipt => ({ reference, backend, documents, postedAt, version });
