/** Keeps hold $2 of site $1 about $3, because of $4, since $5. */
export const KEEP_HOLD = `
  insert into consumer.hold (site_id, hold_id, scope, reason, placed_at)
  values ($1, $2, $3, $4, $5)
      on conflict do nothing`;

/** Hold $2 of site $1 has ended at $3. */
export const END_HOLD = `
  update consumer.hold
     set ended_at = $3
   where site_id = $1
     and hold_id = $2
     and ended_at is null`;

/** The holds of lot $3 of item $2 at site $1 have ended at $4. */
export const END_HOLDS_OF_LOT = `
  update consumer.hold
     set ended_at = $4
   where site_id = $1
     and scope->>'type' = 'lot'
     and scope->>'itemId' = $2
     and scope->>'lotId' = $3
     and ended_at is null`;
