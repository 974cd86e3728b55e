import type { MessageError, MessageKind, MessageState } from '@plantway/canonical';
import type { DeliveryReceipt, FieldNotCarried, GuaranteeClass, PostingReceipt } from '@plantway/ports';
import type { ActionView, AmendmentView, AttemptView, DoubtProposal, MessageDetail, MessageSummary, PartView, ReceivedBytesView, ShapeView } from './message-view.js';
import { receivedValue } from './received-value.js';

export interface SummaryRow {
  readonly message_id: string;
  readonly position: string;
  readonly site_id: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly state_since: Date;
  readonly source_system: string;
  readonly sender_id: string;
  readonly lane_key: string;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly confirmation_id: string | null;
  readonly lot_ids: readonly string[];
  readonly serial_numbers: readonly string[];
  readonly posting_date: string;
  readonly production_day: string;
  readonly accepted_at: Date;
  readonly posted_at: Date | null;
  readonly failures: number;
  readonly error: MessageError | null;
  readonly erp: MessageSummary['erp'] | null;
  readonly note: string | null;
  readonly accepted_by: string;
  readonly reversed_by_message_id: string | null;
  readonly revision: string;
  readonly stepped_aside_at: Date | null;
  readonly amendments: number;
  readonly replaces: string | null;
  readonly replaced_by: string | null;
}

export interface DetailRow extends SummaryRow {
  readonly next_at: Date | null;
  readonly behind_message_id: string | null;
  readonly parts: readonly { part_no: number; part_id: string; reference: string; state: PartView['state']; receipt: DeliveryReceipt | null; read_back_after: string | null }[] | null;
  readonly attempts: readonly { attempt_id: string; part_no: number; purpose: AttemptView['purpose']; started_at: string; deadline_at: string; ended_at: string | null; outcome: string | null; error: MessageError | null; evidence: unknown }[] | null;
  readonly actions: readonly { action: ActionView['action']; actor: string; reason: string | null; from_state: MessageState; to_state: MessageState; acted_at: string }[] | null;
  readonly amended: readonly { amendment_no: number; actor: string; reason: string; amended_at: string }[] | null;
  readonly doubt_proposal: DoubtProposal | null;
  readonly guarantee: { backend: string; guarantee_class: GuaranteeClass; key_retention_ms: number | null } | null;
  readonly pace: { system: string; window_until: string | null; opened_at: string | null; probe_at: string | null; resting_until: string | null } | null;
}

export interface ShapeRow {
  readonly shape: ShapeView['shape'];
  readonly part_id: string | null;
  readonly payload_hash: string;
  readonly mapping_version: string;
  readonly code_version: string;
  readonly recorded_at: Date;
  readonly body: unknown;
  readonly amendment_no: number | null;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly received_hash: string | null;
  readonly content_type: string | null;
  readonly place: readonly string[] | null;
  readonly in_path: Readonly<Record<string, string>> | null;
  readonly content: string | null;
}

export function messageSummary(row: SummaryRow): MessageSummary {
  return {
    messageId: row.message_id,
    siteId: row.site_id,
    kind: row.kind,
    state: row.state,
    stateSince: row.state_since.toISOString(),
    sourceSystem: row.source_system,
    senderId: row.sender_id,
    laneKey: row.lane_key,
    correlationId: row.correlation_id,
    ...given('causationId', row.causation_id),
    ...given('workOrderId', row.work_order_id),
    ...given('operationId', row.operation_id),
    ...given('confirmationId', row.confirmation_id),
    lotIds: row.lot_ids,
    serialNumbers: row.serial_numbers,
    postingDate: row.posting_date,
    productionDay: row.production_day,
    acceptedAt: row.accepted_at.toISOString(),
    ...given('postedAt', row.posted_at?.toISOString()),
    failures: row.failures,
    ...given('error', row.error),
    ...given('erp', row.erp),
    ...given('note', row.note),
    ...given('reversedByMessageId', row.reversed_by_message_id),
    revision: row.revision,
    ...given('steppedAsideAt', row.stepped_aside_at?.toISOString()),
    amendments: row.amendments,
    ...given('replacesMessageId', row.replaces),
    ...given('replacedByMessageId', row.replaced_by),
  };
}

export function messageDetail(row: DetailRow): MessageDetail {
  const partIds = new Map((row.parts ?? []).map((part) => [part.part_no, part.part_id]));
  return {
    ...messageSummary(row),
    acceptedBy: row.accepted_by,
    parts: (row.parts ?? []).map((part) => ({
      partId: part.part_id, reference: part.reference, state: part.state, ...given('receipt', part.receipt), ...given('readBackAfter', utc(part.read_back_after)),
    })),
    attempts: (row.attempts ?? []).map((attempt) => ({
      attemptId: attempt.attempt_id, partId: partIds.get(attempt.part_no) ?? String(attempt.part_no), purpose: attempt.purpose,
      startedAt: utc(attempt.started_at)!, deadlineAt: utc(attempt.deadline_at)!, ...given('endedAt', utc(attempt.ended_at)),
      ...given('outcome', attempt.outcome), ...given('error', attempt.error), ...given('evidence', attempt.evidence),
    })),
    actions: (row.actions ?? []).map((action) => ({
      action: action.action, actor: action.actor, ...given('reason', action.reason), fromState: action.from_state, toState: action.to_state, actedAt: utc(action.acted_at)!,
    })),
    ...given('notCarried', notCarried(row)),
    ...given('nextAttemptAt', row.next_at?.toISOString()),
    ...given('behindMessageId', row.behind_message_id),
    amended: (row.amended ?? []).map((one) => ({ amendmentNo: one.amendment_no, actor: one.actor, reason: one.reason, amendedAt: utc(one.amended_at)! })),
    ...given('doubtProposal', row.doubt_proposal),
    ...given('guarantee', row.guarantee && { backend: row.guarantee.backend, guaranteeClass: row.guarantee.guarantee_class, ...given('keyRetentionMs', row.guarantee.key_retention_ms) }),
    ...given('pace', row.pace && {
      system: row.pace.system, ...given('windowUntil', utc(row.pace.window_until)), ...given('openedAt', utc(row.pace.opened_at)), ...given('probeAt', utc(row.pace.probe_at)), ...given('restingUntil', utc(row.pace.resting_until)),
    }),
  };
}

export function shapeView(row: ShapeRow): ShapeView {
  return {
    shape: row.shape,
    ...given('partId', row.part_id),
    payloadHash: row.payload_hash,
    mappingVersion: row.mapping_version,
    codeVersion: row.code_version,
    recordedAt: row.recorded_at.toISOString(),
    ...(row.shape === 'received' && { form: row.content === null ? 'canonicalised' : 'asReceived' }),
    ...given('bytes', bytesOf(row)),
    body: row.content === null ? row.body : receivedValue({ content: row.content, place: row.place ?? [], in_path: row.in_path }),
    ...given('amendment', amendmentOf(row)),
  };
}

function bytesOf({ received_hash: hash, content_type: contentType, content: text, place, in_path: inPath }: ShapeRow): ReceivedBytesView | undefined {
  if (text === null) return undefined;
  return { hash: hash!, contentType: contentType!, size: Buffer.byteLength(text), text, ...given('place', place!.length === 0 ? null : place), ...given('inPath', inPath) };
}

function amendmentOf({ amendment_no: amendmentNo, actor, reason, recorded_at: recordedAt }: ShapeRow): AmendmentView | undefined {
  return amendmentNo === null ? undefined : { amendmentNo, actor: actor!, reason: reason!, amendedAt: recordedAt.toISOString() };
}

/** Fields that the receipts of an ERP name, each once; undefined when there are none. */
function notCarried({ parts }: DetailRow): readonly FieldNotCarried[] | undefined {
  const named = (parts ?? []).flatMap(({ receipt }) => (receipt as PostingReceipt | null)?.notCarried ?? []);
  return named.length === 0 ? undefined : [...new Map(named.map((one) => [one.field, one])).values()];
}

/** PostgreSQL's JSON has instants with an offset. */
function utc(text: string | null): string | undefined {
  return text === null ? undefined : new Date(text).toISOString();
}

function given<Name extends string, Value>(name: Name, value: Value | null | undefined): { readonly [K in Name]?: Value } {
  return (value === null || value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: Value };
}
