import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const RANDOM_BYTES = 16;
const pool = Buffer.alloc(512 * RANDOM_BYTES);
let used = pool.length;

/**
 * A new id that sorts by its time, so that an index over it grows at its end. Its random part is drawn from a pool: one large draw costs as much as a small one.
 * Source: RFC 9562, UUID version 7.
 */
export function timeOrderedId(at: Date): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  return v7({ msecs: at.getTime(), random: pool.subarray(used - RANDOM_BYTES, used) });
}
