import type { EquipmentEvent, EquipmentOccurrenceEvent, EquipmentState, EquipmentStateEvent, Instant } from '@plantway/canonical';
import type { PoolClient } from 'pg';
import { AlarmTurns, type AlarmRow } from './alarm-turns.js';
import { CounterTurns, type CounterRow } from './counter-turns.js';
import { downtimeOf, rowOfDowntime, type DowntimeRow } from './downtime-rows.js';
import { DowntimeTurns, type RunningOrder } from './downtime-turns.js';
import { DowntimeEvents } from './equipment-events.js';
import type { EquipmentSite } from './equipment-site.js';
import {
  APPEND_EVENTS, COUNT_DOWNTIMES_AT, INSERT_STANDINGS, KEEP_EVENTS, LOCK_STANDINGS, READ_COUNTERS, READ_IS_FINISHED, READ_OPEN_ALARMS, READ_OPEN_DOWNTIMES, READ_RUNNING_ORDER, WRITE_ALARMS,
  WRITE_COUNTERS, WRITE_COUNTER_STEPS, WRITE_DOWNTIMES, WRITE_STANDINGS,
} from './equipment.sql.js';
import { eventKey } from './event-key.js';
import { fittingKey } from './fitting-key.js';

/** How a machine stands by its newest state. */
interface Standing extends RunningOrder {
  readonly state: EquipmentState;
  readonly since?: Instant;
  readonly saidAt?: Instant;
  /** Whether it ever named an order: what runs at one that does is never guessed. */
  readonly namesOrders: boolean;
}
/** States in which a machine works on nothing, whatever it worked on before. */
const WITHOUT_ORDER: readonly EquipmentState[] = ['idle', 'off'];

/** Events of one source at one site, within the transaction of `client`: those that are new have their effect, in their order, under the locks of their equipment. */
export class EquipmentBatch {
  private readonly standings = new Map<string, Standing>();
  private readonly said = new Set<string>();
  /** How many downtimes of this batch begin at a machine at an instant. */
  private readonly begun = new Map<string, number>();

  constructor(private readonly client: PoolClient, private readonly site: EquipmentSite, private readonly sourceSystem: string, private readonly now: Date) {}

  /** Keeps the events; answers the keys of those that were not known. */
  async keep(events: readonly EquipmentEvent[]): Promise<ReadonlySet<string>> {
    const equipmentIds = [...new Set(events.map(({ equipmentId }) => equipmentId))];
    await this.query('insert-standings', INSERT_STANDINGS, [equipmentIds]);
    for (const row of await this.query<StandingRow>('lock-standings', LOCK_STANDINGS, [equipmentIds])) this.standings.set(row.equipment_id, standingOf(row));
    const rows = events.map((event) => ({ event_id: event.eventId, equipment_id: event.equipmentId, type: event.type, occurred_at: event.occurredAt, body: event }));
    const written = await this.query<{ equipment_id: string; event_id: string }>('keep-equipment-events', KEEP_EVENTS, [this.sourceSystem, JSON.stringify(rows), this.now]);
    const kept = new Set(written.map(({ equipment_id: equipmentId, event_id: eventId }) => eventKey({ equipmentId, eventId })));
    const untold = new Set(kept);
    const news = events.filter((event) => untold.delete(eventKey(event))); // the first of those that are the same
    if (news.length > 0) await this.apply(news, equipmentIds);
    return kept;
  }

  private async apply(events: readonly EquipmentEvent[], equipmentIds: readonly string[]): Promise<void> {
    const open = (await this.query<DowntimeRow>('read-open-downtimes', READ_OPEN_DOWNTIMES, [equipmentIds])).map(downtimeOf);
    const counters = new CounterTurns(this.site, await this.query<CounterRow>('read-equipment-counters', READ_COUNTERS, [equipmentIds]));
    const alarms = new AlarmTurns(this.site, await this.query<AlarmRow>('read-open-alarms', READ_OPEN_ALARMS, [equipmentIds]), this.now);
    const downtimes = new DowntimeTurns(this.site, open, { runningOrder: (...asked) => this.runningOrder(...asked), newId: (...asked) => this.newId(...asked) }, new DowntimeEvents(this.now));
    for (const event of events) {
      if (event.type === 'counter') counters.take(event);
      if (event.type === 'occurrence' && event.severity === 'alarm' && !this.hasRunSince(event)) alarms.raise(event, this.standings.get(event.equipmentId) ?? {});
      if (event.type === 'state' && !this.isOld(event)) {
        await downtimes.take(event); // before it stands: what ran until now is what it interrupts
        this.stand(event);
        if (event.state === 'running') alarms.clear(event);
      }
    }
    await this.writeStates(downtimes);
    await this.writeCounters(counters);
    if (alarms.happened.length > 0) await this.query('write-alarms', WRITE_ALARMS, [equipmentIds, JSON.stringify(alarms.rows)]);
    const happened = [...downtimes.happened, ...alarms.happened];
    if (happened.length > 0) await this.client.query({ name: 'append-equipment-events', text: APPEND_EVENTS, values: [JSON.stringify(happened)] });
  }

  /** What a machine says of the past is kept as it was said, and changes nothing of what it said since. */
  private isOld({ equipmentId, occurredAt }: EquipmentStateEvent): boolean {
    const saidAt = this.standings.get(equipmentId)?.saidAt;
    return saidAt !== undefined && occurredAt < saidAt; // both are in UTC, to the millisecond
  }

  /** An alarm that comes after the machine said that it runs again is over already. */
  private hasRunSince({ equipmentId, occurredAt }: EquipmentOccurrenceEvent): boolean {
    const standing = this.standings.get(equipmentId);
    return standing?.state === 'running' && standing.since !== undefined && occurredAt < standing.since;
  }

  /** A machine that is idle or off works on nothing; one that fails, or does not say, has the order that it had. */
  private stand({ equipmentId, state, occurredAt, workOrderId, operationId }: EquipmentStateEvent): void {
    const before = this.standings.get(equipmentId);
    const since = before?.state === state && before.since !== undefined ? before.since : occurredAt;
    const kept = WITHOUT_ORDER.includes(state) ? {} : { workOrderId: before?.workOrderId, operationId: before?.operationId };
    const order = workOrderId === undefined ? kept : { workOrderId, operationId };
    this.standings.set(equipmentId, { state, since, saidAt: occurredAt, ...order, namesOrders: before?.namesOrders === true || workOrderId !== undefined });
    this.said.add(equipmentId);
  }

  private async runningOrder({ equipmentId, workOrderId, operationId }: EquipmentStateEvent, workCenterId: string | undefined): Promise<RunningOrder> {
    if (workOrderId !== undefined) return { workOrderId, ...(operationId !== undefined && { operationId }) };
    const before = this.standings.get(equipmentId);
    if (before?.workOrderId !== undefined) {
      const [known] = await this.query<{ is_finished: boolean }>('read-is-finished', READ_IS_FINISHED, [before.workOrderId, before.operationId ?? null]);
      if (known?.is_finished !== true) return { workOrderId: before.workOrderId, ...(before.operationId !== undefined && { operationId: before.operationId }) };
    }
    if (workCenterId === undefined || before?.namesOrders === true) return {};
    const [job] = await this.query<{ work_order_id: string; operation_id: string }>('read-running-order', READ_RUNNING_ORDER, [workCenterId]);
    return job === undefined ? {} : { workOrderId: job.work_order_id, operationId: job.operation_id };
  }

  /** A machine that fails again at the very instant at which it went on has a second downtime from then, also when it says all of it at once. */
  private async newId(equipmentId: string, startedAt: Instant): Promise<string> {
    const [{ count }] = await this.query<{ count: number }>('count-downtimes-at', COUNT_DOWNTIMES_AT, [equipmentId, startedAt]);
    const id = `${equipmentId}@${startedAt}`;
    const before = count + (this.begun.get(id) ?? 0);
    this.begun.set(id, (this.begun.get(id) ?? 0) + 1);
    return fittingKey(`${id}${before === 0 ? '' : `#${before + 1}`}`);
  }

  private async writeStates(downtimes: DowntimeTurns): Promise<void> {
    const standings = [...this.said].map((equipmentId) => rowOfStanding(equipmentId, this.standings.get(equipmentId)!));
    if (standings.length > 0) await this.query('write-standings', WRITE_STANDINGS, [JSON.stringify(standings)]);
    if (downtimes.changed.length > 0) await this.query('write-downtimes', WRITE_DOWNTIMES, [JSON.stringify(downtimes.changed.map(rowOfDowntime)), this.now]);
  }

  private async writeCounters({ counterRows, stepRows }: CounterTurns): Promise<void> {
    if (stepRows.length === 0) return;
    await this.query('write-equipment-counters', WRITE_COUNTERS, [JSON.stringify(counterRows)]);
    await this.query('write-counter-steps', WRITE_COUNTER_STEPS, [this.sourceSystem, JSON.stringify(stepRows)]);
  }

  private async query<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.client.query<Row>({ name, text, values: [this.site.siteId, ...values] })).rows;
  }
}

function standingOf({ state, since, said_at: saidAt, work_order_id: workOrderId, operation_id: operationId, names_orders: namesOrders }: StandingRow): Standing {
  return {
    state, namesOrders, ...(since && { since: since.toISOString() }), ...(saidAt && { saidAt: saidAt.toISOString() }),
    ...(workOrderId !== null && { workOrderId }), ...(operationId !== null && { operationId }),
  };
}

function rowOfStanding(equipmentId: string, { state, since, saidAt, workOrderId, operationId, namesOrders }: Standing): object {
  return { equipment_id: equipmentId, state, since, said_at: saidAt, work_order_id: workOrderId, operation_id: operationId, names_orders: namesOrders };
}

interface StandingRow {
  readonly equipment_id: string;
  readonly state: EquipmentState;
  readonly since: Date | null;
  readonly said_at: Date | null;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly names_orders: boolean;
}
