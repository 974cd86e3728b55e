import { PlantwayError } from '@plantway/canonical';
import type { Credential } from '@plantway/http';
import type { CallOptions, DispatchReceipt } from '@plantway/ports';
import { Logger } from '@nestjs/common';

/** One direct write to a MES, as it is written down. */
export interface AuditedDispatch {
  readonly who: Credential;
  readonly siteId: string;
  /** Work order and version. */
  readonly about: string;
  readonly reference: string;
}

const logger = new Logger('DispatchAudit');

/** Does the write and writes one line about it, whatever becomes of it: who, what, under which reference, with which outcome. */
export async function audited({ who, ...what }: AuditedDispatch, { correlationId }: CallOptions, dispatch: () => Promise<DispatchReceipt>): Promise<DispatchReceipt> {
  const line = { event: 'mes.dispatch', credentialId: who.credentialId, role: who.role, sourceSystem: who.sourceSystem, ...what, correlationId };
  try {
    const receipt = await dispatch();
    logger.log({ ...line, outcome: 'dispatched', documents: receipt.documents.map(({ number }) => number) });
    return receipt;
  } catch (error) {
    logger.warn({ ...line, outcome: error instanceof PlantwayError && error.effect === 'none' ? 'refused' : 'unknown', code: error instanceof PlantwayError ? error.code : 'INTERNAL_ERROR' });
    throw error;
  }
}
