/** Session lock of the one active sequencer of a database. */
export const TRY_SEQUENCER_LOCK = `select pg_try_advisory_lock(hashtextextended('plantway.events.sequencer', 0)) as held`;

/** See the function's comment in the migration; safe even when two call it at once. */
export const ASSIGN_POSITIONS = `
  select assigned, highest_insertion_id
    from events.assign_positions($1, $2)`;
