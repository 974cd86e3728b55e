import { MqttLine } from '../machines/mqtt-line.js';
import type { BrokerAddress } from '../machines/mqtt-line.js';
import type { ShownCounter } from '../machines/counter-watch.js';
import { RepeatedRounds } from '../repeated-rounds.js';
import { gatewayForAps } from './aps/gateway-for-aps.js';
import { readFromGateway, sayToGateway } from './gateway.client.js';
import type { SiteSystems } from './site-systems.js';
import type { OutgoingPost } from './system-journal.js';

/** Technical milliseconds. */
const WORK_EVERY_MS = 100;
const PLAN_EVERY_MS = 250;
const LOOK_EVERY_MS = 1_000;

/** What the systems of a site need of the gateway; a system without a key only serves. */
export interface SystemsConnection {
  readonly baseUrl: string;
  readonly systemErpUrl: string;
  readonly systemCustomerUrl: string;
  readonly keys: { readonly mes?: string; readonly aps?: string; readonly qms?: string };
  readonly broker?: BrokerAddress;
}

export interface RunnerOptions {
  /** How far the floor is, business milliseconds. */
  readonly upTo: () => number;
  readonly say: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

/** Lets the systems of a site work, and speak with the gateway, until it is stopped. */
export class SystemsRunner {
  private readonly rounds: RepeatedRounds;
  private readonly line: MqttLine | undefined;

  constructor(systems: SiteSystems, { baseUrl, systemErpUrl, systemCustomerUrl, keys, broker }: SystemsConnection, { upTo, say, onDefect }: RunnerOptions) {
    const { siteId, aps, crm, qms, machines, counters, inspector } = systems;
    this.rounds = new RepeatedRounds(say, onDefect);
    const saying = (apiKey: string) => (post: OutgoingPost) => sayToGateway({ baseUrl, apiKey }, siteId, post);
    this.rounds.repeat(WORK_EVERY_MS, () => crm.work());
    this.rounds.repeat(WORK_EVERY_MS, () => machines.advance(upTo()));
    if (keys.aps !== undefined) {
      const gateway = gatewayForAps({ siteId, apiKey: keys.aps, baseUrl, systemErpUrl, systemCustomerUrl });
      this.rounds.repeatReading('demand and orders', PLAN_EVERY_MS, () => aps.plan(gateway));
      this.rounds.repeatSending(WORK_EVERY_MS, () => aps.send(saying(keys.aps!)));
    }
    if (keys.qms !== undefined) {
      this.rounds.repeat(WORK_EVERY_MS, () => qms.work());
      this.rounds.repeatSending(WORK_EVERY_MS, () => qms.send(saying(keys.qms!)));
    }
    if (keys.mes !== undefined) {
      const credential = { baseUrl, apiKey: keys.mes };
      const stateOf = async (confirmationId: string): Promise<string | undefined> =>
        (await readFromGateway<{ readonly state: string }>(credential, `/process/v1/sites/${siteId}/production-confirmations/${encodeURIComponent(confirmationId)}`))?.state;
      this.rounds.repeatReading('reports', LOOK_EVERY_MS, () => inspector.work(stateOf));
      const countersOf = async (equipmentId: string): Promise<readonly ShownCounter[]> =>
        (await readFromGateway<{ readonly items: readonly ShownCounter[] }>(credential, `/process/v1/sites/${siteId}/equipment/${encodeURIComponent(equipmentId)}/counters`))?.items ?? [];
      if (broker !== undefined) this.rounds.repeatReading('counters of the machines', LOOK_EVERY_MS, () => counters.look(countersOf));
      this.rounds.repeatSending(WORK_EVERY_MS, () => inspector.send(saying(keys.mes!)));
    }
    this.line = broker === undefined ? undefined : new MqttLine(machines, broker, say, onDefect);
  }

  async stop(): Promise<void> {
    await Promise.all([this.rounds.stop(), this.line?.stop()]);
  }
}
