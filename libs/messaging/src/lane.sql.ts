import { HEAD_COLUMNS } from './head.sql.js';

/**
 * Leases up to $2 due lanes at $1 until $4 under token $3, longest due first; lanes that others hold are skipped. Every lease has a new epoch.
 * The heads are read by a statement of their own: this one's snapshot may be older than the row that it locks.
 */
export const LEASE_DUE_LANES = `
update messaging.lane
   set lease_epoch = lane.lease_epoch + 1,
       lease_token = $3,
       lease_until = $4
 where lane.lane_key = any (array(
         select due.lane_key
           from messaging.lane as due
          where due.next_at <= $1
            and (due.lease_until is null or due.lease_until <= $1)
          order by due.next_at
          limit $2
            for update skip locked
       ))
returning lane.lane_key, lane.lease_epoch`;

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

/** Gives back all that was leased under token $1 before $2, when nobody knows what that was. */
export const RELEASE_LEASED_UNHEARD = `
update messaging.lane
   set lease_token = null,
       lease_until = null
 where lane.next_at <= $2
   and lane.lease_token = $1`;

/** When the next lane is due: of the free ones their time, of leased ones the end of the lease. Those that are leased stand in front, hence the window. */
export const NEXT_DUE = `
select min(greatest(soon.next_at, soon.lease_until)) as next_due
  from (select lane.next_at, lane.lease_until from messaging.lane where lane.next_at is not null order by lane.next_at limit 1000) as soon`;

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
  left join messaging.message_shape as shape on shape.message_id = m.message_id and shape.part_no = 0 and shape.shape = 'canonical'
  left join messaging.payload as command on command.hash = shape.payload_hash`;

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
