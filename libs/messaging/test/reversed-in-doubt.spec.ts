import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('a lost answer whose document was reversed in the ERP', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  const resubmit = async (): Promise<unknown> => rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
  const standing = (): readonly string[] => rig.erp.ledger.filter(({ reversedBy }) => !reversedBy).map(({ amount }) => amount);

  /** The ERP has kept another quantity, which a person has seen and reversed there. */
  async function reversedAfterDifference(): Promise<void> {
    await rig.accept('c1', { amount: '40' });
    await rig.accept('c2', { amount: '7' });
    rig.erp.will('commitOtherAmountAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_DIFFERENT_QUANTITY', fix: expect.stringContaining('resubmit') } });

    rig.erp.ledger[0].reversedBy = '2000';
    await resubmit();
    await rig.deliver();
  }

  it('is parked, never posted: nothing of it stands there', async () => {
    await rig.accept('c1');
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);
    rig.erp.ledger[0].reversedBy = '2000';

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_REVERSED', reason: expect.stringContaining('reversed by 2000') }, parts: [{ state: 'planned' }] });
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('is sent again under its reference when a person resubmits it, and stands there once', async () => {
    await reversedAfterDifference();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_REVERSED' } });
    expect(rig.erp.requests).toHaveLength(1);

    await resubmit();
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
    expect(standing()).toEqual(['40', '7']);
    expect(rig.erp.requests[1].reference).toBe(rig.erp.requests[0].reference);
  });

  it('can be discarded: its lane goes on', async () => {
    await reversedAfterDifference();

    await rig.desk.discard({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna', reason: 'corrected by hand' });
    await rig.deliver();

    expect(await rig.state('c1')).toBe('discarded');
    expect(await rig.state('c2')).toBe('posted');
    expect(standing()).toEqual(['7']);
  });

  it('counts no more when it was sent again and that answer was lost too: the standing document does', async () => {
    await reversedAfterDifference();
    rig.erp.will('commitAndStaySilent');
    await resubmit();
    await rig.deliverIntoSilence(2);

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered', erp: { documents: [{ number: '1001' }] } });
    expect(standing()).toEqual(['40', '7']);
  });

  it('does not account for a second send: that one is absent until it was looked for twice', async () => {
    await reversedAfterDifference();
    rig.erp.will('staySilent');
    await resubmit();
    await rig.deliverIntoSilence(2);

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'inDoubt', parts: [{ state: 'posting' }] });

    await rig.after(15_000);
    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
    expect(standing()).toEqual(['40', '7']);
  });

  it('leads out of several documents as well', async () => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);
    for (const document of rig.erp.ledger) document.reversedBy = '2000';

    await resubmit();
    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_REVERSED' } });
  });
});
