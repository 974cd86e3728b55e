/** The schedule in force at site $1 with its operations, in the order of time: those at work center $2 and of work order $3, all of them where null. One statement: one version. */
export const READ_SCHEDULE = `
  select schedule.version, schedule.schedule_version_id, schedule.supersedes, schedule.reason, schedule.replan_request_ids, schedule.created_at, schedule.frozen_until, schedule.message_id, schedule.in_force_since,
         (select coalesce(jsonb_agg(jsonb_build_array(operation.work_order_id, operation.operation_id, operation.work_center_id,
                                                      extract(epoch from operation.start_at) * 1000, extract(epoch from operation.finish_at) * 1000)
                                    order by operation.start_at, operation.work_order_id, operation.operation_id), '[]')
            from execution.scheduled_operation as operation
           where operation.site_id = schedule.site_id
             and ($2::text is null or operation.work_center_id = $2)
             and ($3::text is null or operation.work_order_id = $3)) as operations
    from execution.schedule
   where schedule.site_id = $1`;

/** Version of the schedule in force at site $1. */
export const READ_VERSION_IN_FORCE = `
  select version
    from execution.schedule
   where site_id = $1`;

/** Version of the schedule in force at site $1, and when it finishes each work order; one statement: one version. */
export const READ_FINISHES = `
  select schedule.version, schedule.schedule_version_id, operation.work_order_id, max(operation.finish_at) as finish_at
    from execution.schedule
    left join execution.scheduled_operation as operation
      on operation.site_id = schedule.site_id
   where schedule.site_id = $1
   group by schedule.version, schedule.schedule_version_id, operation.work_order_id`;

/** Where work order $2 of site $1 is worked on at $3 by the schedule in force: at its first operation that is not over, or at its last. */
export const READ_PLACE_OF_WORK_ORDER = `
  select work_center_id
    from execution.scheduled_operation
   where site_id = $1
     and work_order_id = $2
   order by finish_at <= $3, case when finish_at > $3 then start_at end, finish_at desc, operation_id
   limit 1`;
