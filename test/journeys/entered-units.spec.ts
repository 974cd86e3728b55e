import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

/** Work order WO-1001 counts pieces, 3 of which weigh 2 kg: the ERP converts and rounds what it books, and keeps what was entered. */
describe('the answer of the ERP to a report', () => {
  let gateway: GatewayStand;
  beforeEach(async () => {
    gateway = await openGateway();
    await gateway.readOrders('BER1');
  });
  afterEach(() => gateway.close());

  const quantity = (value: string, unit: string) => ({ value, unit });

  it.each([
    ['in kilograms', { yield: quantity('1.100', 'KGM'), scrap: [{ quantity: quantity('0.5', 'KGM'), reasonCode: 'BURR' }], rework: quantity('0.25', 'KGM') }],
    ['with zeros that mean nothing', { yield: quantity('007.0', 'H87'), scrap: [{ quantity: quantity('1.0', 'H87'), reasonCode: 'BURR' }, { quantity: quantity('2', 'H87'), reasonCode: 'SCRATCH' }] }],
    ['without scrap', { yield: quantity('3', 'H87'), scrap: [] }],
  ])('%s agrees with what was sent: it is posted at once, not in doubt', async (_name, amounts) => {
    const answer = await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: { ...GOOD_CONFIRMATION, operationId: '0010', ...amounts } });

    await gateway.deliver();

    const message = (await gateway.request({ method: 'GET', url: answer.headers.location! })).json<{ state: string; error?: unknown }>();
    expect(message.error).toBeUndefined();
    expect(message.state).toBe('posted');
  });
});
