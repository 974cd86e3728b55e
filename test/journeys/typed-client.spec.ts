import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProcessClient, createSystemErpApiClient, problemOf, type ClientConnection } from '@plantway/clients';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

/** The generated clients over the network, as a MES vendor's engineer meets them. */
describe('the typed clients', () => {
  let gateway: GatewayStand;
  let connection: ClientConnection;
  const path = { siteId: 'BER1' };

  beforeAll(async () => {
    gateway = await openGateway();
    await gateway.app.listen(0, '127.0.0.1');
    connection = { baseUrl: await gateway.app.getUrl(), apiKey: gateway.keys.mes };
  });
  afterAll(() => gateway.close());

  it('report production and read what became of it', async () => {
    const client = createProcessClient(connection);
    const body = { ...GOOD_CONFIRMATION, confirmationId: 'client-1', scrap: [...GOOD_CONFIRMATION.scrap] };

    const { data: accepted, status } = await client.confirmProduction({ path, body });
    await gateway.deliver();
    const { data: message } = await client.readProductionConfirmation({ path: { ...path, confirmationId: 'client-1' } });

    expect(status).toBe(202);
    expect(message).toMatchObject({ messageId: accepted.messageId, state: 'posted', erp: { backend: 'erp-simulated' } });
  });

  it('read orders and master data', async () => {
    const { data } = await createSystemErpApiClient(connection).readWorkOrder({ path: { ...path, workOrderId: 'WO-1002' } });

    expect(data).toMatchObject({ workOrderId: 'WO-1002', itemId: 'FG-100', status: 'created' });
  });

  it('throw a refusal with its problem', async () => {
    const refused = createProcessClient(connection).confirmProduction({ path, body: { ...GOOD_CONFIRMATION, scrap: [], yield: { value: '-1', unit: 'H87' } } });

    const problem = await refused.then(() => undefined, problemOf);

    expect(problem).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', findings: [{ path: '/yield/value' }] });
  });

  it('tell a gateway that is not there from one that refuses', async () => {
    const nobody = createProcessClient({ ...connection, baseUrl: 'http://127.0.0.1:1' }).readSite({ path });

    const problem = await nobody.then(() => 'an answer', (error: unknown) => problemOf(error) ?? 'no problem was answered');

    expect(problem).toBe('no problem was answered');
  });
});
