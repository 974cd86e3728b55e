import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { HoldScopeDto, toHoldScope } from './hold-scope.dto.js';

const faultsOf = (scope: object): readonly string[] => validateSync(plainToInstance(HoldScopeDto, scope), { whitelist: true, forbidNonWhitelisted: true }).map(({ property }) => property);

describe('What a hold is about', () => {
  it.each([
    { type: 'lot', itemId: 'FG-100', lotId: 'L-1' }, { type: 'workOrder', workOrderId: 'WO-1001' }, { type: 'workOrder', workOrderId: 'WO-1001', operationId: '0010' }, { type: 'equipment', equipmentId: 'WU-10-A' },
  ])('is of one kind: %j', (scope) => {
    expect(faultsOf(scope)).toEqual([]);
    expect(toHoldScope(plainToInstance(HoldScopeDto, scope))).toEqual(scope);
  });

  it.each([
    [{ type: 'lot', itemId: 'FG-100' }, ['lotId']], [{ type: 'lot', lotId: 'L-1' }, ['itemId']], [{ type: 'workOrder' }, ['workOrderId']], [{ type: 'equipment' }, ['equipmentId']],
    [{ type: 'lot', itemId: 'FG-100', lotId: 'L-1', workOrderId: 'WO-1001' }, ['type']], [{ type: 'equipment', equipmentId: 'WU-10-A', operationId: '0010' }, ['type']], [{ type: 'room' }, ['type']],
  ])('is not %j', (scope, faults) => {
    expect(faultsOf(scope)).toEqual(faults);
  });

  it('has no null where nothing is said', () => {
    expect(toHoldScope({ type: 'workOrder', workOrderId: 'WO-1001', operationId: null as unknown as string })).toEqual({ type: 'workOrder', workOrderId: 'WO-1001' });
  });
});
