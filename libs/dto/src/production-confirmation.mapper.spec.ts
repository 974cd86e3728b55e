import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { ProductionConfirmationDto } from './production-confirmation.dto.js';
import { toProductionConfirmation } from './production-confirmation.mapper.js';

const smallest = {
  confirmationId: 'mes-000123', workOrderId: 'WO-1001', operationId: '0020', kind: 'partial', yield: { value: '012.50', unit: 'KGM' },
  startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00.5+01:00',
};
const canonicalSmallest = {
  confirmationId: 'mes-000123', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', kind: 'partial', cumulative: false, yield: { value: '12.5', unit: 'KGM' },
  scrap: [], producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [],
  startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T05:40:00.500Z', postingDate: '2026-11-23', productionDay: '2026-11-22', exceptionCodes: [],
};
const canonicalOf = (dto: unknown) => toProductionConfirmation(dto as ProductionConfirmationDto, 'BER1', '2026-11-23', '2026-11-22');

it('the smallest report becomes canonical: normal numbers, UTC, empty lists, both days', () => {
  expect(canonicalOf(smallest)).toStrictEqual(canonicalSmallest);
});

it('null, absent and default are the same', () => {
  const nothing = { ...smallest, replaces: null, sourceSequence: null, rework: null, workCenterId: null, equipmentId: null, postingDate: null };

  expect(canonicalOf(nothing)).toStrictEqual(canonicalSmallest);
  expect(canonicalOf(plainToInstance(ProductionConfirmationDto, nothing))).toStrictEqual(canonicalSmallest);
});

it('every field arrives, and ids are taken as they came', () => {
  const span = { startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00' };
  const utcSpan = { startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T05:40:00.000Z' };
  const pieces = (value: string) => ({ value, unit: 'H87' });

  const canonical = canonicalOf({
    ...smallest, kind: 'final', cumulative: true, replaces: 'mes-1', sourceSequence: 7, rework: pieces('2.0'), scrap: [{ quantity: pieces('1.0'), reasonCode: 'BURR' }],
    producedLots: [{ lotId: 'Los 7', quantity: pieces('12.0') }], serialNumbers: ['e\u0301'], genealogy: [{ serialNumber: 'S', componentSerialNumbers: ['P'] }],
    consumptions: [{ itemId: 'RM-1', lotId: 'A', quantity: pieces('1.10'), serialNumbers: ['Q'] }, { itemId: 'CP-2', backflush: true, quantity: null }],
    otherOutputs: [{ itemId: 'X', type: 'byProduct', quantity: pieces('3.0'), lotId: 'B' }], labor: [{ crewId: 'C', activityCode: 'A', ...span }],
    machineTimes: [{ equipmentId: 'E', activityCode: 'setup', ...span }], workCenterId: 'WC-20', equipmentId: 'WU-1', exceptionCodes: ['LATE'],
  });

  expect(canonical).toStrictEqual({
    ...canonicalSmallest, kind: 'final', cumulative: true, replaces: 'mes-1', sourceSequence: 7, rework: pieces('2'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }],
    producedLots: [{ lotId: 'Los 7', quantity: pieces('12') }], serialNumbers: ['e\u0301'], genealogy: [{ serialNumber: 'S', componentSerialNumbers: ['P'] }],
    consumptions: [{ itemId: 'RM-1', lotId: 'A', quantity: pieces('1.1'), serialNumbers: ['Q'], backflush: false }, { itemId: 'CP-2', serialNumbers: [], backflush: true }],
    otherOutputs: [{ itemId: 'X', type: 'byProduct', quantity: pieces('3'), lotId: 'B' }], labor: [{ crewId: 'C', activityCode: 'A', ...utcSpan }],
    machineTimes: [{ equipmentId: 'E', activityCode: 'setup', ...utcSpan }], workCenterId: 'WC-20', equipmentId: 'WU-1', exceptionCodes: ['LATE'],
  });
});
