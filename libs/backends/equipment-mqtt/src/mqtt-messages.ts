import type { EquipmentMqttSettings } from './equipment-mqtt.config.js';
import type { MachineMessages, MessageLine } from './machine-messages.js';
import { Outage } from './outage.js';

const AGAIN_AFTER_MS = 1_000;

/**
 * Machines behind an MQTT broker. The session of a site is kept by the broker while nobody is connected, under a name that is always the same. Messages of a connection are taken one
 * after the other: the library acknowledges each when its handler is done, and only then reads on.
 */
export class MqttMessages implements MachineMessages {
  /** @param report told when the broker is away or refuses, in its words; once until it is back */
  constructor(private readonly settings: EquipmentMqttSettings, private readonly report: (problem: string) => void) {}

  async receive(siteId: string, take: (topic: string, payload: Buffer) => Promise<void>): Promise<MessageLine> {
    const { url, username, password } = this.settings;
    const { MqttClient, connect } = await import('mqtt'); // loaded only where a broker is asked
    const client = connect(url, { username, password, clientId: `plantway-${siteId}`, clean: false, protocolVersion: 4, reconnectPeriod: AGAIN_AFTER_MS, resubscribe: false, manualConnect: true });
    if (!(client instanceof MqttClient)) throw new Error('the MQTT library has made no client');
    client.handleMessage = (packet, done) => {
      take(packet.topic, Buffer.from(packet.payload)).then(() => done(), (error: unknown) => done(error as Error)); // the acknowledgement follows
    };
    const filter = `plantway/${siteId}/equipment/+/+`;
    const outage = new Outage((problem) => this.report(`the broker of ${siteId}: ${problem}`));
    let isGranted = false;
    client.on('error', (error) => outage.begin(error.message));
    client.on('close', () => {
      isGranted = false;
      outage.begin('the connection has ended');
    });
    client.on('connect', () => {
      client.subscribe(filter, { qos: 1 }, (error, granted = []) => {
        isGranted = error === null && granted.every(({ qos }) => qos <= 2);
        if (isGranted) return outage.end();
        outage.begin(`it does not grant the subscription to ${filter}${error === null ? '' : `: ${error.message}`}`);
        client.stream.destroy(); // connects again after a pause, and asks again
      });
    });
    client.connect();
    return {
      isConnected: () => client.connected && isGranted,
      close: () => {
        outage.close();
        return new Promise((resolve) => { client.end(true, () => resolve()); });
      },
    };
  }
}
