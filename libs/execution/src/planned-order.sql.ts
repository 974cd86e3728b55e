const COLUMNS = `
         planned_order_id, item_id, quantity, unit, start_at, due_at, customer_order_id, customer_order_line_id, status, work_order_id, published_at, message_id`;

/** Planned order $2 of site $1. */
export const READ_PLANNED_ORDER = `
  select ${COLUMNS}
    from execution.planned_order
   where site_id = $1
     and planned_order_id = $2`;

/** At most $4 planned orders of site $1 behind $3 by their ids; in state $2, or whatever state when null. */
export const LIST_PLANNED_ORDERS = `
  select ${COLUMNS}
    from execution.planned_order
   where site_id = $1
     and ($2::text is null or status = $2)
     and planned_order_id > $3
   order by planned_order_id
   limit $4`;
