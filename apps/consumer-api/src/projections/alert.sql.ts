/** Keeps alert $2 of site $1: kind $3, severity $4, title $5, what it is about $6, since $7. */
export const RAISE_ALERT = `
  insert into consumer.alert (site_id, alert_id, kind, severity, title, objects, raised_at)
  values ($1, $2, $3, $4, $5, $6, $7)
      on conflict do nothing`;

/** Alert $2 of site $1 was cleared at $3. */
export const CLEAR_ALERT = `
  update consumer.alert
     set cleared_at = $3
   where site_id = $1
     and alert_id = $2
     and cleared_at is null`;
