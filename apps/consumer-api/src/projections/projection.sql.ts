/** How far the log is applied. Whoever means to apply more locks this row. */
export const LOCK_PROJECTION = `
  select position, as_of
    from consumer.projection
     for update`;

export const READ_PROJECTION = `
  select position, as_of
    from consumer.projection`;

/** The log is applied up to $1, whose event happened at $2; without one the time stays. */
export const MOVE_PROJECTION = `
  update consumer.projection
     set position = $1,
         as_of = coalesce($2, as_of)`;

/** Every table of projections but the position; delete instead of truncate, so that readers see the old rows until the new ones are committed. */
export const PROJECTED_TABLES = ['work_order', 'work_order_step', 'work_order_lot', 'planned_order', 'promise', 'downtime', 'hold', 'alert', 'production_day'] as const;

export const forgetTable = (table: (typeof PROJECTED_TABLES)[number]): string => `delete from consumer.${table}`;

export const FORGET_POSITION = `
  update consumer.projection
     set position = 0,
         as_of = null`;
