import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProcessReadClient } from '@plantway/clients';
import type { ProcessReadPort } from '@plantway/ports';
import { processReads } from '../../apps/process-api/src/process-api.module.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

const BER1 = '/process/v1/sites/BER1';
const confirmation = (confirmationId: string, workOrderId: string) => ({
  confirmationId, workOrderId, operationId: '0010', kind: 'partial', yield: { value: '5', unit: 'H87' }, startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00',
});

/** What the consumer tier reads of the process tier, in the same process and over HTTP: both answer alike. */
describe('what is not finished', () => {
  let gateway: GatewayStand;
  let ports: readonly (readonly [string, ProcessReadPort])[];
  beforeAll(async () => {
    gateway = await openGateway({ latencyTargets: { productionConfirmation: 60 } });
    for (const id of ['C-1', 'C-2', 'C-3']) await gateway.request({ method: 'POST', url: `${BER1}/production-confirmations`, payload: confirmation(id, 'WO-NOWHERE') });
    await gateway.deliver(); // no ERP knows the order: parked, and what comes behind in its lane waits
    await gateway.request({ method: 'POST', url: '/process/v1/sites/MUC1/production-confirmations', payload: confirmation('M-1', 'WO-1') });
    await gateway.app.listen(0, '127.0.0.1');
    const baseUrl = await gateway.app.getUrl();
    ports = [['in the process', processReads(gateway.database.pool, gateway.clock, gateway.sites)], ['over HTTP', new ProcessReadClient({ baseUrl, apiKey: gateway.keys.supervisor })]];
  });
  afterAll(() => gateway.close());

  it('is counted by kind, alike in the process and over HTTP', async () => {
    for (const [how, port] of ports) {
      const { asOf, rows } = await port.backlog('BER1');
      expect({ how, asOf, rows }).toEqual({ how, asOf: '2026-11-22T08:00:00.000Z', rows: [{ kind: 'productionConfirmation', open: 3, stopped: 1, late: 0, oldestAcceptedAt: '2026-11-22T08:00:00.000Z' }] });
    }
  });

  it('is late once it is open for longer than the plant allows for its kind', async () => {
    await gateway.clock.advance(61_000);
    await gateway.request({ method: 'POST', url: `${BER1}/production-confirmations`, payload: confirmation('C-4', 'WO-NOWHERE') });

    for (const [how, port] of ports) {
      const [ofBerlin, ofMunich] = await Promise.all(['BER1', 'MUC1'].map(async (siteId) => (await port.backlog(siteId)).rows));
      expect({ how, ofBerlin, ofMunich }).toMatchObject({ how, ofBerlin: [{ open: 4, late: 3 }], ofMunich: [{ open: 1, late: 1 }] });
    }
    await gateway.request({ method: 'POST', url: `${BER1}/quality-events`, role: 'qms', payload: { type: 'hold', qualityEventId: 'Q-1', holdId: 'H-1', occurredAt: '2026-11-22T08:00:00Z', scope: { type: 'lot', itemId: 'FG-100', lotId: 'L-1' }, reason: 'burr on the edge' } });
    await gateway.clock.advance(86_400_000);

    expect((await ports[0][1].backlog('BER1')).rows).toMatchObject([{ kind: 'productionConfirmation', open: 4, late: 4 }, { kind: 'qualityDecision', open: 1, late: 0 }]);
  });

  it('names what only a person can move on, with who and what to do', async () => {
    for (const [how, port] of ports) {
      const { items, nextCursor } = await port.exceptions('BER1', { limit: 10 });
      expect({ how, items, nextCursor }).toMatchObject({ how, nextCursor: null, items: [{ siteId: 'BER1', kind: 'productionConfirmation', state: 'parked', senderId: 'C-1', workOrderId: 'WO-NOWHERE', error: { owner: expect.any(String), fix: expect.any(String) } }] });
    }
  });

  it('refuses a cursor that no list gave', async () => {
    for (const [, port] of ports) await expect(port.exceptions('BER1', { cursor: 'made-up' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is a process tier that is away, when nobody answers', async () => {
    const nobody = new ProcessReadClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'pw_x', timeoutMs: 500 });

    await expect(nobody.backlog('BER1')).rejects.toMatchObject({ code: 'PROCESS_API_UNAVAILABLE', kind: 'technical' });
  });

  it('is what supervisors read at the consumer API, page by page', async () => {
    const read = async (path: string) => (await gateway.request({ method: 'GET', url: `/consumer/v1/sites/BER1/${path}`, role: 'supervisor' })).json<Record<string, unknown>>();

    expect(await read('backlog')).toMatchObject({ rows: [{ kind: 'productionConfirmation', open: 4, stopped: 1, late: 4 }, { kind: 'qualityDecision', open: 1, stopped: 0, late: 0 }] });
    expect(await read('exceptions?limit=1')).toMatchObject({ nextCursor: null, items: [{ senderId: 'C-1', links: { message: expect.stringMatching(/^\/process\/v1\/sites\/BER1\/messages\//) } }] });
    expect(await read('overview')).toMatchObject({ lateMessages: 4, backlog: { open: 5, stopped: 1 } });
  });
});
