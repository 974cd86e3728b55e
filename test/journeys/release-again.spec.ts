import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand } from './release-stand.js';

describe('deciding anew without an id of one\'s own', () => {
  let stand: ReleaseStand;
  beforeEach(async () => { stand = await ReleaseStand.open(); });
  afterEach(() => stand.close());

  const discard = (messageId: string) => stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/discard`, payload: { reason: 'not today' } });
  const resubmit = (messageId: string) => stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/resubmit`, payload: {} });

  it('releases an order whose release was discarded', async () => {
    const first = await stand.release('WO-1002');
    expect((await discard(first.json<{ messageId: string }>().messageId)).statusCode).toBe(200);

    const second = await stand.release('WO-1002');
    const replayed = await stand.release('WO-1002');

    expect([second.statusCode, second.headers['idempotency-replayed']]).toEqual([202, undefined]);
    expect(second.json()).not.toEqual(first.json());
    expect([replayed.headers['idempotency-replayed'], replayed.json()]).toEqual(['true', second.json()]);
    await stand.startWorker();
    expect((await stand.message(second, 'posted')).senderId).toBe('WO-1002#2');
    await stand.dispatched('WO-1002', 'sent');
  });

  it('does not release again under an id that the planner gave, or under the same Idempotency-Key: that is the same decision', async () => {
    const named = await stand.release('WO-1002', { releaseId: 'R-1' });
    const keyed = await stand.request({ method: 'POST', url: '/process/v1/sites/BER1/work-orders/WO-1002/release', payload: {}, headers: { 'idempotency-key': 'K-1' } });
    for (const answer of [named, keyed]) await discard(answer.json<{ messageId: string }>().messageId);

    const again = await stand.release('WO-1002', { releaseId: 'R-1' });
    const keyedAgain = await stand.request({ method: 'POST', url: '/process/v1/sites/BER1/work-orders/WO-1002/release', payload: {}, headers: { 'idempotency-key': 'K-1' } });

    expect(again.json()).toEqual(named.json());
    expect(keyedAgain.json()).toEqual(keyed.json());
  });

  describe('about a job order that was refused', () => {
    beforeEach(async () => {
      await stand.startWorker();
      await stand.release('WO-1002');
      await stand.dispatched('WO-1002', 'sent');
    });
    const refuse = () => stand.acknowledge('WO-1002-0020', { version: 1, answer: 'refused', reason: 'the fixture is in repair' });

    it('takes the acceptance of a MES whose refusal was discarded', async () => {
      const { messageId } = await stand.message(await refuse(), 'parked');
      await discard(messageId);

      const accepted = await stand.acknowledge('WO-1002-0020', { version: 1, answer: 'accepted' });

      expect((await stand.message(accepted, 'posted')).senderId).toBe('WO-1002-0020@1#2');
      expect((await until(async () => { const { jobOrders } = await stand.execution('WO-1002'); return jobOrders[1].acknowledged?.answer === 'accepted' && jobOrders; }))[1].acknowledged).toBeDefined();
    });

    it('sends the job orders again although nobody has written the refusal down yet', async () => {
      await stand.endWorker();
      await stand.startWorker({ handlesEvents: false });
      const refusal = await refuse();
      const { messageId } = await stand.message(refusal, 'parked');
      expect((await stand.execution('WO-1002')).held).toBeUndefined();

      expect((await resubmit(messageId)).statusCode).toBe(200);

      expect((await stand.message(refusal, 'posted')).note).toContain('sent again');
      await stand.endWorker();
      await stand.startWorker();
      expect((await stand.dispatched('WO-1002', 'sent', 2)).held).toBeUndefined();
    });
  });
});
