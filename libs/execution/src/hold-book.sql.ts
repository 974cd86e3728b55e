const HOLD_COLUMNS = `
         hold.hold_id, hold.site_id, hold.position, hold.scope_type, hold.item_id, hold.lot_id, hold.work_order_id, hold.operation_id, hold.equipment_id, hold.reason,
         hold.placed_at, hold.placed_by_message_id, hold.released_at`;

/** Hold $2 of site $1, standing or ended. */
export const READ_HOLD = `
  select ${HOLD_COLUMNS}
    from execution.quality_hold as hold
   where hold.site_id = $1
     and hold.hold_id = $2`;

/**
 * The oldest hold at site $1 that stands on order $2, on its operation $3, on a lot of the items $4 with the numbers $5, on a lot of those that the report itself makes, $6 and $7, or on one of the places $8.
 * A lot that is decided to be bad may still be made known.
 */
export const READ_OPEN_HOLD = `
  select ${HOLD_COLUMNS}
    from execution.quality_hold as hold
   where hold.site_id = $1
     and hold.released_at is null
     and hold.object_id = any (array[$2]::text[] || $5::text[] || $7::text[] || $8::text[])
     and case hold.scope_type
           when 'workOrder' then hold.work_order_id = $2 and (hold.operation_id is null or hold.operation_id = $3)
           when 'equipment' then hold.equipment_id = any ($8)
           else (hold.item_id, hold.lot_id) in (select used.item_id, used.lot_id from unnest($4::text[], $5::text[]) as used (item_id, lot_id))
                or ((hold.item_id, hold.lot_id) in (select made.item_id, made.lot_id from unnest($6::text[], $7::text[]) as made (item_id, lot_id))
                    and not exists (
                      select from execution.lot_decision as decision
                       where decision.site_id = hold.site_id
                         and decision.lot_id = hold.lot_id
                         and decision.item_id = hold.item_id
                         and decision.position > hold.position
                         and not decision.is_good))
         end
   order by hold.position
   limit 1`;

/** Holds that stand on the same object as hold $2 of site $1 beside it, oldest first. */
export const READ_OTHER_HOLDS = `
  select ${HOLD_COLUMNS}
    from execution.quality_hold as this
    join execution.quality_hold as hold
      on hold.site_id = this.site_id
     and hold.object_id = this.object_id
     and hold.scope_type = this.scope_type
     and hold.item_id is not distinct from this.item_id
     and hold.operation_id is not distinct from this.operation_id
   where this.site_id = $1
     and this.hold_id = $2
     and hold.hold_id <> this.hold_id
     and hold.released_at is null
   order by hold.position`;

/** Whether the ERP holds order $2 of site $1, or lot $2 of item $3, because of a hold that nobody has lifted there, whether that one ended meanwhile or not. */
export const READ_STANDS_IN_ERP = `
  select exists (
           select from execution.quality_hold as hold
            where hold.site_id = $1
              and hold.object_id = $2
              and hold.scope_type = case when $3::text is null then 'workOrder' else 'lot' end
              and hold.item_id is not distinct from $3
              and hold.held_in_erp_at > coalesce(hold.freed_in_erp_at, '-infinity')) as stands`;

/** Holds of site $1 after place $2, at most $3, in the order of becoming known: $4 true for standing, false for ended ones, null for both; on order $5, item $6, lot $7, equipment $8, each null for any. */
export const LIST_HOLDS = `
  select ${HOLD_COLUMNS}
    from execution.quality_hold as hold
   where hold.site_id = $1
     and hold.position > $2
     and ($4::boolean is null or (hold.released_at is null) = $4)
     and ($5::text is null or hold.work_order_id = $5)
     and ($6::text is null or hold.item_id = $6)
     and ($7::text is null or hold.lot_id = $7)
     and ($8::text is null or hold.equipment_id = $8)
   order by hold.position
   limit $3`;
