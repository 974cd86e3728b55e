import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand } from './release-stand.js';

describe('deciding anew without an id of one\'s own', () => {
  let stand: ReleaseStand;
  let order: string;
  beforeAll(async () => { stand = await ReleaseStand.open(); });
  beforeEach(async () => { order = await stand.createOrder(); });
  afterEach(() => stand.endWorker());
  afterAll(() => stand.close());

  const discard = (messageId: string) => stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/discard`, payload: { reason: 'not today' } });
  const resubmit = (messageId: string) => stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/resubmit`, payload: {} });

  it('releases an order whose release was discarded', async () => {
    const first = await stand.release(order);
    expect((await discard(first.json<{ messageId: string }>().messageId)).statusCode).toBe(200);

    const second = await stand.release(order);
    const replayed = await stand.release(order);

    expect([second.statusCode, second.headers['idempotency-replayed']]).toEqual([202, undefined]);
    expect(second.json()).not.toEqual(first.json());
    expect([replayed.headers['idempotency-replayed'], replayed.json()]).toEqual(['true', second.json()]);
    await stand.startWorker();
    expect((await stand.message(second, 'posted')).senderId).toBe(`${order}#2`);
    await stand.dispatched(order, 'sent');
  });

  it('does not release again under an id that the planner gave, or under the same Idempotency-Key: that is the same decision', async () => {
    const named = await stand.release(order, { releaseId: 'R-1' });
    const keyed = await stand.request({ method: 'POST', url: `/process/v1/sites/BER1/work-orders/${order}/release`, payload: {}, headers: { 'idempotency-key': 'K-1' } });
    for (const answer of [named, keyed]) await discard(answer.json<{ messageId: string }>().messageId);

    const again = await stand.release(order, { releaseId: 'R-1' });
    const keyedAgain = await stand.request({ method: 'POST', url: `/process/v1/sites/BER1/work-orders/${order}/release`, payload: {}, headers: { 'idempotency-key': 'K-1' } });

    expect(again.json()).toEqual(named.json());
    expect(keyedAgain.json()).toEqual(keyed.json());
  });

  describe('about a job order that was refused', () => {
    beforeEach(async () => {
      await stand.startWorker();
      await stand.release(order);
      await stand.dispatched(order, 'sent');
    });
    const refuse = () => stand.acknowledge(`${order}-0020`, { version: 1, answer: 'refused', reason: 'the fixture is in repair' });

    it('takes the acceptance of a MES whose refusal was discarded', async () => {
      const { messageId } = await stand.message(await refuse(), 'parked');
      await discard(messageId);

      const accepted = await stand.acknowledge(`${order}-0020`, { version: 1, answer: 'accepted' });

      expect((await stand.message(accepted, 'posted')).senderId).toBe(`${order}-0020@1#2`);
      expect((await until(async () => { const { jobOrders } = await stand.execution(order); return jobOrders[1].acknowledged?.answer === 'accepted' && jobOrders; }))[1].acknowledged).toBeDefined();
    });

    it('sends the job orders again although nobody has written the refusal down yet', async () => {
      await stand.endWorker();
      await stand.startWorker({ handlesEvents: false });
      const refusal = await refuse();
      const { messageId } = await stand.message(refusal, 'parked');
      expect((await stand.execution(order)).held).toBeUndefined();

      expect((await resubmit(messageId)).statusCode).toBe(200);

      expect((await stand.message(refusal, 'posted')).note).toContain('sent again');
      await stand.endWorker();
      await stand.startWorker();
      expect((await stand.dispatched(order, 'sent', 2)).held).toBeUndefined();
    });
  });
});
