import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpEquipmentEventSink } from '@plantway/clients';
import type { EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventSink } from '@plantway/ports';
import { ACCESS_MATRIX, AccessRules, ROLES, type Role } from '@plantway/security';
import { DEFAULT_OWNERSHIP, OWNED_OBJECTS, type OwnedObject } from '@plantway/sites';
import { equipmentEventSink } from '../../apps/process-api/src/process-api.module.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

const SITE = '/process/v1/sites/BER1';
const AT = '2026-11-22T08:40:00+01:00';
const pieces = (value: string) => ({ value, unit: 'H87' });
const report = { confirmationId: 'OWN-1', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: pieces('5'), startedAt: '2026-11-22T08:00:00+01:00', finishedAt: AT };
const quality = { occurredAt: AT, scope: { type: 'lot', itemId: 'FG-100', lotId: 'L-1' }, reason: 'burr on the long edge' };

/** How each object comes in from outside; a new owned object needs a row to compile. */
const WRITES: Readonly<Record<OwnedObject, readonly [route: string, body: object]>> = {
  productionConfirmation: ['/production-confirmations', report],
  confirmationReversal: ['/production-confirmations/:confirmationId/reversal', {}],
  materialConsumption: ['/material-consumptions', { consumptionId: 'OWN-2', workOrderId: 'WO-1001', operationId: '0020', itemId: 'CP-2', quantity: pieces('5'), consumedAt: AT }],
  workOrderRelease: ['/work-orders/:workOrderId/release', {}],
  workOrderChange: ['/work-orders/:workOrderId/change', { verb: 'hold' }],
  jobOrderAcknowledgement: ['/job-orders/:jobOrderId/acknowledgement', { version: 1, answer: 'accepted' }],
  plannedOrder: ['/planned-orders', { plannedOrderId: 'OWN-3', itemId: 'FG-100', quantity: pieces('60'), startAt: '2026-11-23T05:00:00Z', dueAt: '2026-11-25T13:00:00Z' }],
  plannedOrderConversion: ['/planned-orders/:plannedOrderId/conversion', {}],
  scheduleVersion: ['/schedule-versions', { scheduleVersionId: 'OWN-4', version: 1, createdAt: AT, frozenUntil: AT, reason: 'regular', replanRequestIds: [], operations: [] }],
  nonconformity: ['/quality-events', { ...quality, type: 'nonconformity', qualityEventId: 'OWN-5', defectCode: 'BURR', quantity: pieces('3') }],
  qualityDecision: ['/quality-events', { ...quality, type: 'hold', qualityEventId: 'OWN-6', holdId: 'OWN-H' }],
  equipmentEvent: ['/equipment-events', { events: [{ eventId: 'OWN-7', equipmentId: 'WU-20-A', type: 'state', state: 'idle', occurredAt: AT }] }],
  downtimeReason: ['/downtimes/:downtimeId/reason', { reasonCode: 'MECHANICAL_FAILURE' }],
};
const rules = new AccessRules(ACCESS_MATRIX);
/** Roles that the door lets in: ownership is judged behind it. */
const mayKnock = (object: OwnedObject): readonly string[] => rules.ruleOf('POST', `/process/v1/sites/:siteId${WRITES[object][0]}`) as readonly string[];
const roleOf = (object: OwnedObject): Role => ROLES.find((role) => role !== 'admin' && mayKnock(object).includes(role))!;

/** A plant at which somebody else owns everything. */
describe('what somebody else owns', () => {
  let gateway: GatewayStand;
  beforeAll(async () => { gateway = await openGateway({ ownership: Object.fromEntries(OWNED_OBJECTS.map((object) => [object, ['source:nobody']])) }); });
  afterAll(() => gateway.close());

  const write = async (object: OwnedObject, role: Role = roleOf(object)) => {
    const [route, payload] = WRITES[object];
    return gateway.request({ method: 'POST', url: `${SITE}${route.replace(/:\w+/, 'OWN-0')}`, role, payload });
  };

  it('has a way in for every object that can be owned', () => {
    expect(Object.keys(WRITES).sort()).toEqual([...OWNED_OBJECTS].sort());
  });

  it.each(OWNED_OBJECTS)('is refused to others: %s', async (object) => {
    const before = await gateway.countMessages();

    const answer = await write(object);

    expect({ status: answer.statusCode, ...answer.json<object>() }).toMatchObject({ status: 403, code: 'NOT_OWNER', object, owners: ['source:nobody'] });
    expect(await gateway.countMessages()).toBe(before);
  });

  it('is refused as a whole when many reports come at once', async () => {
    const before = await gateway.countMessages();

    const answer = await gateway.request({ method: 'POST', url: `${SITE}/production-confirmations/batch`, payload: { items: [report, { ...report, confirmationId: 'OWN-8', replaces: 'OWN-1' }] } });

    expect(answer.json()).toMatchObject({ status: 403, code: 'NOT_OWNER', object: 'productionConfirmation' });
    expect(await gateway.countMessages()).toBe(before);
  });

  it('is refused to a listener event by event and not to be tried again, in one process with us and over HTTP', async () => {
    const said: EquipmentEvent = { eventId: 'OWN-9', siteId: 'BER1', equipmentId: 'WU-20-A', type: 'state', state: 'idle', occurredAt: '2026-11-22T07:40:00.000Z' };
    if (gateway.app.getHttpServer().address() === null) await gateway.app.listen(0, '127.0.0.1');
    const sinks: readonly EquipmentEventSink[] = [
      equipmentEventSink({ ...gateway, pool: gateway.database.pool, businessNow: () => gateway.clock.now() }), new HttpEquipmentEventSink({ baseUrl: await gateway.app.getUrl(), apiKey: gateway.keys.edge }),
    ];

    for (const sink of sinks) {
      expect(await sink.take('BER1', 'equipment-mqtt', [said, { ...said, eventId: 'OWN-10' }])).toEqual(
        ['OWN-9', 'OWN-10'].map((eventId) => ({ eventId, outcome: 'refused', code: 'NOT_OWNER', reason: expect.stringContaining('equipmentEvent is owned by source:nobody') })));
    }
  });

  it('is the administrator’s too, who may write everything', async () => {
    expect((await write('productionConfirmation', 'admin')).statusCode).toBe(202);
  });
});

describe('who owns what where a plant says nothing', () => {
  it.each(OWNED_OBJECTS)('is let in by the door: %s', (object) => {
    expect(mayKnock(object)).toEqual(expect.arrayContaining([...DEFAULT_OWNERSHIP[object]]));
  });

  it('lets an edge gateway report what was produced, and correct it, without the right to take reports back', async () => {
    const gateway = await openGateway({ ownership: { confirmationReversal: ['supervisor'] } });
    const post = async (body: object) => (await gateway.request({ method: 'POST', url: `${SITE}/production-confirmations`, role: 'edge', payload: body })).statusCode;

    expect([await post(report), await post({ ...report, confirmationId: 'OWN-11', replaces: 'OWN-1' })]).toEqual([202, 202]);

    await gateway.close();
  });
});
