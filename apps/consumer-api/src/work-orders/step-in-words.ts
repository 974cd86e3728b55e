/** Systems in which something can happen to an order; `gateway` is Plantway itself. */
export const STEP_SYSTEMS = ['planning', 'erp', 'mes', 'equipment', 'maintenance', 'quality', 'customer', 'gateway'] as const;
export type StepSystem = (typeof STEP_SYSTEMS)[number];

type Details = Readonly<Record<string, unknown>>;
interface StepWords {
  readonly system: StepSystem;
  readonly title: (details: Details) => string;
}

/** A step for a person: where it happened and what. A type without words of its own is named as it is. */
export function stepInWords(type: string, details: Details): { readonly system: StepSystem; readonly title: string } {
  const words = Object.hasOwn(WORDS, type) ? WORDS[type] : undefined;
  return words === undefined ? { system: 'gateway', title: type } : { system: words.system, title: words.title(details) };
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '?');
const quantity = (value: unknown): string => {
  const { value: amount, unit } = (value ?? {}) as { readonly value?: unknown; readonly unit?: unknown };
  return `${text(amount)} ${text(unit)}`;
};
const given = (value: unknown, words: (known: string) => string): string => (value === undefined ? '' : words(text(value)));
const isNothing = (value: unknown): boolean => /^0(\.0*)?$/.test(text((value as { readonly value?: unknown } | undefined)?.value));
const because = (details: Details): string => given(details.reason, (reason) => `: ${reason}`);
const document = (details: Details): string => `${text(details.kind)} ${text(details.senderId)} of ${text(details.sourceSystem)}`;
const error = (details: Details): string => given((details.error as { readonly reason?: unknown } | undefined)?.reason, (reason) => `: ${reason}`);
const note = (details: Details): string => given(details.note, (words) => `: ${words}`);

/** Amounts of a report, those that are zero left out, the good ones never. */
function amounts({ yield: good, scrap, rework }: Details): string {
  return [`${quantity(good)} good`, ...(isNothing(scrap) || scrap === undefined ? [] : [`${quantity(scrap)} scrap`]), ...(isNothing(rework) || rework === undefined ? [] : [`${quantity(rework)} to rework`])].join(', ');
}

const CHANGED: Readonly<Record<string, string>> = { held: 'is held', resumed: 'goes on', cancelled: 'is cancelled', closed: 'is closed', quantityChanged: 'has another quantity', dateChanged: 'has another date' };

const WORDS: Readonly<Record<string, StepWords>> = {
  'planned-order.published.v1': { system: 'planning', title: (d) => `Planned order ${text(d.plannedOrderId)} was published for ${quantity(d.quantity)} of ${text(d.itemId)}.` },
  'planned-order.converted.v1': { system: 'erp', title: (d) => `Planned order ${text(d.plannedOrderId)} became this work order.` },
  'schedule.published.v1': { system: 'planning', title: (d) => `Schedule ${text(d.version)} finishes it at ${text(d.finishAt)}${given(d.finishBefore, (before) => `, before it was ${before}`)}.` },
  'replan.requested.v1': { system: 'planning', title: (d) => `A new schedule of line ${text(d.lineId)} was asked for, for ${text(d.causeCount)} cause(s).` },
  'promise-date.changed.v1': { system: 'customer', title: (d) => `Line ${text(d.lineId)} of customer order ${text(d.customerOrderId)} is promised for ${text(d.promisedOn)}${given(d.promisedBefore, (before) => `, before it was ${before}`)}.` },
  'work-order.released.v1': { system: 'erp', title: () => 'The order was released.' },
  'work-order.changed.v1': { system: 'erp', title: (d) => `The order ${CHANGED[text(d.what)] ?? `was changed: ${text(d.what)}`} in the ERP${d.reference === undefined ? ', not by the gateway' : ''}.` },
  'job-orders.dispatched.v1': { system: 'mes', title: (d) => `Job orders in version ${text(d.version)} are with the MES.` },
  'job-orders.resubmitted.v1': { system: 'gateway', title: (d) => `Job orders in version ${text(d.version)} are sent again.` },
  'job-order.acknowledged.v1': { system: 'mes', title: (d) => `The MES ${d.answer === 'partly' ? `takes ${quantity(d.acceptedQuantity)} of` : 'takes'} job order ${text(d.jobOrderId)}${because(d)}.` },
  'production.confirmed.v1': { system: 'erp', title: (d) => `Confirmation ${text(d.confirmationId)} stands in the ERP: ${amounts(d)}.` },
  'production.confirmation-reversed.v1': { system: 'erp', title: (d) => `Confirmation ${text(d.confirmationId)} was taken back in the ERP${because(d)}.` },
  'material.consumed.v1': { system: 'erp', title: (d) => `${quantity(d.quantity)} of ${text(d.itemId)}${given(d.lotId, (lot) => `, lot ${lot},`)} were issued in the ERP.` },
  'quality.hold-placed.v1': { system: 'quality', title: (d) => `Quality placed hold ${text(d.holdId)}${because(d)}.` },
  'quality.hold-released.v1': { system: 'quality', title: (d) => `Quality released hold ${text(d.holdId)}${because(d)}.` },
  'quality.lot-disposed.v1': { system: 'quality', title: (d) => `Quality decided on lot ${text(d.lotId)} of ${text(d.itemId)}: ${text(d.decision)}${because(d)}.` },
  'equipment.downtime-alerted.v1': { system: 'equipment', title: (d) => `${text(d.equipmentId)} stands still${given(d.startedAt, (at) => ` since ${at}`)}${given(d.reasonCode, (code) => `: ${code}`)}.` },
  'equipment.downtime-ended.v1': { system: 'equipment', title: (d) => `${text(d.equipmentId)} runs again${given(d.durationSeconds, (seconds) => ` after ${seconds} s`)}${given(d.reasonCode, (code) => `: ${code}`)}.` },
  'equipment.downtime-reason-given.v1': { system: 'equipment', title: (d) => `The reason why ${text(d.equipmentId)} stood still is ${text(d.reasonCode)}.` },
  'maintenance.requested.v1': { system: 'maintenance', title: (d) => `Maintenance was asked to look at ${text(d.equipmentId)}.` },
  'message.waiting.v1': { system: 'gateway', title: (d) => `${document(d)} waits${error(d)}` },
  'message.in-doubt.v1': { system: 'gateway', title: (d) => `The answer to ${document(d)} was lost; the gateway looks whether it stands.` },
  'message.parked.v1': { system: 'gateway', title: (d) => `${document(d)} needs a person${error(d)}` },
  'message.awaiting-approval.v1': { system: 'gateway', title: (d) => `${document(d)} needs the approval of a second person.` },
  'message.approved.v1': { system: 'gateway', title: (d) => `${document(d)} was approved${note(d)}` },
  'message.amended.v1': { system: 'gateway', title: (d) => `${document(d)} was amended by a person${note(d)}` },
  'message.stepped-aside.v1': { system: 'gateway', title: (d) => `${document(d)} lets later ones pass${note(d)}` },
  'message.resolution-proposed.v1': { system: 'gateway', title: (d) => `Somebody says how the doubt about ${document(d)} ended; another person has to agree.` },
  'message.doubt-resolved.v1': { system: 'gateway', title: (d) => `Two persons ended the doubt about ${document(d)}${note(d)}` },
  'message.resubmitted.v1': { system: 'gateway', title: (d) => `${document(d)} was sent on its way again.` },
  'message.discarded.v1': { system: 'gateway', title: (d) => `${document(d)} was given up${note(d)}` },
  'message.annulled.v1': { system: 'gateway', title: (d) => `${document(d)} will not be posted${note(d)}` },
  'message.posted.v1': { system: 'gateway', title: (d) => `${document(d)} stands, but a part of it needs a follow-up${error(d)}` },
};
