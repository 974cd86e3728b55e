import { describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError, type LotStatus } from '@plantway/canonical';
import fc from 'fast-check';
import { erpConditionKey, erpConditionOf, type ErpCondition } from './erp-condition-key.js';
import { namedMasterData } from './named-master-data.js';
import { lockAsRefusal, refusedUntil, type AskedErp } from './refused-until.js';

const subject = { siteId: 'BER1', workOrderId: 'WO-1001' };

describe('the name of a condition in the ERP', () => {
  it('tells what has to be looked at, whatever characters the ids have', () => {
    const id = fc.string({ minLength: 1, maxLength: 20 });
    const condition: fc.Arbitrary<ErpCondition> = fc.oneof(
      fc.record({ kind: fc.constant('periodOpened' as const), siteId: fc.constant('BER1'), postingDate: fc.constant('2026-12-15') }),
      fc.record({ kind: fc.constant('lotReleased' as const), siteId: fc.constant('BER1'), itemId: id, lotId: id }),
      fc.record({ kind: fc.constant('stockArrived' as const), siteId: fc.constant('BER1'), itemId: id }),
      fc.record({ kind: fc.constant('lockGone' as const), siteId: fc.constant('BER1'), workOrderId: id }),
    );
    fc.assert(fc.property(condition, (one) => {
      expect(erpConditionOf(one.kind, 'BER1', erpConditionKey(one))).toEqual(one);
      expect(erpConditionOf(one.kind, 'BER', erpConditionKey(one))).toBeUndefined();
    }));
  });
});

describe('a refusal that ends by itself in the ERP', () => {
  const lots: Record<string, LotStatus> = { A: 'unrestricted', B: 'blocked' };
  const erp = {
    lot: async (_siteId: string, itemId: string, lotId: string) => {
      const status = lots[lotId];
      if (status === undefined) throw new BusinessException('NOT_FOUND', 'no such lot');
      return { value: { itemId, lotId, status, parentLotIds: [] }, asOf: '2026-11-22T08:00:00.000Z' };
    },
    postingPeriods: async () => ({ items: [{ periodId: '2026-11', startsOn: '2026-11-01', endsOn: '2026-11-30', status: 'open' as const }] }),
  } as unknown as AskedErp;
  const until = (code: string, more: object = {}): ReturnType<typeof refusedUntil> => refusedUntil(erp, { code, reason: 'no' }, { ...subject, ...more }, {});

  it.each([
    ['PERIOD_NOT_OPEN_YET', { postingDate: '2026-12-15' }, 'periodOpened:BER1:2026-12-15'],
    ['ORDER_LOCKED', {}, 'lockGone:BER1:WO-1001'],
    ['LOT_RESTRICTED', { lots: [{ itemId: 'RM-1', lotId: 'A' }, { itemId: 'CP-2' }, { itemId: 'RM-1', lotId: 'B' }] }, 'lotReleased:BER1:RM-1/B'],
    ['LOT_RESTRICTED', { lots: [{ itemId: 'RM-1', lotId: 'B' }] }, 'lotReleased:BER1:RM-1/B'],
    ['LOT_RESTRICTED', { lots: [{ itemId: 'RM-1', lotId: 'A' }, { itemId: 'RM-1', lotId: 'GONE' }] }, 'lotReleased:BER1:RM-1/GONE'],
  ])('%s with %j sleeps until that', async (code, more, key) => {
    expect(await until(code, more)).toMatchObject({ decision: 'wait', condition: { key, isWatched: true, error: { code } } });
  });

  it('about a lot that the report does not name is for a person', async () => {
    expect(await until('LOT_RESTRICTED', { lots: [{ itemId: 'RM-1' }] })).toMatchObject({ decision: 'park', error: { code: 'LOT_RESTRICTED' } });
  });

  it.each([
    ['a lot, when all that are named are released', 'LOT_RESTRICTED', { lots: [{ itemId: 'RM-1', lotId: 'A' }] }],
    ['a period, when the day is open', 'PERIOD_NOT_OPEN_YET', { postingDate: '2026-11-21' }],
  ])('about %s is for a person: it waits for something else than it says', async (_what, code, more) => {
    expect(await until(code, more)).toMatchObject({ decision: 'park', error: { code } });
  });

  it('is none for any other code', async () => {
    expect(await until('OVER_TOLERANCE')).toBeUndefined();
  });

  it('is a lock, but no other technical failure', async () => {
    await expect(lockAsRefusal(Promise.reject(new TechnicalRetryableError('ORDER_LOCKED', 'locked by PLANNER1')))).rejects.toMatchObject({ code: 'ORDER_LOCKED', kind: 'business', effect: 'none' });
    await expect(lockAsRefusal(Promise.reject(new TechnicalRetryableError('ERP_UNAVAILABLE', 'away')))).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical' });
  });
});

describe('what a message names that the ERP may lack', () => {
  const used = { itemId: 'RM-1', lotId: 'L-1' };

  it('is only what the refusal may be about', () => {
    expect(namedMasterData('materialConsumption', 'LOT_UNKNOWN', used)).toEqual({ items: [], lots: [used], workCenters: [] });
    expect(namedMasterData('materialConsumption', 'ITEM_UNKNOWN', used)).toEqual({ items: ['RM-1'], lots: [], workCenters: [] });
    expect(namedMasterData('productionConfirmation', 'WORK_CENTER_UNKNOWN', { consumptions: [], otherOutputs: [], workCenterId: 'WC-9' })).toEqual({ items: [], lots: [], workCenters: ['WC-9'] });
  });

  it('is nothing when nobody can tell', () => {
    expect(namedMasterData('materialConsumption', 'WORK_CENTER_UNKNOWN', used)).toBeUndefined();
    expect(namedMasterData('workOrderRelease', 'ITEM_UNKNOWN', {})).toBeUndefined();
  });
});
