import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand } from './release-stand.js';

const AT = '2026-11-22T09:00:05+01:00';

describe('what the MES says about its job orders', () => {
  let stand: ReleaseStand;
  let order: string;
  beforeAll(async () => {
    stand = await ReleaseStand.open();
    await stand.startWorker();
  });
  beforeEach(async () => {
    order = await stand.createOrder();
    await stand.release(order);
    await stand.dispatched(order, 'sent');
  });
  afterAll(() => stand.close());

  const held = () => until(async () => { const execution = await stand.execution(order); return execution.held && execution; });
  const decide = (messageId: string, decision: 'resubmit' | 'discard') =>
    stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/${decision}`, payload: decision === 'discard' ? { reason: 'the plant never makes it' } : {} });

  it('is shown when it accepts all of them', async () => {
    const answer = await stand.acknowledge(`${order}-0010`, { version: 1, answer: 'accepted', acknowledgedAt: AT });
    await stand.message(answer, 'posted');
    expect((await stand.execution(order)).dispatch?.state).toBe('sent');

    await stand.acknowledge(`${order}-0020`, { version: 1, answer: 'accepted', acknowledgedAt: AT });

    expect((await stand.dispatched(order, 'accepted')).jobOrders[0].acknowledged).toMatchObject({ answer: 'accepted', acknowledgedAt: '2026-11-22T08:00:05.000Z' });
  });

  it('is shown with how much of it is taken, and why not more', async () => {
    await stand.acknowledge(`${order}-0010`, { version: 1, answer: 'accepted' });
    await stand.acknowledge(`${order}-0020`, { version: 1, answer: 'partly', acceptedQuantity: { value: '40.0', unit: 'H87' }, reason: 'one shift only' });

    const { jobOrders } = await stand.dispatched(order, 'partly');

    expect(jobOrders[1].acknowledged).toMatchObject({ answer: 'partly', acceptedQuantity: { value: '40', unit: 'H87' }, reason: 'one shift only' });
  });

  it('must say how much when it takes a part', async () => {
    expect((await stand.acknowledge(`${order}-0010`, { version: 1, answer: 'partly' })).json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path: '/acceptedQuantity' }] });
  });

  it('changes nothing when it is said again, and is refused when it says something else under the same id', async () => {
    const body = { version: 1, answer: 'accepted', acknowledgementId: 'ack-1' };
    const first = await stand.acknowledge(`${order}-0010`, body);

    const again = await stand.acknowledge(`${order}-0010`, body);
    expect([again.statusCode, again.headers['idempotency-replayed'], again.json()]).toEqual([202, 'true', first.json()]);
    expect((await stand.acknowledge(`${order}-0010`, { ...body, answer: 'refused' })).json()).toMatchObject({ code: 'IDEMPOTENCY_BODY_MISMATCH' });
  });

  it('is refused for a job order or a version that nobody has been given', async () => {
    expect((await stand.acknowledge(`${order}-0099`, { version: 1, answer: 'accepted' })).statusCode).toBe(404);
    expect((await stand.acknowledge(`${order}-0010`, { version: 2, answer: 'accepted' })).statusCode).toBe(404);
    expect(await stand.messagesOf('jobOrderAcknowledgement', order)).toEqual([]);
  });

  it('about an older version is refused', async () => {
    await stand.book.sendAgain('BER1', order, 1);

    expect((await stand.acknowledge(`${order}-0010`, { version: 1, answer: 'accepted' })).json()).toMatchObject({ code: 'JOB_ORDER_SUPERSEDED', status: 409 });
  });

  it('that was accepted before a newer version came is kept as evidence', async () => {
    await stand.endWorker();
    const answer = await stand.acknowledge(`${order}-0010`, { version: 1, answer: 'accepted' });
    await stand.book.sendAgain('BER1', order, 1);
    await stand.startWorker();

    expect((await stand.message(answer, 'annulled')).note).toBe('superseded by version 2');
    expect((await stand.dispatched(order, 'sent', 2)).jobOrders[0].acknowledged).toBeUndefined();
  });

  describe('when it refuses', () => {
    const refuse = async (): Promise<string> => {
      const answer = await stand.acknowledge(`${order}-0020`, { version: 1, answer: 'refused', reason: 'the fixture is in repair' });
      const { messageId, error } = await stand.message(answer, 'parked');
      expect(error).toMatchObject({ code: 'JOB_ORDER_REFUSED', owner: 'planner', reason: expect.stringContaining('the fixture is in repair') });
      return messageId;
    };

    it('holds the order, which stays released in the ERP', async () => {
      await refuse();

      const execution = await held();

      expect(execution).toMatchObject({ status: 'released', dispatch: { state: 'refused', version: 1 }, held: { reason: expect.stringContaining(`${order}-0020: the fixture is in repair`) } });
      expect(await stand.simulation.read((engine) => engine.order(order)!.phase)).toBe('released');
    });

    it('the planner sends them again as a new version', async () => {
      const messageId = await refuse();
      await held();

      expect((await decide(messageId, 'resubmit')).statusCode).toBe(200);

      const execution = await stand.dispatched(order, 'sent', 2);
      expect(execution.held).toBeUndefined();
      expect(stand.mes.taken.filter((each) => each.startsWith(`${order}@`))).toEqual([`${order}@1`, `${order}@2`]);
      expect(await stand.read(`messages/${messageId}`)).toMatchObject({ state: 'posted', note: expect.stringContaining('sent again') });
    });

    it('the planner may leave it refused', async () => {
      const messageId = await refuse();
      await held();

      await decide(messageId, 'discard');

      expect((await stand.execution(order)).dispatch?.state).toBe('refused');
      expect(stand.mes.taken.filter((each) => each.startsWith(`${order}@`))).toEqual([`${order}@1`]);
    });
  });
});
