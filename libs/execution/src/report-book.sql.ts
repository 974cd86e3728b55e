/** A confirmation that stands in the ERP, once. $1 message, $2 site, $3 order, $4 operation, $5 source system, $6 confirmation, $7 to $12 amounts with their units. */
export const KEEP_POSTED_REPORT = `
  insert into execution.posted_report (message_id, site_id, work_order_id, operation_id, source_system, confirmation_id, yield, yield_unit, scrap, scrap_unit, rework, rework_unit)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      on conflict (message_id) do nothing`;

/** Lots that message $1 has made or used, $2 = JSON rows. */
export const KEEP_REPORT_LOTS = `
  insert into execution.report_lot (message_id, line, direction, item_id, lot_id, quantity, unit)
  select $1, line, direction, item_id, lot_id, quantity, unit
    from jsonb_to_recordset($2::jsonb) as lot (line int, direction text, item_id text, lot_id text, quantity numeric, unit text)
      on conflict (message_id, line) do nothing`;

/** Units that message $1 has made, $2 = JSON rows. */
export const KEEP_REPORT_SERIALS = `
  insert into execution.report_serial (message_id, serial_number, component_serial_numbers)
  select $1, serial_number, component_serial_numbers
    from jsonb_to_recordset($2::jsonb) as unit (serial_number text, component_serial_numbers text[])
      on conflict (message_id, serial_number) do nothing`;

/** Confirmation $3 of source system $2 at site $1 was taken back by message $4. */
export const KEEP_REVERSED_REPORT = `
  insert into execution.reversed_report (site_id, source_system, confirmation_id, reversal_message_id)
  values ($1, $2, $3, $4)
      on conflict (site_id, source_system, confirmation_id) do nothing`;
