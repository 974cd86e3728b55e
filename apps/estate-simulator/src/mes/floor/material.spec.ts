import { describe, expect, it } from '@jest/globals';
import { Material, needsOf } from './material.js';

const meters = (value: string) => ({ value, unit: 'MTR' });

describe('material that runs report', () => {
  it('comes from the oldest lots first, and what was used before is gone', () => {
    const material = new Material();
    material.see(new Map([['MED-40', [{ lotId: 'M2', quantity: meters('50') }, { lotId: 'M1', quantity: meters('10') }]]]), []);
    material.use('report-1', material.pick([{ itemId: 'MED-40', quantity: meters('4') }])!);

    const picked = material.pick([{ itemId: 'MED-40', quantity: meters('15') }]);

    expect(picked).toEqual([expect.objectContaining({ lotId: 'M1', quantity: meters('6') }), expect.objectContaining({ lotId: 'M2', quantity: meters('9') })]);
    expect(material.pick([{ itemId: 'MED-40', quantity: meters('57') }])).toBeUndefined();
  });

  it('counts a use until a look at the stock that began after the ERP had it', () => {
    const material = new Material();
    const stock = (value: string) => new Map([['PK-1', [{ quantity: { value, unit: 'H87' } }]]]);
    const need = (value: string) => [{ itemId: 'PK-1', quantity: { value, unit: 'H87' } }];
    material.see(stock('10'), []);
    material.use('report-1', material.pick(need('6'))!);

    const lookBegan = material.beforeLook();
    material.markPosted('report-1'); // between the question and its answer
    material.see(stock('10'), lookBegan);
    expect(material.pick(need('5'))).toBeUndefined();

    material.see(stock('4'), material.beforeLook());
    expect(material.pick(need('4'))).toHaveLength(1);
    expect(material.pick(need('5'))).toBeUndefined();
  });

  it('is needed in amounts that add up exactly, whatever was rounded', () => {
    const component = { itemId: 'ADH-50', required: { value: '1', unit: 'LTR' }, issueMethod: 'reported' as const };

    const portions = [[0, 1], [1, 2], [2, 3]].map(([from, to]) => needsOf([component], '3', from, to)[0].quantity.value);

    expect(portions).toEqual(['0.333', '0.334', '0.333']);
    expect(needsOf([{ ...component, issueMethod: 'backflush' }], '3', 0, 3)).toEqual([]);
  });
});
