import { canonicalOf } from './shape.sql.js';

/**
 * Up to $4 distinct keys, after $2, under which lanes wait and that begin with $1 and lie before $3; in their order. Each step goes to the next key in the index, over however many lanes wait under
 * the same one.
 */
export const WAITING_KEYS = `
with recursive waited as (
  (select lane.waiting_for collate "C" as key
     from messaging.lane
    where lane.waiting_for is not null
      and lane.waiting_for collate "C" > greatest($1 collate "C", $2 collate "C")
      and lane.waiting_for collate "C" < $3 collate "C"
    order by lane.waiting_for collate "C"
    limit 1)
  union all
  select following.key
    from waited
   cross join lateral (
           select lane.waiting_for collate "C" as key
             from messaging.lane
            where lane.waiting_for is not null
              and lane.waiting_for collate "C" > waited.key
              and lane.waiting_for collate "C" < $3 collate "C"
            order by lane.waiting_for collate "C"
            limit 1
         ) as following
)
select waited.key
  from waited
 limit $4`;

/**
 * Of the lanes that wait under each of the keys $1 the first one looks at $2, which is at once; one that somebody holds at this moment is left alone. It keeps the name of what it waits for: beginning to wait
 * for the same again is no news, and is not looked at a second time.
 */
export const RING_FIRST_OF_EACH = `
with first as materialized (
  select chosen.lane_key
    from unnest($1::text[]) as wanted (key)
   cross join lateral (
           select lane.lane_key
             from messaging.lane
            where lane.waiting_for is not null
              and lane.waiting_for collate "C" = wanted.key
            order by lane.lane_key
            limit 1
              for update skip locked
         ) as chosen
)
update messaging.lane
   set next_at = $2
  from first
 where lane.lane_key = first.lane_key
   and lane.waiting_for is not null`;

/** Up to $4 messages of site $1 that are parked because of one of the codes $2, behind position $3, in the order of acceptance, with what they command. One that stands beside its lane is a person's. */
export const PARKED_FOR = `
select m.message_id, m.position, m.kind, m.state_since, m.error ->> 'code' as code, command.body as command
  from messaging.message as m
 cross join lateral ${canonicalOf('m')} as command
 where m.site_id = $1
   and m.state = 'parked'
   and m.error ->> 'code' = any ($2::text[])
   and m.stepped_aside_at is null
   and m.position > $3::bigint
 order by m.position
 limit $4`;
