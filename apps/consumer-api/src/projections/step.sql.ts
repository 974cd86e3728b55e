/** Adds a step to order $2 of site $1: event at place $3, when $4, type $5, operation $6, journey $7, what it says $8. */
export const ADD_STEP = `
  insert into consumer.work_order_step (site_id, work_order_id, position, at, type, operation_id, correlation_id, details)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict do nothing`;

/** The same step for every order of site $1 that has made or used lot $2 of item $8; without an item the lot's number has to do. */
export const ADD_STEP_TO_ORDERS_OF_LOT = `
  insert into consumer.work_order_step (site_id, work_order_id, position, at, type, operation_id, correlation_id, details)
  select distinct $1::text, lot.work_order_id, $3::bigint, $4::timestamptz, $5::text, null::text, $6::text, $7::jsonb
    from consumer.work_order_lot as lot
   where lot.site_id = $1
     and lot.lot_id = $2
     and lot.item_id in ($8, '')
      on conflict do nothing`;

/** The same step for the order that ran where downtime $2 of site $1 began. */
export const ADD_STEP_TO_ORDER_OF_DOWNTIME = `
  insert into consumer.work_order_step (site_id, work_order_id, position, at, type, operation_id, correlation_id, details)
  select $1, downtime.work_order_id, $3, $4, $5, downtime.operation_id, $6, $7
    from consumer.downtime
   where downtime.site_id = $1
     and downtime.downtime_id = $2
     and downtime.work_order_id is not null
      on conflict do nothing`;

/** The same step for the orders that hold $2 of site $1 is about: its work order, or those that have made or used its lot. */
export const ADD_STEP_TO_ORDERS_OF_HOLD = `
  insert into consumer.work_order_step (site_id, work_order_id, position, at, type, operation_id, correlation_id, details)
  select $1, held.work_order_id, $3, $4, $5, null, $6, $7
    from (select hold.scope->>'workOrderId' as work_order_id
            from consumer.hold
           where hold.site_id = $1
             and hold.hold_id = $2
             and hold.scope->>'type' = 'workOrder'
           union
          select lot.work_order_id
            from consumer.hold
            join consumer.work_order_lot as lot
              on lot.site_id = hold.site_id
             and lot.lot_id = hold.scope->>'lotId'
             and lot.item_id in (hold.scope->>'itemId', '')
           where hold.site_id = $1
             and hold.hold_id = $2
             and hold.scope->>'type' = 'lot') as held
   where held.work_order_id is not null
      on conflict do nothing`;

/** Gives order $3 of site $1 the publication of planned order $2 as a step, at the place that it had in the log. */
export const ADD_PUBLICATION_STEP = `
  insert into consumer.work_order_step (site_id, work_order_id, position, at, type, operation_id, correlation_id, details)
  select $1, $3, planned.position, planned.at, 'planned-order.published.v1', null, planned.correlation_id, planned.details
    from consumer.planned_order as planned
   where planned.site_id = $1
     and planned.planned_order_id = $2
      on conflict do nothing`;
