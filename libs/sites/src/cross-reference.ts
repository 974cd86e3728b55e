import { TechnicalRetryableError } from '@plantway/canonical';
import type { Pool } from 'pg';
import { INSERT_CROSS_REFERENCES, SELECT_CROSS_REFERENCES } from './sites.sql.js';

/** Objects whose number an ERP may give differently; everything else is the same on both sides. */
export type CrossReferenceEntity = 'item' | 'lot' | 'workOrder';

/** "What we call `plantwayId` is `foreignId` over there." Only pairs that differ have a row. */
export interface CrossReferenceRow {
  readonly entity: CrossReferenceEntity;
  /** Our item id for a lot, because lot numbers repeat across items; empty for anything else. */
  readonly scope: string;
  readonly plantwayId: string;
  readonly foreignId: string;
}

export interface CrossReferenceQuestion {
  readonly entity: CrossReferenceEntity;
  readonly id: string;
}

/** Which of our ids an ERP calls otherwise, per site and backend. */
export interface CrossReference {
  /** Every row that has one of the asked ids on either side; what is not in the answer is called the same on both sides. @throws TechnicalRetryableError */
  rows(siteId: string, backend: string, asked: readonly CrossReferenceQuestion[]): Promise<readonly CrossReferenceRow[]>;
}

/** The cross-reference in PostgreSQL, one indexed statement per question. */
export class DatabaseCrossReference implements CrossReference {
  constructor(private readonly pool: Pool) {}

  async rows(siteId: string, backend: string, asked: readonly CrossReferenceQuestion[]): Promise<readonly CrossReferenceRow[]> {
    if (asked.length === 0) return [];
    const values = [siteId, backend, asked.map(({ entity }) => entity), asked.map(({ id }) => id)];
    try {
      return (await this.pool.query<CrossReferenceRow>({ ...SELECT_CROSS_REFERENCES, values })).rows;
    } catch (cause) {
      throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'The cross-reference of ids cannot be read; nothing was sent to the ERP. It is tried again.', { cause });
    }
  }

  /** Writes rows; a pair whose foreign id changed is replaced. @throws the database's error when two of ours would share one foreign id */
  async write(siteId: string, backend: string, rows: readonly CrossReferenceRow[]): Promise<void> {
    const given = rows.map(({ entity, scope, plantwayId, foreignId }) => ({ entity, scope, plantway_id: plantwayId, foreign_id: foreignId }));
    await this.pool.query(INSERT_CROSS_REFERENCES, [siteId, backend, JSON.stringify(given)]);
  }
}
