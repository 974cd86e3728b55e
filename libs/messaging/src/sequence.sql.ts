import type { SourceSequenceScope } from '@plantway/canonical';

const NUMBERED = (m: string): string => `jsonb_build_object('messageId', ${m}.message_id, 'kind', ${m}.kind, 'senderId', ${m}.sender_id, 'state', ${m}.state, 'number', ${m}.source_sequence)`;

/** Whether a message is numbered in one sequence with `self`. */
const IN_ONE_SEQUENCE: Readonly<Record<SourceSequenceScope, (m: string) => string>> = {
  operation: (m) => `${IN_ONE_SEQUENCE.workOrder(m)} and ${m}.operation_id = self.operation_id`,
  workOrder: (m) => `${IN_ONE_SEQUENCE.site(m)} and ${m}.work_order_id = self.work_order_id`,
  site: (m) => `${m}.site_id = self.site_id and ${m}.source_system = self.source_system`,
};

/** How far below its own number a message looks for missing ones, in numbers that are stored; of a sequence over several operations. */
const NUMBERS_BELOW = 1_000;

/** The gap that was noticed last, of those that lie below the message: numbers between two that are stored, or below the lowest when the sequence begins at 1. */
const GAP_BELOW = (scope: SourceSequenceScope): string => `
       (select jsonb_build_object('from', gap.below + 1, 'to', gap.number - 1, 'noticedAt', gap.noticed_at)
          from (select stored.number, stored.noticed_at,
                       coalesce(lead(stored.number) over (order by stored.number desc), case when $2::boolean and stored.place < ${NUMBERS_BELOW} then 0 end) as below
                  from (select near.number, row_number() over (order by near.number desc) as place, min(near.accepted_at) over (order by near.number desc) as noticed_at
                          from (select other.source_sequence as number, min(other.accepted_at) as accepted_at
                                  from messaging.message as other
                                 where ${IN_ONE_SEQUENCE[scope]('other')}
                                   and other.source_sequence <= self.source_sequence
                                 group by other.source_sequence
                                 order by other.source_sequence desc
                                 limit ${NUMBERS_BELOW}) as near) as stored) as gap
         where gap.below < gap.number - 1
         order by gap.noticed_at desc, gap.number desc
         limit 1)`;

/**
 * The numbers of the source system in one sequence, as message $1 with its own among them sees them. A discarded message has given its number back; of two of one number the one accepted first has it.
 * $2: the sequence begins at 1.
 */
export const FIND_PLACE_IN_SEQUENCE = (scope: SourceSequenceScope): string => `
select self.source_sequence as number,
       (select coalesce(max(lower.source_sequence), 0)
          from messaging.message as lower
         where ${IN_ONE_SEQUENCE[scope]('lower')}
           and lower.source_sequence < self.source_sequence) as below,
       ${scope === 'operation' ? `case when $2::boolean then null::jsonb end` : GAP_BELOW(scope).trim()} as gap,
       (select ${NUMBERED('twin')}
          from messaging.message as twin
         where ${IN_ONE_SEQUENCE[scope]('twin')}
           and twin.source_sequence = self.source_sequence
           and (twin.accepted_at, twin.position) < (self.accepted_at, self.position)
           and twin.state <> 'discarded'
         order by twin.accepted_at, twin.position
         limit 1) as twin,
       (select ${NUMBERED('behind')}
          from messaging.message as behind
         where ${IN_ONE_SEQUENCE[scope]('behind')}
           and behind.source_sequence < self.source_sequence
           and behind.lane_key = self.lane_key
           and behind.position > self.position
           and behind.state in ('accepted', 'waiting', 'retrying')
         order by behind.source_sequence
         limit 1) as behind
  from messaging.message as self
 where self.message_id = $1
   and self.source_sequence is not null`;
