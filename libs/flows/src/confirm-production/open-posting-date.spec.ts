import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PostingPeriod } from '@plantway/canonical';
import type { ErpPart, PlannedPart } from '@plantway/ports';
import { confirmation, confirmationMessage as message } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let at: ConfirmingInHand;
  let erp: ConfirmingInHand['erp'];
  let flow: ConfirmingInHand['flow'];
  beforeEach(() => {
    at = new ConfirmingInHand();
    ({ erp, flow } = at);
  });

  describe('a posting date in a closed period', () => {
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation({ postingDate: '2026-10-30' }) } };
    const refusal = { part, code: 'PERIOD_CLOSED', reason: 'period 2026-10 is closed' };
    const month = (periodId: string, lastDay: string, status: PostingPeriod['status']): PostingPeriod => ({ periodId, startsOn: `${periodId}-01`, endsOn: `${periodId}-${lastDay}`, status });
    const refused = (each = refusal) => flow.onBusinessRefusal(message(confirmation({ postingDate: '2026-10-30' })), each, {});
    beforeEach(() => void erp.periods.push(month('2026-12', '31', 'future'), month('2026-11', '30', 'open'), month('2026-10', '31', 'closed'), month('2026-09', '30', 'open')));

    it('is left to a person where the site asks', async () => {
      expect(await refused()).toMatchObject({ decision: 'park', error: { code: 'PERIOD_CLOSED' } });
    });

    it('becomes the first open day after it where the site wants that; both dates are kept', async () => {
      at.policy = { ...at.policy, closedPeriod: 'redate' };

      expect(await refused()).toEqual({
        decision: 'amend', note: 'posted under 2026-11-01, reported for 2026-10-30: period closed',
        payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation({ postingDate: '2026-11-01' }) },
      });
    });

    it('is left to a person all the same when no day is open, or the ERP calls the day open and refuses it', async () => {
      at.policy = { ...at.policy, closedPeriod: 'redate' };
      erp.periods.splice(1, 1);
      expect(await refused()).toMatchObject({ decision: 'park' });

      erp.periods.push(month('2026-10', '31', 'open'));

      expect(await refused()).toMatchObject({ decision: 'park', error: { code: 'PERIOD_CLOSED' } });
    });
  });
});
