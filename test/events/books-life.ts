import { mesPull } from '@plantway/backends/mes-pull';
import { ConservationCheck } from '@plantway/conservation';
import { WorkOrderRegister } from '@plantway/execution';
import type { Clock, ErpPort } from '@plantway/ports';
import type { SimulatedErp } from '@plantway/simulation';
import type { Pool } from 'pg';

/** Somebody confirms a piece on a screen of the ERP, which is found, and takes it back. */
export async function liveInTheBooks(pool: Pool, clock: Clock, erp: ErpPort, simulation: SimulatedErp): Promise<void> {
  const check = new ConservationCheck({ pool, erp, mes: mesPull(clock), clock });
  const good = { value: '1', unit: 'H87' };
  const order = { workOrderId: 'WO-8001', itemId: 'FG-100', quantity: { ...good, value: '100' }, overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z' };
  await simulation.apply({ type: 'createOrder', order });
  const entered = await simulation.apply({
    type: 'confirm', reference: 'BY-HAND', workOrderId: 'WO-8001', operationId: '0010', kind: 'partial', postingDate: '2026-11-22', yield: good, scrap: [], producedLots: [], serialNumbers: [], consumptions: [], otherOutputs: [], activities: [], user: 'J. Meier',
  });
  if (!entered.posted) throw new Error(entered.message);
  await new WorkOrderRegister(pool, erp).refreshOne('BER1', 'WO-8001');
  await check.turn('BER1');
  await check.turn('BER1');
  await simulation.apply({ type: 'reverse', reference: 'BY-HAND', confirmationNumber: entered.result.number, postingDate: '2026-11-22', user: 'J. Meier' });
  await check.turn('BER1');
}
