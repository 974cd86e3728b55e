import { KINDS_OF_KEY } from './business-keys.js';
import type { MessageFilter } from './message-view.js';
import { SUMMARY_COLUMNS } from './reader.sql.js';

/** Numbers of the documents that stand in the ERP, as the index `message_documents` has them. */
const DOCUMENTS = (message: string): string => `${message}.erp is not null and jsonb_path_query_array(${message}.erp, '$.documents[*].number') @> to_jsonb(array[$::text])`;

/** Messages of which one of the keys that are kept as `kinds` is `$`, as the index `message_business_keys` has them. */
const NAMES = (message: string, ...kinds: readonly string[]): string => `${message}.business_keys <> '{}' and ${message}.business_keys && array[${kinds.map((kind) => `'${kind}:' || $::text`).join(', ')}]`;

/** Messages with a write of the reference `$`. */
const REFERS = 'm.message_id = any (array(select part.message_id from messaging.message_part as part where part.reference = $::text::uuid))';

/** Messages of which any business key is `$`, each found by its own index: one "or" over all of them would read the whole table. */
const BY_ANY_KEY = `m.position = any (array(
       select k.position from messaging.message as k where k.sender_id = $ and k.site_id = $1
        union all
       select k.position from messaging.message as k where k.site_id = $1 and k.work_order_id = $
        union all
       select k.position from messaging.message as k where k.site_id = $1 and k.confirmation_id = $
        union all
       select k.position from messaging.message as k where k.correlation_id = $ and k.site_id = $1
        union all
       select k.position from messaging.message as k where k.lot_ids <> '{}' and k.lot_ids @> array[$] and k.site_id = $1
        union all
       select k.position from messaging.message as k where k.serial_numbers <> '{}' and k.serial_numbers @> array[$] and k.site_id = $1
        union all
       select k.position from messaging.message as k where ${DOCUMENTS('k')} and k.site_id = $1
        union all
       select k.position from messaging.message as k where k.site_id = $1 and k.error ->> 'code' = $ and k.error is not null
        union all
       select k.position from messaging.message as k where ${NAMES('k', ...KINDS_OF_KEY)} and k.site_id = $1))`;
const BY_ANY_KEY_OR_ID = `(m.message_id = $::text::uuid or ${REFERS} or ${BY_ANY_KEY})`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Criteria of a list: those that are asked for from outside, and several states at once. */
export interface ListCriteria extends MessageFilter {
  /** Open states, any of them. */
  readonly states?: readonly string[];
}

/** One condition per criterion; `$` stands for the criterion's own parameter. Each is written as its index wants it. */
const CONDITIONS: Readonly<Record<Exclude<keyof ListCriteria, 'limit'>, string>> = {
  state: 'm.state = $',
  states: `m.state not in ('posted', 'discarded', 'annulled') and m.state = any ($::text[])`,
  kind: 'm.kind = $',
  sourceSystem: 'm.source_system = $',
  senderId: 'm.sender_id = $',
  workOrderId: 'm.work_order_id = $',
  operationId: 'm.operation_id = $',
  confirmationId: 'm.confirmation_id = $',
  correlationId: 'm.correlation_id = $',
  lotId: `m.lot_ids <> '{}' and m.lot_ids @> array[$]`,
  serialNumber: `m.serial_numbers <> '{}' and m.serial_numbers @> array[$]`,
  documentNumber: DOCUMENTS('m'),
  errorCode: `m.error is not null and m.error ->> 'code' = $`,
  itemId: NAMES('m', 'item'),
  equipmentId: NAMES('m', 'equipment'),
  customerOrderId: NAMES('m', 'customerOrder'),
  plannedOrderId: NAMES('m', 'plannedOrder'),
  purchaseOrderId: NAMES('m', 'purchaseOrder', 'object'),
  downtimeId: NAMES('m', 'downtime', 'object'),
  nonconformityId: NAMES('m', 'qualityEvent'),
  reference: REFERS,
  q: BY_ANY_KEY,
  olderThan: 'm.accepted_at < $::timestamptz',
  acceptedBefore: 'm.accepted_at < $::timestamptz',
  acceptedAfter: 'm.accepted_at >= $::timestamptz',
  cursor: 'm.position > $::bigint',
};

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** The statement that lists a site's messages by the criteria that are given. */
export function listMessages(siteId: string, criteria: ListCriteria, limit: number): Statement {
  const { conditions, values } = conditionsOf(criteria, [siteId, limit]);
  return { values, text: `select ${SUMMARY_COLUMNS}\n  from messaging.message as m\n where m.site_id = $1\n   and m.position > 0${conditions}\n order by m.position\n limit $2` };
}

/** The statement that counts a site's messages by the criteria that are given. */
export function countMessages(siteId: string, criteria: ListCriteria): Statement {
  const { conditions, values } = conditionsOf(criteria, [siteId]);
  return { values, text: `select count(*)::int as count\n  from messaging.message as m\n where m.site_id = $1\n   and m.position > 0${conditions}` };
}

function conditionsOf(criteria: ListCriteria, values: unknown[]): { readonly conditions: string; readonly values: unknown[] } {
  const conditions = Object.entries(CONDITIONS).flatMap(([criterion, condition]) => {
    const wanted = criteria[criterion as keyof typeof CONDITIONS];
    if (wanted === undefined) return [];
    values.push(wanted);
    const text = criterion === 'q' && UUID.test(String(wanted)) ? BY_ANY_KEY_OR_ID : condition;
    return [`\n   and ${text.replace(/\$(?![\d.])/g, () => `$${values.length}`)}`]; // `$1` is the site, `$.` begins a path in JSON
  });
  return { conditions: conditions.join(''), values };
}
