import { describe, expect, it } from '@jest/globals';
import { MESSAGE_KINDS } from '@plantway/canonical';
import { CUSTOMER_SIDE, ERP_SIDE, MAINTENANCE_SIDE, MES_SIDE, PLANNING_SIDE, QUALITY_SIDE, SIDE_OF_KIND, type OtherSide, type SystemSide } from '@plantway/ports';
import { deliveryFlows, type DeliveryFlowsBindings } from './delivery-flows.js';

const SIDES: Readonly<Partial<Record<SystemSide, OtherSide>>> = { erp: ERP_SIDE, mes: MES_SIDE, planning: PLANNING_SIDE, maintenance: MAINTENANCE_SIDE, customer: CUSTOMER_SIDE, quality: QUALITY_SIDE };

describe('the flows of the worker', () => {
  const flows = deliveryFlows({ systems: {} } as DeliveryFlowsBindings);

  it('are one for each kind of message', () => {
    expect(flows.map(({ kind }) => kind).sort()).toEqual([...MESSAGE_KINDS].sort());
  });

  it('write to the system whose pace their messages are sent at', () => {
    const reachingOthers = flows.filter(({ kind }) => SIDE_OF_KIND[kind] !== 'gateway');

    expect(reachingOthers.map(({ kind, otherSide = ERP_SIDE }) => [kind, otherSide])).toEqual(reachingOthers.map(({ kind }) => [kind, SIDES[SIDE_OF_KIND[kind]]]));
  });
});
