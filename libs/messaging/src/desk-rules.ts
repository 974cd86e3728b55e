import type { MessageKind, MessageState } from '@plantway/canonical';

/** Kinds whose postings move stock or money: what a person makes of such a message is planned only when somebody else has agreed. */
export const NEEDS_SECOND_PERSON: readonly MessageKind[] = ['productionConfirmation', 'confirmationReversal', 'materialConsumption', 'plannedOrderConversion'];

/** Whether what a person makes of a message of this kind waits for a second one. */
export const needsSecondPerson = (kind: MessageKind): boolean => NEEDS_SECOND_PERSON.includes(kind);

/** How many messages a role may resubmit in bulk within an hour at one site, over all its runs; a role that is not named may not at all. */
export const BULK_PER_HOUR: Readonly<Record<string, number>> = { maintenance: 100, quality: 100, planner: 500, supervisor: 1_000, erpTeam: 2_000, admin: 5_000 };

/** Most messages of one bulk run, and how many when nobody says. */
export const BULK_MOST = 1_000;
export const BULK_CAP_DEFAULT = 100;

/** Where a message must stand for a person to do something about it. */
export const POSSIBLE_FROM = {
  resubmit: ['parked', 'waiting', 'retrying'],
  discard: ['accepted', 'parked', 'waiting', 'retrying', 'awaitingApproval'],
  approve: ['awaitingApproval', 'parked'],
  amend: ['parked', 'waiting', 'retrying', 'awaitingApproval'],
  stepAside: ['parked', 'waiting', 'retrying'],
  proposeResolution: ['parked'],
  resolveDoubt: ['parked'],
} as const satisfies Readonly<Record<string, readonly MessageState[]>>;

export type DeskVerb = keyof typeof POSSIBLE_FROM;

/** What is said of an action in the audit, and by which event it is told. */
export const TOLD_AS: Readonly<Record<DeskVerb, { readonly audit: string; readonly event: string }>> = {
  resubmit: { audit: 'message.resubmitted', event: 'message.resubmitted.v1' },
  discard: { audit: 'message.discarded', event: 'message.discarded.v1' },
  approve: { audit: 'message.approved', event: 'message.approved.v1' },
  amend: { audit: 'message.amended', event: 'message.amended.v1' },
  stepAside: { audit: 'message.stepped-aside', event: 'message.stepped-aside.v1' },
  proposeResolution: { audit: 'message.resolution-proposed', event: 'message.resolution-proposed.v1' },
  resolveDoubt: { audit: 'message.doubt-resolved', event: 'message.doubt-resolved.v1' },
};
