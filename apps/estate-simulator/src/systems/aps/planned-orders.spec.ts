import { describe, expect, it } from '@jest/globals';
import type { CustomerOrder, DemandForecast } from '@plantway/canonical';
import { estatePlants } from '../../plants/estate-plant.js';
import { CustomerDemand } from '../crm/customer-demand.js';
import { proposeOrders } from './planned-orders.js';

const [BERLIN] = estatePlants();
const NOW = Date.parse('2026-11-22T08:10:00Z'); // a Sunday
const UNIT = 'H87';

function line(lineId: string, value: string, requestedOn: string, more: Partial<CustomerOrder['lines'][number]> = {}): CustomerOrder['lines'][number] {
  return { lineId, itemId: 'FG-100', quantity: { value, unit: UNIT }, requestedOn, ...more };
}

function customerOrder(customerOrderId: string, lines: CustomerOrder['lines'], status: CustomerOrder['status'] = 'open'): CustomerOrder {
  return { customerOrderId, siteId: 'BER1', customerId: 'C-1', status, lines };
}

function forecast(value: string, itemId = 'FG-100'): DemandForecast {
  return { forecastId: `FC-${itemId}`, siteId: 'BER1', itemId, startsOn: '2026-11-23', endsOn: '2026-11-29', quantity: { value, unit: UNIT } };
}

function proposed(customerOrders: readonly CustomerOrder[], forecasts: readonly DemandForecast[] = [], covered: readonly string[] = []) {
  return proposeOrders(BERLIN, { customerOrders, forecasts }, (demand) => covered.includes(demand), NOW);
}

describe('what the planning system proposes', () => {
  it('is an order for each line of a customer, ready two days before he wants it', () => {
    const orders = proposed([customerOrder('CO-1', [line('10', '20', '2026-12-01'), line('20', '5', '2026-12-02')])]);

    expect(orders.map(({ demand }) => demand)).toEqual(['CO-1/10', 'CO-1/20']);
    expect(orders[0].order).toEqual({
      itemId: 'FG-100', quantity: { value: '20', unit: UNIT }, startAt: '2026-11-28T17:00:00.000Z', dueAt: '2026-11-29T05:00:00.000Z', customerOrderId: 'CO-1', customerOrderLineId: '10',
    });
  });

  it('begins in the next whole hour but one when it is late for that', () => {
    expect(proposed([customerOrder('CO-1', [line('10', '20', '2026-11-23')])])[0].order).toMatchObject({ startAt: '2026-11-22T10:00:00.000Z', dueAt: '2026-11-22T22:00:00.000Z' });
  });

  it('is nothing for a line that has a work order or a planned order, or whose order is done with', () => {
    const lines = [line('10', '20', '2026-12-01', { workOrderId: 'WO-7' }), line('20', '20', '2026-12-01'), line('30', '20', '2026-12-01')];

    expect(proposed([customerOrder('CO-1', lines), customerOrder('CO-2', [line('10', '1', '2026-12-01')], 'cancelled')], [], ['CO-1/20']).map(({ demand }) => demand)).toEqual(['CO-1/30']);
  });

  it('is of a forecast what customers have not ordered for its days, whoever makes that, and to the last decimal', () => {
    const lines = [line('10', '0.1', '2026-11-23'), line('20', '0.2', '2026-11-29', { workOrderId: 'WO-7' }), line('30', '9', '2026-11-30'), line('40', '9', '2026-11-25', { itemId: 'FG-200' })];

    const stock = proposed([customerOrder('CO-1', lines), customerOrder('CO-2', [line('10', '5', '2026-11-25')], 'cancelled')], [forecast('0.4')]).filter(({ order }) => order.customerOrderId === undefined);

    expect(stock).toEqual([{ demand: 'FC-FG-100', order: { itemId: 'FG-100', quantity: { value: '0.1', unit: UNIT }, startAt: '2026-11-22T10:00:00.000Z', dueAt: '2026-11-22T22:00:00.000Z' } }]);
  });

  it.each(['40', '41'])('is nothing of a forecast of 40 of which customers have ordered %s', (ordered) => {
    expect(proposed([customerOrder('CO-1', [line('10', ordered, '2026-11-25')])], [forecast('40')]).map(({ demand }) => demand)).toEqual(['CO-1/10']);
  });

  it('is a forecast once', () => {
    expect(proposed([], [forecast('40'), forecast('30', 'FG-200')], ['FC-FG-100']).map(({ demand }) => demand)).toEqual(['FC-FG-200']);
  });

  it('refuses to count a line against a forecast in another unit', () => {
    expect(() => proposed([customerOrder('CO-1', [line('10', '1', '2026-11-25', { quantity: { value: '1', unit: 'KGM' } })])], [forecast('40')])).toThrow('different units');
  });
});

describe('what customers are expected to want', () => {
  it.each([['a Sunday', '2026-11-22T22:59:00Z', '2026-11-23'], ['a Monday, which has begun in Berlin', '2026-11-22T23:00:00Z', '2026-11-30'], ['a Saturday', '2026-11-28T12:00:00Z', '2026-11-30']])(
    'is told of the week from Monday to Sunday that comes after %s', (_day, at, startsOn) => {
      const forecasts = new CustomerDemand(BERLIN, 1).forecasts(Date.parse(at));

      expect(forecasts.length).toBeGreaterThan(0);
      for (const each of forecasts) expect([each.startsOn, Date.parse(each.endsOn) - Date.parse(each.startsOn)]).toEqual([startsOn, 6 * 86_400_000]);
    });
});
