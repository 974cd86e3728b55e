import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'mqtt';
import type { MqttClient } from 'mqtt';
import type { EquipmentEvent } from '@plantway/canonical';
import type { MachineHall } from './machine-hall.js';

/** Where the broker is, and with what a site's machines may publish. */
export interface BrokerAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** Events on their way at a time. */
const IN_FLIGHT = 100;
const LOOK_EVERY_MS = 100;
const AGAIN_AFTER_MS = 1_000;
const ACKNOWLEDGED_WITHIN_MS = 10_000;

/**
 * Publishes what the machines of a site say, MQTT 3.1.1 with QoS 1, to `plantway/{siteId}/equipment/{equipmentId}/{type}`, in order; what has no PUBACK is said again, and to a new
 * connection also the last that had one.
 */
export class MqttLine {
  private readonly stopping = new AbortController();
  private readonly client: MqttClient;
  private readonly running: Promise<void>;
  private isNew = true;

  /** `say` hears when the broker is away, once until it is back. */
  constructor(private readonly hall: MachineHall, { url, username, password }: BrokerAddress, private readonly say: (line: string) => void, onDefect: (error: unknown) => void) {
    this.client = connect(url, { username, password, clientId: `machines-${hall.siteId}`, clean: true, protocolVersion: 4, reconnectPeriod: AGAIN_AFTER_MS, queueQoSZero: false });
    let isAway = false;
    this.client.on('connect', () => {
      isAway = false;
      this.isNew = true;
    });
    this.client.on('error', (error) => {
      if (!isAway) this.say(`the broker is away: ${error.message}`);
      isAway = true;
    });
    this.running = this.run().catch(onDefect);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.client.end(true);
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const told = this.client.connected ? await this.tell() : 0;
      if (told === 0) await sleep(LOOK_EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Publishes the next events; resolves with how many the broker has, up to the first that it has not. */
  private async tell(): Promise<number> {
    if (this.isNew) this.hall.sayAgain();
    this.isNew = false;
    const events = await this.hall.next(IN_FLIGHT);
    const answers = await Promise.all(events.map((event) => this.publish(event)));
    const missing = answers.indexOf(false);
    const count = missing === -1 ? events.length : missing;
    await this.hall.acknowledge(count);
    return count;
  }

  private async publish({ siteId, equipmentId, ...said }: EquipmentEvent): Promise<boolean> {
    const patience = new AbortController();
    try {
      const acknowledged = this.client.publishAsync(`plantway/${siteId}/equipment/${equipmentId}/${said.type}`, JSON.stringify(said), { qos: 1 }).then(() => true);
      const late = sleep(ACKNOWLEDGED_WITHIN_MS, false, { signal: AbortSignal.any([patience.signal, this.stopping.signal]) });
      late.catch(() => undefined);
      acknowledged.catch(() => undefined);
      return await Promise.race([acknowledged, late]);
    } catch {
      return false;
    } finally {
      patience.abort();
    }
  }
}
