import { describe, expect, it } from '@jest/globals';
import { AT, confirmation, engineOf, pieces, posted, refused } from '../../../test/erp-engine.fixture.js';

const change = { type: 'changeOrder', at: AT, workOrderId: 'WO-1001' } as const; // 100 FG-100: 75 kg RM-1, 200 CP-2

describe('the change of an order by a clerk', () => {
  it('gives it another quantity, with what its components need, and raises its revision', () => {
    const engine = engineOf();
    const before = engine.order('WO-1001')!;

    const after = posted(engine, { ...change, quantity: pieces('120') });

    expect(after).toEqual({
      ...before, quantity: pieces('120'), revision: before.revision + 1, components: before.components.map((component, index) => ({ ...component, required: ['90', '240'][index] })),
    });
    expect(engine.order('WO-1001')).toEqual(after);
  });

  it('takes the quantity in any unit of the item, in base units afterwards', () => {
    expect(posted(engineOf(), { ...change, quantity: { value: '30', unit: 'KGM' } }).quantity).toEqual(pieces('45')); // 3 pieces are 2 kg
  });

  it('gives it other dates and leaves what is not named', () => {
    const engine = engineOf();
    const before = engine.order('WO-1001')!;

    expect(posted(engine, { ...change, dueAt: '2026-12-01T08:00:00.000Z' })).toEqual({ ...before, dueAt: '2026-12-01T08:00:00.000Z', revision: before.revision + 1 });
    expect(posted(engine, { ...change, startAt: '2026-11-24T08:00:00.000Z' })).toEqual({
      ...before, startAt: '2026-11-24T08:00:00.000Z', dueAt: '2026-12-01T08:00:00.000Z', revision: before.revision + 2,
    });
  });

  it('keeps what was confirmed and issued, and the new quantity is the limit of what follows', () => {
    const engine = engineOf();
    posted(engine, confirmation({ yield: pieces('60') }));
    const before = engine.order('WO-1001')!;

    const after = posted(engine, { ...change, quantity: pieces('60') });

    expect(after.operations).toEqual(before.operations);
    expect(after.components.map(({ required, demanded, withdrawn }) => [required, demanded, withdrawn])).toEqual([['45', '45', '45'], ['120', '0', '0']]);
    posted(engine, confirmation({ yield: pieces('3') })); // 5 %
    expect(refused(engine, confirmation({ yield: pieces('1') }))).toBe('OVER_TOLERANCE');
  });

  it('is possible for a created order and for one on hold; a quantity may be raised although more is confirmed', () => {
    const engine = engineOf();
    posted(engine, { type: 'holdOrder', at: AT, workOrderId: 'WO-1001' });
    posted(engine, { ...change, workOrderId: 'WO-1002', quantity: pieces('70') });
    posted(engine, { ...change, quantity: pieces('99') });
    posted(engine, { type: 'resumeOrder', at: AT, workOrderId: 'WO-1001' });
    posted(engine, confirmation({ yield: pieces('103') }));

    expect(posted(engine, { ...change, quantity: pieces('101') }).quantity).toEqual(pieces('101'));
    expect(refused(engine, { ...change, quantity: pieces('100') })).toBe('BELOW_CONFIRMED');
  });
});
