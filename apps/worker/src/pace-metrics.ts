import { MESSAGING_DEFAULTS, PostgresDeliveryStore } from '@plantway/messaging';
import { releaseVersions, type Measure, type Metrics } from '@plantway/observability';
import type { Clock } from '@plantway/ports';
import type { Pool } from 'pg';

/** Due lanes of one destination are counted up to so many. */
const COUNTED = 10_000;
const LEASED_AMONG = 1_000;

/** Shows at `/metrics` what is due and under way by destination, and how systems are met. */
export function watchPace(metrics: Pick<Metrics, 'watch'>, pool: Pool, clock: Clock): void {
  const store = new PostgresDeliveryStore({ pool, clock, leaseMs: MESSAGING_DEFAULTS.leaseMs, versions: releaseVersions() }); // it only looks
  const read = async (): Promise<readonly Measure[]> => {
    const { destinations, paces } = await store.look({ due: COUNTED, ahead: LEASED_AMONG });
    return [
      ...destinations.flatMap(({ destination, due, leased }) => [{ name: 'delivery_due_lanes', labels: { to: destination }, value: due }, { name: 'delivery_lanes_under_way', labels: { to: destination }, value: leased }]),
      ...[...paces.values()].flatMap(({ system, openedAt, failures }) => [{ name: 'delivery_circuit_open', labels: { to: system }, value: openedAt ? 1 : 0 }, { name: 'delivery_failures_in_a_row', labels: { to: system }, value: failures }]),
    ];
  };
  metrics.watch(read, {
    delivery_due_lanes: `Lanes whose first message is due and that nobody works on, by destination, counted up to ${COUNTED}.`,
    delivery_lanes_under_way: 'Lanes that workers hold, by destination.',
    delivery_circuit_open: '1 while nothing but probes is sent to the system.',
    delivery_failures_in_a_row: 'Technical failures of the system since its last answer.',
  }, ['to']);
}
