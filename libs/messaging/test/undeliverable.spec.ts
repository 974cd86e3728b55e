import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryLog } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('a lane', () => {
  let rig: DeliveryRig;
  let errors: string[];
  let log: DeliveryLog;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    errors = [];
    log = { info: () => undefined, warn: () => undefined, error: (_fields, text) => void errors.push(text) };
  });
  afterEach(() => rig.close());
  const resubmit = async (): Promise<unknown> => rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });

  it('stops at a message whose kind nobody knows how to deliver, and goes on when somebody does', async () => {
    await rig.accept('c1');

    await rig.deliver(rig.anotherEngine({ flows: [], log }));

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'FLOW_DEFECT', owner: 'admin', reason: 'There is no flow for messages of kind productionConfirmation.' } });
    expect(errors).toHaveLength(1);

    await resubmit();
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
    await rig.balance();
  });

  it('keeps the doubt of a message that nobody knows how to deliver: it is read back later, not sent', async () => {
    await rig.accept('c1');
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.clock.advance(30_000);

    await rig.deliver(rig.anotherEngine({ flows: [] }));

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'FLOW_DEFECT' }, parts: [{ state: 'posting' }] });

    await resubmit();
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('stops at a message whose stored form is lost', async () => {
    await rig.accept('c1');
    await rig.database.pool.query(`delete from messaging.acceptance`);

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'FLOW_DEFECT', reason: 'The stored form of productionConfirmation c1 is lost.' } });
    await rig.balance();
  });

  it.each(['parked', 'awaitingApproval'])('that is due although its first message is %s stands still again, and the defect is logged', async (state) => {
    await rig.accept('c1');
    await rig.database.pool.query('update messaging.message set state = $1', [state]);

    await rig.deliver(rig.anotherEngine({ log }));
    await rig.after(3_600_000);

    expect(await rig.state('c1')).toBe(state);
    expect(rig.erp.requests).toEqual([]);
    expect(errors).toEqual(['a lane was due whose first message is not to be delivered']);
    expect((await rig.database.pool.query('select stopped, next_at from messaging.lane')).rows).toEqual([{ stopped: true, next_at: null }]);
  });

  it('that is due without any message is looked at again at the recheck interval, and delivers what comes then', async () => {
    await rig.database.pool.query(`insert into messaging.lane (lane_key, pending, next_at) values ('A', 1, $1)`, [rig.clock.now()]);
    const engine = rig.anotherEngine({ log });

    await rig.deliver(engine);
    await rig.accept('c1');
    await rig.clock.advance(59_999);

    expect(await engine.runOnce()).toBe(0);

    await rig.clock.advance(1);
    await rig.deliver(engine);

    expect(await rig.state('c1')).toBe('posted');
  });
});

describe('a posted message', () => {
  it('of which the flow cannot tell the consequences is posted and says so; the rest is told', async () => {
    const rig = await DeliveryRig.open();
    const errors: string[] = [];
    await rig.accept('c1');
    rig.flow.causes = () => { throw new TypeError('no total of several units'); };

    await rig.deliver(rig.anotherEngine({ log: { info: () => undefined, warn: () => undefined, error: (_fields, text) => void errors.push(text) } }));

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'posted, but the flow failed to tell the events it caused' });
    expect(errors).toEqual(['the flow failed to tell the events it caused of a finished message']);
    await rig.close();
  });
});
