import { afterEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknownError } from '@plantway/canonical';
import type { ErpPort } from '@plantway/ports';
import { until } from '@plantway/testing';
import { openGateway, type GatewayOptions, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

const minute = (at: number): object => ({ startedAt: '2026-11-22T06:00:00+01:00', finishedAt: new Date(Date.parse('2026-11-22T05:40:00Z') + at * 60_000).toISOString() });

describe('a MES that knows running totals only', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  const open = async (options: GatewayOptions = {}): Promise<void> => {
    gateway = await openGateway(options);
    mes = new ReportingMes(gateway);
  };
  afterEach(() => gateway.close());
  const reading = (id: string, total: string, at: number, change: object = {}) => mes.report(id, { cumulative: true, yield: pieces(total), ...minute(at), ...change });
  const act = async (id: string, what: string, payload: object, role: 'supervisor' | 'planner' = 'supervisor'): Promise<number> => {
    const url = `/process/v1/sites/BER1/messages/${id}`;
    const { revision } = (await gateway.request({ method: 'GET', url, role })).json<{ revision: string }>();
    return (await gateway.request({ method: 'POST', url: `${url}/${what}`, role, payload: what === 'step-aside' || what === 'resubmit' ? payload : { ...payload, expectedRevision: revision } })).statusCode;
  };
  /** Requests to post that have reached the ERP. */
  const line = { posts: 0 };
  /** A gateway of which the n-th post gets no answer, and has no effect. */
  const losingAnswer = (nth: number): GatewayOptions => {
    line.posts = 0;
    return {
      settings: { sendDeadlineMs: 5_000, pauseAllowanceMs: 20_000, settleWindowMs: 30_000 },
      line: (erp: ErpPort) => {
        const post: ErpPort['post'] = (part, reference, options) => {
          line.posts += 1;
          if (line.posts !== nth) return erp.post(part, reference, options);
          return new Promise((_, reject) => options!.signal!.addEventListener('abort', () => reject(new OutcomeUnknownError('ERP_ANSWER_LOST', 'no answer'))));
        };
        return new Proxy(erp, { get: (target, name, receiver) => (name === 'post' ? post : Reflect.get(target, name, receiver) as unknown) });
      },
    };
  };
  /** Delivers until the ERP was found twice not to have what was sent last. */
  const loseAnswer = async (): Promise<void> => {
    const sent = line.posts;
    const delivering = gateway.deliver();
    await until(() => line.posts > sent);
    await gateway.clock.advance(5_000);
    await delivering;
    await gateway.after(30_000);
    await gateway.after(15_000);
  };
  const posted = async () => (await mes.documents()).filter(({ reverses }) => reverses === undefined).map(({ yield: made }) => made);

  /** Worked example 6: readings 100 (baseline), 130, 130, 12, 40, 35 are 0, +30, 0, +12, +28, −5: 65 in all. */
  it('posts what was added, and what a reading takes back is netted by the next one', async () => {
    await open({ policy: { runningTotals: { firstReading: 'baseline', resetAboveDropPercent: '50' } } });
    const readings = ['100', '130', '130', '12', '40', '35'];
    for (const [at, total] of readings.entries()) await reading(`r-${at}`, total, at);
    await gateway.deliver();

    expect(await posted()).toEqual(['30', '12', '28']);
    const seen = await Promise.all(readings.map((_, at) => mes.seen(`r-${at}`)));
    expect(seen.map(({ state }) => state)).toEqual(readings.map(() => 'posted'));
    expect(seen.map(({ note }) => note)).toEqual(['no change', undefined, 'no change', undefined, undefined, 'the ERP has more, which the next report nets: yield 5 H87']);

    const end = await reading('r-6', '45', 6); // ten more than 35, five of which stand already
    await gateway.deliver();

    expect(await mes.state(end)).toBe('posted');
    expect(await posted()).toEqual(['30', '12', '28', '5']);
    expect(await mes.confirmed()).toBe('75'); // 65 + 10
  });

  it('says nothing twice: the same reading again is no change, an older one is evidence', async () => {
    await open();
    await reading('r-1', '30', 1);
    await reading('r-2', '30', 2);
    await reading('r-0', '20', 0);
    await gateway.deliver();

    expect(await posted()).toEqual(['30']);
    expect(await mes.seen('r-0')).toMatchObject({ state: 'posted', note: expect.stringMatching(/^older than .*: kept as evidence$/) });
  });

  it('keeps the ERP\'s sum at its last total when a report is reversed, discarded or corrected in between', async () => {
    await open();
    await reading('r-1', '20', 1);
    await reading('r-2', '30', 2);
    await gateway.deliver();
    await mes.takeBack('r-2');
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('20');

    await reading('r-3', '40', 3);
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('40');

    const parked = await reading('r-4', '55', 4, { consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] });
    await gateway.deliver();
    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${parked}/discard`, role: 'supervisor', payload: { reason: 'wrong lot' } });
    await reading('r-5', '60', 5);
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('60');

    await reading('r-6', '58', 5, { replaces: 'r-5' });
    await reading('r-7', '70', 7, { kind: 'final' });
    await gateway.deliver();

    expect(await mes.confirmed()).toBe('70');
  });

  it('leaves what a reading posted that is taken back after the next one: that one contains it, before the end and after it', async () => {
    await open();
    await reading('r-1', '20', 1);
    await reading('r-2', '30', 2);
    await gateway.deliver();

    const wish = await mes.takeBack('r-1');
    await gateway.deliver();

    expect(await mes.message(wish)).toMatchObject({ state: 'posted', note: 'the later total of r-2 stands: nothing to take back', attempts: [] });
    expect(await mes.confirmed()).toBe('30');

    await reading('r-3', '40', 3, { kind: 'final' });
    await gateway.deliver();

    expect(await posted()).toEqual(['20', '10', '10']);
    expect(await mes.confirmed()).toBe('40');
  });

  it('keeps a corrected reading as evidence when a later one stands', async () => {
    await open();
    await reading('r-1', '20', 1);
    await reading('r-2', '30', 2, { kind: 'final' });
    await gateway.deliver();

    const corrected = await reading('r-1b', '21', 1, { replaces: 'r-1' });
    await gateway.deliver();

    expect(await mes.message(corrected)).toMatchObject({ state: 'posted', note: expect.stringMatching(/^older than .*: kept as evidence$/) });
    expect(await mes.confirmed()).toBe('30');
  });

  it('reverses a reading from before a reset of the counter: the next one owes it nothing', async () => {
    await open();
    await reading('r-1', '60', 1);
    await reading('r-2', '20', 2);
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('80');

    await mes.takeBack('r-1');
    await gateway.deliver();

    expect(await mes.confirmed()).toBe('20');
  });

  it('leaves nothing when every reading is taken back, the first one first', async () => {
    await open();
    await reading('r-1', '20', 1);
    await reading('r-2', '30', 2);
    await gateway.deliver();
    for (const id of ['r-1', 'r-2']) {
      await mes.takeBack(id);
      await gateway.deliver();
    }
    expect(await mes.confirmed()).toBe('0');

    await reading('r-3', '40', 3);
    await gateway.deliver();

    expect(await mes.confirmed()).toBe('40');
  });

  it('takes a reading back that is followed by one which was never sent, and posts that one whole', async () => {
    await open();
    await reading('r-1', '20', 1);
    await gateway.deliver();
    gateway.simulation.faults.plan({ kind: 'unavailable', untilCleared: true });
    const next = await reading('r-2', '30', 2);
    await gateway.deliver();
    await mes.takeBack('r-1');
    gateway.simulation.faults.clear();
    await gateway.after(3_600_000);
    await gateway.after(3_600_000);

    expect(await mes.state(next)).toBe('posted');
    expect(await mes.confirmed()).toBe('30');
  });

  it.each([['a reading', true, '30'], ['a plain report', false, '30']] as const)('%s that stood beside its lane is not posted again when it comes back behind a total that contains it', async (_what, cumulative, confirmed) => {
    await open();
    const first = await reading('r-1', '20', 1, { cumulative, consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] });
    await gateway.deliver();
    expect(await act(first, 'step-aside', { reason: 'the line goes on' })).toBe(200);
    await reading('r-2', '30', 2);
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('30'); // 20 of them are those of r-1

    expect(await act(first, 'amend', { reason: 'the right lot', patch: { consumptions: [] } }, 'supervisor')).toBe(200);
    expect(await act(first, 'approve', {}, 'planner')).toBe(200);
    await gateway.deliver();

    expect(await mes.message(first)).toMatchObject({ state: 'posted', note: 'contained in the later total of r-2: kept as evidence' });
    expect(await mes.confirmed()).toBe(confirmed);

    await reading('r-3', '45', 3, { kind: 'final' });
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('45');
  });

  it('does not come back before a total of which the answer was lost: what that one sends is fixed, and contains it', async () => {
    await open(losingAnswer(2));
    const first = await reading('r-1', '20', 1, { consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] });
    await gateway.deliver();
    await act(first, 'step-aside', { reason: 'the line goes on' });
    const second = await reading('r-2', '30', 2);
    await loseAnswer();
    expect(await mes.state(second)).toBe('retrying');

    expect(await act(first, 'resubmit', {})).toBe(409);

    await gateway.after(60_000);
    expect(await act(first, 'resubmit', {})).toBe(200);
    await gateway.deliver();
    expect([await mes.state(first), await mes.state(second)]).toEqual(['posted', 'posted']);
    expect(await mes.confirmed()).toBe('30');
  });

  it('has what the counter says when a total is taken back behind which the answer of the next one was lost', async () => {
    await open(losingAnswer(2));
    await reading('r-1', '20', 1);
    await gateway.deliver();
    const second = await reading('r-2', '30', 2);
    await loseAnswer();
    expect(await mes.state(second)).toBe('retrying');

    const wish = await mes.takeBack('r-1');
    await gateway.after(120_000);
    await gateway.after(120_000);

    expect([await mes.state(second), await mes.state(wish)]).toEqual(['posted', 'posted']);
    expect(await mes.confirmed()).toBe('30');
  });

  it('waits with the next total while a report before it is being taken back', async () => {
    await open();
    await reading('r-1', '20', 1);
    await mes.report('user', { operationId: '0020', yield: pieces('20') });
    await gateway.deliver();
    await mes.takeBack('r-1'); // parked: the next operation has used it
    await gateway.deliver();
    const next = await reading('r-2', '30', 2);
    await gateway.deliver();

    expect((await mes.message(next)).error?.code).toBe('REVERSAL_OPEN');

    const { reversal } = await mes.seen('r-1');
    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${reversal!.messageId}/discard`, role: 'supervisor', payload: { reason: 'it was right after all' } });
    await gateway.deliver();

    expect(await mes.state(next)).toBe('posted');
    expect(await mes.confirmed()).toBe('30');
  });

  it('leaves a final total below what stands to a person, and posts it after one report was reversed', async () => {
    await open();
    await reading('r-1', '20', 1);
    await reading('r-2', '30', 2);
    const end = await reading('r-3', '28', 3, { kind: 'final' });
    await gateway.deliver();
    expect(await mes.message(end)).toMatchObject({ state: 'parked', error: { code: 'TOTAL_BELOW_POSTED', reason: expect.stringContaining('yield 2 H87') } });

    await mes.takeBack('r-2');
    await gateway.deliver();
    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${end}/resubmit`, role: 'supervisor' });
    await gateway.deliver();

    expect(await mes.state(end)).toBe('posted');
    expect(await mes.confirmed()).toBe('28');
  });
});
