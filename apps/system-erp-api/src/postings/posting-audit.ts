import { PlantwayError } from '@plantway/canonical';
import type { Credential } from '@plantway/http';
import type { CallOptions, ErpOperation, PostingReceipt } from '@plantway/ports';
import { Logger } from '@nestjs/common';

/** One direct write to an ERP, as it is written down. */
export interface AuditedPosting {
  readonly who: Credential;
  readonly action: ErpOperation;
  readonly siteId: string;
  /** What it is about: the order and its operation, or the document that is taken back. */
  readonly about: string;
  readonly reference: string;
}

const logger = new Logger('PostingAudit');

/** Does the write and writes one line about it, whatever becomes of it: who, what, under which reference, with which outcome. */
export async function audited({ who, ...what }: AuditedPosting, { correlationId }: CallOptions, post: () => Promise<PostingReceipt>): Promise<PostingReceipt> {
  const line = { event: 'erp.posting', credentialId: who.credentialId, role: who.role, sourceSystem: who.sourceSystem, ...what, correlationId };
  try {
    const receipt = await post();
    logger.log({ ...line, outcome: 'posted', documents: receipt.documents.map(({ number }) => number) });
    return receipt;
  } catch (error) {
    logger.warn({ ...line, outcome: error instanceof PlantwayError && error.effect === 'none' ? 'refused' : 'unknown', code: error instanceof PlantwayError ? error.code : 'INTERNAL_ERROR' });
    throw error;
  }
}
