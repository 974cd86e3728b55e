import { SUMMARY_COLUMNS } from './reader.sql.js';

/**
 * How much of site $1 is open, by kind, how much of that is in one of the states $2, and how much was accepted so long before $3 that it is late: $4 maps kinds to seconds, and a kind that
 * is absent is never late. The condition is that of the index `message_open`.
 */
export const COUNT_BACKLOG = `
select m.kind, count(*)::int as open, (count(*) filter (where m.state = any ($2)))::int as stopped,
       (count(*) filter (where m.accepted_at + ($4::jsonb ->> m.kind)::int * interval '1 second' < $3))::int as late, min(m.accepted_at) as oldest_accepted_at
  from messaging.message as m
 where m.site_id = $1
   and m.state not in ('posted', 'discarded', 'annulled')
   and m.position > 0
 group by m.kind
 order by m.kind`;

/** At most $4 open messages of site $1 in one of the states $2 behind position $3, in the order of acceptance. */
export const LIST_STOPPED = `
select ${SUMMARY_COLUMNS}
  from messaging.message as m
 where m.site_id = $1
   and m.state not in ('posted', 'discarded', 'annulled')
   and m.state = any ($2)
   and m.position > $3::bigint
 order by m.position
 limit $4`;
