import { describe, expect, it } from '@jest/globals';
import type { JobOrder, JobOrderState } from '@plantway/canonical';
import { shownState, workInErp, type WorkOnOperation } from './shown-state.js';

const job = (change: Partial<JobOrder> = {}): JobOrder => ({ operationId: '0020', predecessorOperationId: '0010', state: 'AllowedToStart', ...change }) as JobOrder;
const work = (operationId: string, change: Partial<WorkOnOperation> = {}): WorkOnOperation => ({ operationId, hasYield: false, hasBegun: true, hasEnded: false, ...change });
const pieces = (value: string) => ({ value, unit: 'H87' });

describe('the state in which a job order is shown', () => {
  it.each<[string, JobOrder, readonly WorkOnOperation[], JobOrderState]>([
    ['may begin when it is the first', job({ operationId: '0010', predecessorOperationId: undefined }), [], 'AllowedToStart'],
    ['may not begin before anything is made before it', job(), [], 'NotAllowedToStart'],
    ['may not begin when all before it is scrap', job(), [work('0010')], 'NotAllowedToStart'],
    ['may begin when something good is made before it', job(), [work('0010', { hasYield: true })], 'AllowedToStart'],
    ['runs since its first report, whatever was reported before it', job(), [work('0020')], 'Running'],
    ['has ended with its last report', job(), [work('0020'), work('0020', { hasEnded: true })], 'Ended'],
    ['stands still as the MES was told', job({ state: 'Interrupted' }), [work('0020', { hasEnded: true })], 'Interrupted'],
    ['is called off as the MES was told', job({ state: 'Aborted' }), [work('0020')], 'Aborted'],
  ])('%s', (_what, jobOrder, known, state) => {
    expect(shownState(jobOrder, known)).toBe(state);
  });

  it('knows of the ERP what was entered on a screen there', () => {
    const none = { description: '', workCenterId: 'WC-10', status: 'inProgress', yieldConfirmed: pieces('0'), scrapConfirmed: pieces('0.000'), reworkConfirmed: pieces('0'), remaining: pieces('5') } as const;

    expect(workInErp([{ ...none, operationId: '0010', yieldConfirmed: pieces('0.5'), status: 'completed' }, { ...none, operationId: '0020', scrapConfirmed: pieces('1') }, { ...none, operationId: '0030' }])).toEqual([
      { operationId: '0010', hasYield: true, hasBegun: true, hasEnded: true }, { operationId: '0020', hasYield: false, hasBegun: true, hasEnded: false }, { operationId: '0030', hasYield: false, hasBegun: false, hasEnded: false },
    ]);
  });
});
