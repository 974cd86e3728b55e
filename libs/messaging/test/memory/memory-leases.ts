import type { HeadMessage, MessagePart } from '../../src/head-message.js';
import type { FencedPart } from '../../src/fenced-change.js';
import type { DestinationOutlook, LeaseWish, LookWish } from '../../src/delivery-store.js';
import type { SystemPace } from '../../src/pacing/system-pace.js';
import { statement, type LaneRow, type MemoryTables } from './memory-tables.js';

/** What a lease of a lane is known by. */
export interface LaneHold {
  readonly laneKey: string;
  readonly epoch: string;
  readonly token: string;
}

/** What `LOOK_FOR_WORK` answers. */
export interface MemoryOutlook {
  readonly destinations: readonly DestinationOutlook[];
  readonly paces: readonly SystemPace[];
}

const inOrder = (lanes: readonly LaneRow[]): readonly LaneRow[] => [...lanes].sort((one, other) => one.nextAt!.getTime() - other.nextAt!.getTime());
const isLeased = (lane: LaneRow, now: Date): boolean => lane.leaseUntil !== undefined && lane.leaseUntil > now;

/** `LOOK_FOR_WORK` */
export const lookForWork = statement('look-for-work', (tables: MemoryTables, now: Date, { due, ahead }: LookWish): MemoryOutlook => {
  const withWork = [...tables.lanes.values()].filter(({ nextAt }) => nextAt !== undefined);
  const destinations = [...new Set(withWork.map(({ destination }) => destination))].sort();
  return {
    destinations: destinations.map((destination) => {
      const lanes = inOrder(withWork.filter((lane) => lane.destination === destination));
      const ready = lanes.filter((lane) => lane.nextAt! <= now && !isLeased(lane, now)).slice(0, due);
      const held = lanes.filter(({ nextAt }) => nextAt! <= now).slice(0, ahead).filter((lane) => isLeased(lane, now));
      const nexts = [...held.map(({ leaseUntil }) => leaseUntil!), ...lanes.filter(({ nextAt }) => nextAt! > now).slice(0, 1).map(({ nextAt }) => nextAt!)];
      return { destination, due: ready.length, since: ready[0]?.nextAt, leased: held.length, nextDue: nexts.length === 0 ? undefined : new Date(Math.min(...nexts.map((at) => at.getTime()))) };
    }),
    paces: destinations.length === 0 ? [] : [...tables.paces.values()],
  };
});

/** `LEASE_DUE_LANES` */
export const leaseDueLanes = statement('lease-due-lanes', (tables: MemoryTables, now: Date, leaseUntil: Date, token: string, { places, turns }: LeaseWish): readonly (LaneHold & { readonly destination: string })[] => {
  const taken = new Set(turns.flatMap(({ system, turns: seen, probeAt }) => {
    const pace = tables.paces.get(system);
    if (pace?.turns !== seen) return [];
    tables.paces.set(system, { ...pace, turns: String(Number(seen) + 1), probeAt: probeAt ?? pace.probeAt });
    return [system];
  }));
  return places.flatMap((place) => {
    if (place.system !== undefined && !taken.has(place.system)) return [];
    const due = [...tables.lanes.values()].filter((lane) => lane.destination === place.destination && lane.nextAt !== undefined && lane.nextAt <= now && !isLeased(lane, now));
    return inOrder(due).slice(0, place.places).map((lane) => {
      Object.assign(lane, { epoch: lane.epoch + 1, token, leaseUntil });
      return { laneKey: lane.laneKey, epoch: String(lane.epoch), token, destination: lane.destination };
    });
  });
});

/** `LOAD_HEADS` */
export const loadHead = statement('load-heads', (tables: MemoryTables, laneKey: string): HeadMessage | undefined => {
  const message = tables.jobs.get(laneKey)?.[0];
  if (!message) return undefined;
  const { messageId, siteId, kind, sourceSystem, senderId, correlationId, command, state, failures, error, note, postedAt, approvedBy } = message;
  const parts = tables.partsOf(messageId).map((part) => headPart(tables, messageId, part));
  return {
    messageId, siteId, kind, sourceSystem, senderId, correlationId, acceptedAt: message.acceptedAt.toISOString(), command, state, failures, error, note, postedAt,
    ...(approvedBy !== undefined && { approvedBy }), parts, partsStored: parts.length > 0,
  };
});

/** `HEAD_COLUMNS` */
function headPart(tables: MemoryTables, messageId: string, part: FencedPart): MessagePart {
  const attempts = tables.attemptsOf(messageId).filter(({ part_no }) => part_no === part.part_no);
  const sends = attempts.filter(({ purpose }) => purpose === 'send');
  const readBacks = attempts.filter(({ purpose, started_at }) => purpose === 'readBack' && part.doubt_from !== undefined && started_at >= part.doubt_from);
  const byStart = (one: { readonly started_at: Date }, other: { readonly started_at: Date }): number => one.started_at.getTime() - other.started_at.getTime();
  return {
    partNo: part.part_no, partId: part.part_id, payload: tables.payloads.get(part.payload_hash), payloadHash: part.payload_hash, reference: part.reference, state: part.state, receipt: part.receipt,
    doubtFrom: part.doubt_from, readBackAfter: part.read_back_after, absences: part.absences, readFailures: part.read_failures, amendments: part.amendments,
    effectiveSends: sends.filter(({ ended_at, outcome }) => ended_at === undefined || outcome === 'posted' || outcome === 'unknown').length,
    firstReadBackAt: readBacks.sort(byStart)[0]?.started_at,
    openAttempts: sends.filter(({ ended_at }) => ended_at === undefined).sort(byStart).map(({ attempt_id, started_at }) => ({ attemptId: attempt_id, startedAt: started_at })),
  };
}

/** `RELEASE_LANE`, `POSTPONE_LANE` when `until` is given. */
export const releaseLane = statement('release-lane', (tables: MemoryTables, { laneKey, epoch, token }: LaneHold, now: Date, until?: Date): void => {
  const lane = tables.lanes.get(laneKey);
  if (!lane || String(lane.epoch) !== epoch || lane.token !== token) return;
  const isIdle = lane.stopped || lane.pending === 0;
  Object.assign(lane, { token: undefined, leaseUntil: undefined, nextAt: isIdle ? undefined : until ?? lane.nextAt ?? now });
});

/** `RELEASE_LEASED_UNHEARD` */
export const releaseLeasedUnheard = statement('release-leased-unheard', (tables: MemoryTables, token: string, now: Date, destinations: readonly string[]): void => {
  for (const lane of tables.lanes.values()) {
    if (destinations.includes(lane.destination) && lane.token === token && lane.nextAt !== undefined && lane.nextAt <= now) Object.assign(lane, { token: undefined, leaseUntil: undefined });
  }
});

/** `KEEP_EVIDENCE` */
export const keepEvidence = statement('keep-evidence', (tables: MemoryTables, attemptId: string, evidence: unknown): void => {
  const attempt = tables.attempts.get(attemptId);
  if (attempt) attempt.evidence = evidence;
});
