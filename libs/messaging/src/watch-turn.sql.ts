/** Watch $1 is held by $2 until $4, unless somebody else holds it at $3; no row then. */
export const HOLD_WATCH = `
insert into messaging.watch_turn as turn (watch, holder, held_until)
values ($1, $2, $4)
    on conflict (watch) do update
   set holder = excluded.holder,
       held_until = excluded.held_until
 where turn.holder = excluded.holder
    or turn.held_until <= $3
returning turn.watch`;
