import { PlantwayError } from '@plantway/canonical';
import type { Credential } from '@plantway/http';
import type { CallOptions, DeliveryReceipt } from '@plantway/ports';
import { Logger } from '@nestjs/common';

/** How the writes of one system API are written down. */
export interface AuditWords {
  /** "erp.posting" */
  readonly event: string;
  /** Outcome of one that went well: "posted". */
  readonly done: string;
}

/** One direct write to another system, as it is written down. */
export interface AuditedWrite {
  readonly who: Credential;
  /** What is done, where the API does several things. */
  readonly action?: string;
  readonly siteId: string;
  /** The object, for a person: order and operation, failure, finding. */
  readonly about: string;
  readonly reference: string;
}

const logger = new Logger('WriteAudit');

/** Makes the function that does a write and writes one line about it, whatever becomes of it: who, what, under which reference, with which outcome. */
export function writeAudit({ event, done }: AuditWords) {
  return async function audited<Receipt extends DeliveryReceipt>({ who, ...what }: AuditedWrite, { correlationId }: CallOptions, write: () => Promise<Receipt>): Promise<Receipt> {
    const line = { event, credentialId: who.credentialId, role: who.role, sourceSystem: who.sourceSystem, ...what, correlationId };
    try {
      const receipt = await write();
      logger.log({ ...line, outcome: done, documents: receipt.documents.map(({ number }) => number) });
      return receipt;
    } catch (error) {
      logger.warn({ ...line, outcome: error instanceof PlantwayError && error.effect === 'none' ? 'refused' : 'unknown', code: error instanceof PlantwayError ? error.code : 'INTERNAL_ERROR' });
      throw error;
    }
  };
}
