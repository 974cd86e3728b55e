import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException } from '@plantway/canonical';
import type { ForeignDocument } from './scripted-erp.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

/** A send arrived after nobody believed in it any more. It is sent again, and the ERP says that this is done; the flow reads back under the same reference. */
describe('a part that is refused because it stands already', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    rig.flow.decides = async ({ reference }) => ({ decision: 'stands', receipt: (await rig.erp.find(reference!))[0], note: 'was done before' });
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const sendTwice = async (parts: readonly string[], change: (document: ForeignDocument) => void = () => undefined): Promise<void> => {
    await rig.accept('c1', { amount: '10', parts });
    rig.erp.will({ commitAfterMs: 50_100 }, { refuse: 'ORDER_ALREADY_RELEASED' });
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);
    await rig.after(15_000);
    await rig.clock.advance(200);
    change(rig.erp.ledger[0]);
    await rig.after(800);
    expect(rig.erp.requests.slice(0, 2).map(({ reference }) => reference)).toEqual([rig.erp.ledger[0].reference, rig.erp.ledger[0].reference]);
  };

  it('is posted, with the document that stands', async () => {
    await sendTwice(['confirmation']);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'was done before', erp: { documents: [{ number: '1000' }] }, parts: [{ state: 'posted' }], attempts: [{ outcome: 'unknown' }, {}, {}, { outcome: 'refused' }] });
    expect(await rig.eventTypes('c1')).toEqual(expect.arrayContaining(['message.posted.v1']));
    expect((await rig.reader.lineage(SITE, (await rig.message('c1')).messageId))!.filter(({ shape }) => shape === 'answered').map(({ body }) => body)).toContainEqual(expect.objectContaining({ documents: [{ type: 'confirmation', number: '1000' }] }));
    expect(rig.erp.amounts()).toEqual(['10']);
  });

  it('lets the parts behind it go on', async () => {
    await sendTwice(['yield', 'scrap']);

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.ledger.map(({ partId }) => partId)).toEqual(['yield', 'scrap']);
  });

  it.each<[string, (document: ForeignDocument) => void]>([
    ['another amount', (document) => (document.amount = '19')],
    ['a reversed document', (document) => (document.reversedBy = 'R-1')],
  ])('goes to a person when the ERP has %s', async (_, change) => {
    await sendTwice(['confirmation'], change);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'ORDER_ALREADY_RELEASED', reason: expect.stringContaining('confirmation 1000') }, parts: [{ state: 'planned' }] });
  });

  it('goes to a person when what the flow found is of another reference', async () => {
    rig.flow.decides = async ({ reference }) => ({ decision: 'stands', receipt: { ...(await rig.erp.find(reference!))[0], reference: 'of somebody else' }, note: 'was done before' });

    await sendTwice(['confirmation']);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'ORDER_ALREADY_RELEASED' } });
  });

  it('was planned: of a plan that is refused nothing stands', async () => {
    rig.flow.plans.set('c1', () => { throw new BusinessException('ORDER_ALREADY_RELEASED', 'released'); });
    rig.flow.decides = () => ({ decision: 'stands', receipt: { reference: 'r', backend: 'scripted', documents: [], postedAt: '2026-11-22T08:00:00.000Z' }, note: 'n' });
    await rig.accept('c1');

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'ORDER_ALREADY_RELEASED' } });
  });
});
