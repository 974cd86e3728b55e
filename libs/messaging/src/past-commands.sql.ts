/** The canonical form of the messages $2 of site $1, the newest where there are several. */
export const READ_COMMANDS = `
select m.message_id, canonical.body as command
  from messaging.message as m
 cross join lateral (
         select shape.body
           from messaging.shape
          where shape.message_id = m.message_id
            and shape.part_no = 0
            and shape.shape = 'canonical'
          order by shape.recorded_at desc
          limit 1
       ) as canonical
 where m.site_id = $1
   and m.message_id = any ($2::uuid[])`;
