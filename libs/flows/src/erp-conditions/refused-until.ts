import { BusinessException, TechnicalRetryableError, messageError } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, ErpPart, ErpPort, RefusalDecision } from '@plantway/ports';
import { erpConditionKey, type ErpCondition } from './erp-condition-key.js';

/** What is asked of the ERP about a refusal. */
export type AskedErp = Pick<ErpPort, 'lot' | 'postingPeriods'>;

/** What a refused part was about. */
export interface RefusedSubject {
  readonly siteId: string;
  readonly workOrderId: string;
  /** The day under which it was posted. */
  readonly postingDate?: string;
  /** Lots that it takes from stock. */
  readonly lots?: readonly { readonly itemId: string; readonly lotId?: string }[];
}

/**
 * What a refusal means that ends by itself in the ERP, and for which the worker watches there: a period that is not open yet, a lock, a lot that is not released. The message sleeps until then, without trying.
 * What is fulfilled already as far as the ERP shows it, and was refused all the same, is not what it waits for, and is for a person: a lot that the report does not name (the ERP chose it), a period that is closed in another
 * book than the one it shows. Undefined for any other code.
 */
export async function refusedUntil(erp: AskedErp, { code, reason }: BusinessRefusal, subject: RefusedSubject, options: CallOptions): Promise<RefusalDecision<never> | undefined> {
  const { siteId, workOrderId, postingDate, lots = [] } = subject;
  const error = messageError(code, reason);
  const until = (condition: ErpCondition): RefusalDecision<never> => ({ decision: 'wait', condition: { key: erpConditionKey(condition), error, isWatched: true } });
  switch (code) {
    case 'ORDER_LOCKED': return until({ kind: 'lockGone', siteId, workOrderId });
    case 'PERIOD_NOT_OPEN_YET': {
      if (postingDate === undefined) return undefined;
      return (await isOpen(erp, siteId, postingDate, options)) ? { decision: 'park', error } : until({ kind: 'periodOpened', siteId, postingDate });
    }
    case 'LOT_RESTRICTED': {
      const lot = await restrictedOf(erp, siteId, lots, options);
      return lot === undefined ? { decision: 'park', error } : until({ kind: 'lotReleased', siteId, ...lot });
    }
    default: return undefined;
  }
}

/** A lock is a refusal that ends when somebody leaves the order: whoever meets it waits for that, and does not try again by a timer. Surely nothing was posted. */
export async function lockAsRefusal<Receipt>(post: Promise<Receipt>): Promise<Receipt> {
  try {
    return await post;
  } catch (error) {
    if (error instanceof TechnicalRetryableError && error.code === 'ORDER_LOCKED') throw new BusinessException(error.code, error.message, { details: error.details, cause: error });
    throw error;
  }
}

/** Whoever wrote to the order met no lock: those that wait for its end go on. */
export function lockGoneKey(siteId: string, workOrderId: string): string {
  return erpConditionKey({ kind: 'lockGone', siteId, workOrderId });
}

/** The day under which a part is posted. */
export function postingDateOf(part: ErpPart | undefined): string | undefined {
  switch (part?.action) {
    case 'confirm': return part.confirmation.postingDate;
    case 'reverse': case 'consume': return part.postingDate;
    default: return undefined;
  }
}

/** The first of the lots that the ERP does not have as unrestricted. */
async function restrictedOf(erp: AskedErp, siteId: string, lots: NonNullable<RefusedSubject['lots']>, options: CallOptions): Promise<{ readonly itemId: string; readonly lotId: string } | undefined> {
  const named = lots.flatMap(({ itemId, lotId }) => (lotId === undefined ? [] : [{ itemId, lotId }]));
  for (const lot of named) {
    if ((await statusOf(erp, siteId, lot, options)) !== 'unrestricted') return lot;
  }
  return undefined;
}

/** Whether the ERP shows the day as open; not when it shows no periods. */
async function isOpen(erp: AskedErp, siteId: string, day: string, options: CallOptions): Promise<boolean> {
  try {
    return (await erp.postingPeriods(siteId, options)).items.some(({ status, startsOn, endsOn }) => status === 'open' && startsOn <= day && day <= endsOn);
  } catch (error) {
    if (error instanceof BusinessException) return false;
    throw error;
  }
}

async function statusOf(erp: AskedErp, siteId: string, { itemId, lotId }: { readonly itemId: string; readonly lotId: string }, options: CallOptions): Promise<string | undefined> {
  try {
    return (await erp.lot(siteId, itemId, lotId, options)).value.status;
  } catch (error) {
    if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
