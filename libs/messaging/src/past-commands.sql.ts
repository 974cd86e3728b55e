/** The canonical form of the messages $2 of site $1: what a person made of them last, or else what came. */
export const READ_COMMANDS = `
select m.message_id, canonical.body as command
  from messaging.message as m
 cross join lateral (
         select payload.body
           from (select amendment.canonical_hash as hash, amendment.amendment_no
                   from messaging.message_amendment as amendment
                  where amendment.message_id = m.message_id
                  union all
                 select shape.payload_hash, 0
                   from messaging.message_shape as shape
                  where shape.message_id = m.message_id
                    and shape.part_no = 0
                    and shape.shape = 'canonical') as known
           join messaging.payload on payload.hash = known.hash
          order by known.amendment_no desc
          limit 1
       ) as canonical
 where m.site_id = $1
   and m.message_id = any ($2::uuid[])`;
