import type { MessageFilter } from './message-view.js';
import { SUMMARY_COLUMNS } from './reader.sql.js';

/** One condition per criterion; `$` stands for the criterion's own parameter. Each is written as its index wants it. */
const CONDITIONS: Readonly<Record<Exclude<keyof MessageFilter, 'limit'>, string>> = {
  state: 'm.state = $',
  kind: 'm.kind = $',
  sourceSystem: 'm.source_system = $',
  workOrderId: 'm.work_order_id = $',
  confirmationId: 'm.confirmation_id = $',
  correlationId: 'm.correlation_id = $',
  lotId: `m.lot_ids <> '{}' and m.lot_ids @> array[$]`,
  serialNumber: `m.serial_numbers <> '{}' and m.serial_numbers @> array[$]`,
  olderThan: 'm.accepted_at < $::timestamptz',
  cursor: 'm.position > $::bigint',
};

/** The statement that lists a site's messages by the criteria that are given. */
export function listMessages(siteId: string, filter: MessageFilter, limit: number): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [siteId, limit];
  const conditions = Object.entries(CONDITIONS).flatMap(([criterion, condition]) => {
    const wanted = filter[criterion as keyof typeof CONDITIONS];
    if (wanted === undefined) return [];
    values.push(wanted);
    return [`\n   and ${condition.replace('$', () => `$${values.length}`)}`];
  });
  return { values, text: `select ${SUMMARY_COLUMNS}\n  from messaging.message as m\n where m.site_id = $1\n   and m.position > 0${conditions.join('')}\n order by m.position\n limit $2` };
}
