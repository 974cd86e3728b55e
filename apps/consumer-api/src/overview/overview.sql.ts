/** How site $1 stands at business time $2, on production day $3. */
export const READ_OVERVIEW = `
  select (select coalesce(jsonb_agg(jsonb_build_object('status', counted.status, 'count', counted.count) order by counted.status), '[]')
            from (select status, count(*)::int as count
                    from consumer.work_order
                   where site_id = $1
                     and body is not null
                   group by status) as counted) as work_orders,
         (select count(*)::int
            from consumer.work_order
           where site_id = $1
             and body is not null
             and due_at < $2
             and status not in ('completed', 'closed', 'cancelled')) as late_work_orders,
         (select count(*)::int from consumer.hold where site_id = $1 and ended_at is null) as open_holds,
         (select count(*)::int from consumer.downtime where site_id = $1 and ended_at is null) as open_downtimes,
         (select count(*)::int from consumer.alert where site_id = $1 and cleared_at is null) as open_alerts,
         coalesce((select reports_posted from consumer.production_day where site_id = $1 and production_day = $3), 0) as reports_posted,
         coalesce((select reports_reversed from consumer.production_day where site_id = $1 and production_day = $3), 0) as reports_reversed`;
