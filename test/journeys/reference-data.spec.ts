import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';

describe('the codes of a plant', () => {
  let gateway: GatewayStand;

  beforeAll(async () => { gateway = await openGateway(); });
  afterAll(() => gateway.close());

  const get = async (path: string) => (await gateway.request({ method: 'GET', url: `/process/v1/sites/BER1${path}` })).json<{ items: { code: string }[] }>();

  it('shows the plant with its shifts', async () => {
    expect(await get('')).toEqual({
      siteId: 'BER1', name: 'Berlin', currency: 'EUR',
      calendar: {
        timeZone: 'Europe/Berlin', dayStartsAt: '06:00',
        shifts: [
          { shiftId: 'early', name: 'Early shift', startsAt: '06:00', endsAt: '14:00' },
          { shiftId: 'late', name: 'Late shift', startsAt: '14:00', endsAt: '22:00' },
          { shiftId: 'night', name: 'Night shift', startsAt: '22:00', endsAt: '06:00' },
        ],
      },
    });
  });

  it.each([['reasons', 'BURR'], ['units', 'H87'], ['workCenters', 'WC-20'], ['downtimeReasons', 'TOOL_CHANGE']])('lists the %s', async (list, code) => {
    const answer = await get(`/reference-data/${list}`);

    expect(answer.items).toContainEqual({ code, description: expect.stringMatching(/./), active: true });
    expect(answer).toMatchObject({ nextCursor: null });
  });

  it('has no other list', async () => {
    expect(await get('/reference-data/colours')).toMatchObject({ status: 404, code: 'NOT_FOUND', findings: [{ path: '/path/list' }] });
  });
});
