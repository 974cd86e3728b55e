import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DefectError, TechnicalRetryableError } from '@plantway/canonical';
import { FollowUpWatch } from '../src/index.js';
import { DeliveryRig, SETTINGS, SITE } from './delivery-rig.js';

describe('a message whose goods movement failed in the ERP', () => {
  let rig: DeliveryRig;
  let watch: FollowUpWatch;
  const anotherWatch = (): FollowUpWatch => new FollowUpWatch({ pool: rig.database.pool, clock: rig.clock, flows: [rig.flow, rig.reversals], settings: SETTINGS });
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    watch = anotherWatch();
    rig.erp.will('commitAndFollowUp');
    await rig.accept('c1', { amount: '1' });
    await rig.deliver();
    expect(await rig.state('c1')).toBe('postedWithFollowUp');
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  it('stays as it is while the ERP says the same', async () => {
    const before = await rig.message('c1');

    expect(await watch.runOnce()).toBe(0);

    expect(await rig.message('c1')).toEqual(before);
  });

  it('is posted when the ERP has put it right, with the documents that stand now', async () => {
    const posted = (await rig.message('c1')).postedAt;
    await rig.clock.advance(60_000);
    rig.erp.putRight('1000', 'GM-1');

    expect(await watch.runOnce()).toBe(1);

    const message = await rig.message('c1');
    expect(message).toMatchObject({ state: 'posted', postedAt: posted, erp: { backend: 'scripted', documents: [{ number: '1000' }, { type: 'goodsMovement', number: 'GM-1' }] } });
    expect(message.error).toBeUndefined();
    expect(message.parts[0].receipt?.followUp).toBeUndefined();
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.posted.v1', 'message.posted.v1']);
    const { rows } = await rig.database.pool.query(`select data ->> 'state' as state, data -> 'error' as error from events.event_log where type = 'message.posted.v1' order by insertion_id`);
    expect(rows).toEqual([{ state: 'postedWithFollowUp', error: expect.objectContaining({ code: 'STOCK_SHORT' }) }, { state: 'posted', error: null }]);
    expect((await rig.reader.lineage(SITE, message.messageId))!.filter(({ shape }) => shape === 'answered')).toHaveLength(2);
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 1, posted: 1, open: 0 });
  });

  it('is posted once, however many watches see it', async () => {
    rig.erp.putRight('1000', 'GM-1');

    const settled = await Promise.all([watch.runOnce(), anotherWatch().runOnce(), anotherWatch().runOnce()]);

    expect(settled.reduce((total, count) => total + count)).toBe(1);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.posted.v1', 'message.posted.v1']);
  });

  it('needs no more follow-up when the document was reversed in the ERP, and says so', async () => {
    rig.erp.ledger[0].reversedBy = 'R-1';

    await watch.runOnce();

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'reversed in the ERP by R-1' });
  });

  it('stays as it is when the ERP has something else, or nothing, under its reference', async () => {
    rig.erp.putRight('1000', 'GM-1');
    rig.erp.ledger[0].amount = '19';

    expect(await watch.runOnce()).toBe(0);

    rig.erp.ledger.length = 0;

    expect(await watch.runOnce()).toBe(0);
    expect(await rig.state('c1')).toBe('postedWithFollowUp');
  });

  it('waits while its ERP cannot be asked; other sites are asked', async () => {
    rig.erp.will('commitAndFollowUp', 'commitAndFollowUp');
    await rig.accept('c2', { amount: '2' }, { laneKey: 'B' });
    await rig.accept('foreign', { amount: '3' }, { laneKey: 'C', siteId: 'CHI1' });
    await rig.deliver();
    for (const { number } of rig.erp.ledger) rig.erp.putRight(number, 'GM');
    const asked = rig.erp.readBacks.length;
    let failures = 0;
    const find = rig.flow.find.bind(rig.flow);
    rig.flow.find = async (part, reference, options) => {
      if (part.payload.amount !== '3') {
        failures += 1;
        throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
      }
      return find(part, reference, options);
    };

    expect(await watch.runOnce()).toBe(1);

    expect(failures).toBe(1); // and not once for each of its messages
    expect(rig.erp.readBacks.length).toBe(asked + 1);
    expect(await rig.state('c1')).toBe('postedWithFollowUp');
  });

  it.each([
    ['that breaks the contract of the ERP', new DefectError('ERP_CONTRACT_BROKEN', 'no number', { effect: 'unknown' })],
    ['that makes the flow fail', new TypeError('cannot read properties of undefined')],
  ])('is asked about although another one of its site has a document %s', async (_, fault) => {
    rig.erp.will('commitAndFollowUp');
    await rig.accept('c2', { amount: '2' }, { laneKey: 'B' });
    await rig.deliver();
    for (const { number } of rig.erp.ledger) rig.erp.putRight(number, 'GM');
    const find = rig.flow.find.bind(rig.flow);
    rig.flow.find = async (part, reference, options) => {
      if (part.payload.amount === '1') throw fault;
      return find(part, reference, options);
    };

    expect(await watch.runOnce()).toBe(1);

    expect([await rig.state('c1'), await rig.state('c2')]).toEqual(['postedWithFollowUp', 'posted']);
  });

  it('has its turn also when there are more of them than one look asks about', async () => {
    await rig.database.pool.query(`
      insert into messaging.message (message_id, site_id, kind, source_system, sender_id, body_hash, lane_key, correlation_id, accepted_by, lot_ids, serial_numbers, posting_date, production_day, state, state_since, accepted_at)
      select gen_random_uuid(), 'BER1', 'jobOrderDispatch', 'x', 'x' || n, 'h', 'A', 'j', 'k', '{}', '{}', '2026-11-22', '2026-11-22', 'postedWithFollowUp', now(), now() from generate_series(1, 230) as n`);
    rig.erp.will('commitAndFollowUp');
    await rig.accept('behind them', { amount: '2' }, { laneKey: 'B' });
    await rig.deliver();
    for (const { number } of rig.erp.ledger) rig.erp.putRight(number, 'GM');

    expect(await watch.runOnce()).toBe(1);
    expect(await watch.runOnce()).toBe(0);
    expect(await watch.runOnce()).toBe(1);
    expect(await rig.state('behind them')).toBe('posted');
    expect(await watch.runOnce()).toBe(0);
  });
});
