import { describe, expect, it } from '@jest/globals';
import type { BillOfMaterial, Routing, WorkOrder, WorkOrderOperation } from '@plantway/canonical';
import type { ReleaseFacts } from './release-facts.js';
import { releaseFindings } from './release-rules.js';

const nothing = { value: '0', unit: 'H87' };
const operation: WorkOrderOperation = { operationId: '0010', description: 'Milling', workCenterId: 'WC-10', status: 'created', yieldConfirmed: nothing, scrapConfirmed: nothing, reworkConfirmed: nothing, remaining: { value: '100', unit: 'H87' } };
const order: WorkOrder = {
  workOrderId: 'WO-1', siteId: 'BER1', itemId: 'FG-100', quantity: { value: '100', unit: 'H87' }, overDeliveryTolerancePercent: '5', status: 'created',
  startAt: '2026-11-22T09:00:00.000Z', dueAt: '2026-11-24T09:00:00.000Z', operations: [operation], components: [], revision: '7',
};
const valid = { itemId: 'FG-100', revision: 'A', validFrom: '2026-11-22', validTo: '2026-11-22' };
const facts: ReleaseFacts = {
  order,
  billOfMaterial: { ...valid, lotSize: { value: '1', unit: 'H87' }, components: [] } as BillOfMaterial,
  routing: { ...valid, operations: [] } as Routing,
  workCenters: [{ code: 'WC-10', description: 'Machining', active: true }],
  components: [{ itemId: 'CP-2', needed: { value: '200', unit: 'H87' }, available: { value: '200', unit: 'H87' } }],
  startsOn: '2026-11-22',
  now: new Date('2026-11-22T08:00:00Z'),
};
const withOrder = (change: Partial<WorkOrder>): ReleaseFacts => ({ ...facts, order: { ...order, ...change } });

describe('the rules of release', () => {
  it('let an order pass that is just so: valid on its only day, stock just enough, due now', () => {
    expect(releaseFindings({ ...facts, now: new Date(order.dueAt) }, '7')).toEqual([]);
  });

  it.each<[string, ReleaseFacts, string]>([
    ['released before', withOrder({ status: 'released' }), 'ORDER_STATUS'],
    ['only planned', withOrder({ status: 'planned' }), 'ORDER_STATUS'],
    ['cancelled', withOrder({ status: 'cancelled' }), 'ORDER_STATUS'],
    ['held', withOrder({ status: 'held' }), 'ORDER_HELD'],
    ['changed since the planner saw it', withOrder({ revision: '8' }), 'REVISION_STALE'],
    ['without a bill', { ...facts, billOfMaterial: undefined } as unknown as ReleaseFacts, 'BILL_NOT_VALID'],
    ['with a bill of tomorrow', { ...facts, startsOn: '2026-11-21' , routing: { ...facts.routing!, validFrom: '2026-01-01' } }, 'BILL_NOT_VALID'],
    ['with a bill of yesterday', { ...facts, startsOn: '2026-11-23', routing: { ...facts.routing!, validTo: '2027-01-01' } }, 'BILL_NOT_VALID'],
    ['without a routing', { ...facts, routing: undefined } as unknown as ReleaseFacts, 'ROUTING_NOT_VALID'],
    ['without an operation', withOrder({ operations: [] }), 'ROUTING_NOT_VALID'],
    ['one piece short', { ...facts, components: [{ ...facts.components[0], available: { value: '199.999', unit: 'H87' } }] }, 'COMPONENT_SHORT'],
    ['at a closed work center', { ...facts, workCenters: [{ ...facts.workCenters[0], active: false }] }, 'WORK_CENTER_CLOSED'],
    ['at an unknown work center', { ...facts, workCenters: [] }, 'WORK_CENTER_CLOSED'],
    ['due before it starts', withOrder({ dueAt: '2026-11-22T08:59:59.999Z' }), 'DATES_INVALID'],
    ['late already', { ...facts, now: new Date('2026-11-24T09:00:00.001Z') }, 'DATES_INVALID'],
  ])('name an order that is %s', (_what, broken, rule) => {
    expect(releaseFindings(broken, '7').map(({ code }) => code)).toEqual([rule]);
  });
});
