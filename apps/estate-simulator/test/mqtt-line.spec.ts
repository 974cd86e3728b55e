import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MqttLine } from '../src/machines/mqtt-line.js';
import { HallStand, HOUR } from './hall-stand.js';
import { MachineBroker } from './machine-broker.js';

describe('the line of the machines to the broker', () => {
  let stand: HallStand;
  let broker: MachineBroker;
  let line: MqttLine | undefined;
  const defects: unknown[] = [];

  beforeEach(async () => {
    broker = new MachineBroker();
    await broker.start();
    stand = await HallStand.open();
    await stand.advance(24, HOUR);
  });
  afterEach(async () => {
    await line?.stop();
    await broker.stop();
    await stand.close();
    expect(defects).toEqual([]);
  });

  function begin(): void {
    line = new MqttLine(stand.hall, { url: broker.url, username: 'machines', password: 'secret' }, () => undefined, (defect) => defects.push(defect));
  }

  async function until(isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + 20_000; !isSo();) {
      if (Date.now() > end) throw new Error('It did not come about.');
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  it('publishes each event to the topic of its machine, with QoS 1 and in order, until the broker has it', async () => {
    const whole = await stand.said();
    begin();
    await until(() => stand.hall.look().unanswered === 0);

    expect(broker.heard.map(({ event }) => event.eventId)).toEqual(whole.map(({ eventId }) => eventId));
    const [first] = whole;
    const { siteId, equipmentId, ...said } = first;
    expect(broker.heard[0]).toEqual({ topic: `plantway/${siteId}/equipment/${equipmentId}/${first.type}`, qos: 1, event: said });
  });

  it('loses nothing when the broker goes in the middle, and says the last again to the new one', async () => {
    const whole = await stand.said();
    broker.loseAfter = 30;
    begin();
    await until(() => broker.heard.length >= 30);
    await broker.stop();
    await broker.start();
    await until(() => stand.hall.look().unanswered === 0);

    expect(new Set(broker.heard.map(({ event }) => event.eventId))).toEqual(new Set(whole.map(({ eventId }) => eventId)));
    expect(broker.heard.length).toBeGreaterThan(whole.length);
  });

  it('keeps everything while there is no broker', async () => {
    await broker.stop();
    begin();
    const { unanswered } = stand.hall.look();
    await stand.hall.advance(Date.parse('2026-11-23T12:00:00Z'));

    expect(stand.hall.look().unanswered).toBeGreaterThanOrEqual(unanswered);
    await broker.start();
    await until(() => stand.hall.look().unanswered === 0);
  });
});
