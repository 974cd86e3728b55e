import { HEAD_COLUMNS } from './head.sql.js';
import { canonicalOf } from './shape.sql.js';

/**
 * What is to be done at $1, by destination: how many lanes are due and free ($2 at most are counted) and since when the longest of them, how many others have leased, and when something more comes due. Leased
 * lanes are the longest due, so that they are among the first $3. With each row everything that is known of the pace of systems. Walks from destination to destination, and reads of each what it needs: a million
 * waiting lanes cost as much as ten thousand.
 */
export const LOOK_FOR_WORK = `
with recursive present as (
  (select lane.destination
     from messaging.lane
    where lane.next_at is not null
    order by lane.destination
    limit 1)
   union all
  select (select lane.destination
            from messaging.lane
           where lane.next_at is not null
             and lane.destination > present.destination
           order by lane.destination
           limit 1)
    from present
   where present.destination is not null
)
select present.destination, ready.due, ready.since, held.leased, least(held.until, later.next_at) as next_due,
       (select coalesce(jsonb_agg(to_jsonb(pace)), '[]') from messaging.pace) as paces
  from present
 cross join lateral (
         select count(*)::int as due, min(free.next_at) as since
           from (select lane.next_at
                   from messaging.lane
                  where lane.destination = present.destination
                    and lane.next_at <= $1
                    and (lane.lease_until is null or lane.lease_until <= $1)
                  order by lane.next_at
                  limit $2) as free
       ) as ready
 cross join lateral (
         select (count(*) filter (where ahead.lease_until > $1))::int as leased, min(ahead.lease_until) filter (where ahead.lease_until > $1) as until
           from (select lane.lease_until
                   from messaging.lane
                  where lane.destination = present.destination
                    and lane.next_at <= $1
                  order by lane.next_at
                  limit $3) as ahead
       ) as held
  left join lateral (
         select lane.next_at
           from messaging.lane
          where lane.destination = present.destination
            and lane.next_at > $1
          order by lane.next_at
          limit 1
       ) as later on true
 where present.destination is not null`;

/**
 * Leases due lanes at $1 until $2 under token $3: of each destination of the JSON array $4 as many as it has places, longest due first; lanes that others hold are skipped. Every lease has a new epoch.
 * Where a place names a system, its turn in the JSON array $5 is taken as well: when another worker has taken one since this one looked, no lane of it is leased. So two never fill the same gap, and of all
 * workers one sends the probe over an open circuit.
 * The heads are read by a statement of their own: this one's snapshot may be older than the row that it locks.
 */
export const LEASE_DUE_LANES = `
with taken as (
  update messaging.pace
     set turns = pace.turns + 1,
         probe_at = coalesce(turn.probe_at, pace.probe_at)
    from jsonb_to_recordset($5::jsonb) as turn (system text, turns bigint, probe_at timestamptz)
   where pace.system = turn.system
     and pace.turns = turn.turns
  returning pace.system
)
update messaging.lane
   set lease_epoch = lane.lease_epoch + 1,
       lease_token = $3,
       lease_until = $2
 where lane.lane_key = any (array(
         select due.lane_key
           from jsonb_to_recordset($4::jsonb) as place (destination text, places int, system text)
          cross join lateral (
                  select ready.lane_key
                    from messaging.lane as ready
                   where ready.destination = place.destination
                     and ready.next_at <= $1
                     and (ready.lease_until is null or ready.lease_until <= $1)
                   order by ready.next_at
                   limit place.places
                     for update skip locked
                ) as due
          where place.system is null
             or place.system in (select taken.system from taken)
       ))
returning lane.lane_key, lane.lease_epoch, lane.destination`;

/** Gives a lane back without having changed its head; $4 is now. */
export const RELEASE_LANE = `
update messaging.lane
   set lease_token = null,
       lease_until = null,
       next_at = case when lane.stopped or lane.pending = 0 then null else coalesce(lane.next_at, $4) end
 where lane.lane_key = $1
   and lane.lease_epoch = $2
   and lane.lease_token = $3`;

/** Gives a lane back and looks at it again at $4, when nothing can be done with it now; a lane that has become empty meanwhile is not looked at. */
export const POSTPONE_LANE = `
update messaging.lane
   set lease_token = null,
       lease_until = null,
       next_at = case when lane.stopped or lane.pending = 0 then null else $4::timestamptz end
 where lane.lane_key = $1
   and lane.lease_epoch = $2
   and lane.lease_token = $3`;

/** Gives back all that was leased under token $1 before $2, of the destinations $3, when nobody knows what that was. */
export const RELEASE_LEASED_UNHEARD = `
update messaging.lane
   set lease_token = null,
       lease_until = null
 where lane.destination = any ($3::text[])
   and lane.next_at <= $2
   and lane.lease_token = $1`;

/** The first unfinished message of each lane of $1, with its parts and the sends that have no outcome. A message whose stored form is lost has no command. */
export const LOAD_HEADS = `
select ${HEAD_COLUMNS}
  from unnest($1::text[]) as leased (lane_key)
 cross join lateral (
         select job.position
           from messaging.lane_job as job
          where job.lane_key = leased.lane_key
          order by job.position
          limit 1
       ) as head
 cross join lateral (select message.* from messaging.message where message.position = head.position limit 1) as m
  left join lateral ${canonicalOf('m')} as command on true`;

/** Keeps what came too late to be acted upon: $2 beside attempt $1, at $3. Changes no state, so it needs no lease. */
export const KEEP_EVIDENCE = `
update messaging.message_attempt
   set evidence = $2,
       evidence_at = $3
 where attempt_id = $1`;

/** Lanes whose head waits for one of the conditions $1 look at $2, which is at once. Locked in the order of their keys. */
export const RING_CONDITIONS = `
with waiting as materialized (
  select lane.lane_key
    from messaging.lane
   where lane.waiting_for = any ($1::text[])
   order by lane.lane_key
     for update
)
update messaging.lane
   set next_at = $2,
       waiting_for = null
  from waiting
 where lane.lane_key = waiting.lane_key`;
