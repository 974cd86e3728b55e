import type { MessageKind } from '@plantway/canonical';
import { READ_BACK_GUARANTEE, type Clock, type DeclaredGuarantee, type DeliveryGuarantees } from '@plantway/ports';
import type pg from 'pg';
import { KEEP_GUARANTEES } from './guarantee.sql.js';

/** What the backend of a site promises for one kind of message. */
export interface KindGuarantee extends DeclaredGuarantee {
  readonly kind: MessageKind;
  readonly backend: string;
}

/** What backends promise against double posting: in memory for the engine that acts by it, in the database for whoever looks at a message. */
export class GuaranteeBook implements DeliveryGuarantees {
  private readonly declared = new Map<string, DeclaredGuarantee>();

  constructor(private readonly pool: pg.Pool, private readonly clock: Pick<Clock, 'now'>) {}

  of(siteId: string, kind: MessageKind): DeclaredGuarantee {
    return this.declared.get(`${siteId} ${kind}`) ?? READ_BACK_GUARANTEE;
  }

  /** Keeps what the backends of a site say now. The engine acts by it at once, also when it cannot be written down. */
  async declare(siteId: string, guarantees: readonly KindGuarantee[]): Promise<void> {
    for (const { kind, guaranteeClass, keyRetentionMs } of guarantees) this.declared.set(`${siteId} ${kind}`, { guaranteeClass, ...(keyRetentionMs !== undefined && { keyRetentionMs }) });
    const rows = guarantees.map(({ kind, backend, guaranteeClass, keyRetentionMs }) => ({ kind, backend, guarantee_class: guaranteeClass, key_retention_ms: keyRetentionMs ?? null }));
    await this.pool.query({ name: 'keep-guarantees', text: KEEP_GUARANTEES, values: [siteId, JSON.stringify(rows), this.clock.now()] });
  }
}
