import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';

describe('the codes of a plant', () => {
  let gateway: GatewayStand;

  beforeAll(async () => { gateway = await openGateway(); });
  afterAll(() => gateway.close());

  const get = async (path: string) => (await gateway.request({ method: 'GET', url: `/process/v1/sites/BER1${path}` })).json<{ items: { code: string }[] }>();

  it('shows the plant with its shifts, days and breaks', async () => {
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
      workCalendar: {
        workDays: [1, 2, 3, 4, 5, 6, 7], nonWorkingDays: [],
        breaks: [{ shiftId: 'early', startsAt: '10:00', endsAt: '10:30' }, { shiftId: 'late', startsAt: '18:00', endsAt: '18:30' }, { shiftId: 'night', startsAt: '02:00', endsAt: '02:30' }],
      },
    });
  });

  it.each([['reasons', 'BURR'], ['units', 'H87'], ['workCenters', 'WC-20']])('lists the %s', async (list, code) => {
    const answer = await get(`/reference-data/${list}`);

    expect(answer.items).toContainEqual({ code, description: expect.stringMatching(/./), active: true });
    expect(answer).toMatchObject({ nextCursor: null });
  });

  it('lists the downtime reasons as a tree', async () => {
    const { items } = await get('/reference-data/downtimeReasons');

    expect(items.slice(3)).toEqual([
      { code: 'TOOL_CHANGE', description: 'Tool change', parentCode: 'PLANNED', isPlanned: true, active: true },
      { code: 'CLEANING', description: 'Cleaning, planned', parentCode: 'PLANNED', isPlanned: true, active: true },
      { code: 'MAINTENANCE', description: 'Maintenance, planned', parentCode: 'PLANNED', isPlanned: true, active: true },
      { code: 'TECHNICAL', description: 'Technical', isPlanned: false, active: true },
      { code: 'ORGANIZATION', description: 'Organization', isPlanned: false, active: true },
      { code: 'PLANNED', description: 'Planned', isPlanned: true, active: true },
    ]);
  });

  it.each(['aps', 'qms', 'edge', 'quality'] as const)('is read by %s too, who plans, judges or reports by it', async (role) => {
    for (const path of ['', '/reference-data/downtimeReasons']) expect((await gateway.request({ method: 'GET', url: `/process/v1/sites/BER1${path}`, role })).statusCode).toBe(200);
  });

  it('has no other list', async () => {
    expect(await get('/reference-data/colours')).toMatchObject({ status: 404, code: 'NOT_FOUND', findings: [{ path: '/path/list' }] });
  });
});
