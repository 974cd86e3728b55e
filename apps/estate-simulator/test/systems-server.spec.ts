import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BEGIN, SystemsStand } from './systems-stand.js';

const CAUSE = { trigger: 'equipmentDown', objectId: 'WU-10-A@1', occurredAt: BEGIN, equipmentId: 'WU-10-A' };
const REPLAN = { replanRequestId: 'LINE-1@1', siteId: 'BER1', lineId: 'LINE-1', windowStartsAt: BEGIN, windowEndsAt: '2026-11-22T08:05:00Z', causes: [CAUSE], causeCount: 1 };
const REQUEST = { maintenanceRequestId: 'd-1', siteId: 'BER1', equipmentId: 'WU-10-A', failedAt: BEGIN, priority: 'high', text: 'It stands still.' };
const NONCONFORMITY = { qualityEventId: 'nc-1', type: 'nonconformity', siteId: 'BER1', occurredAt: BEGIN, scope: { type: 'lot', itemId: 'SA-10', lotId: 'SA10-A' }, defectCode: 'BURR' };

/** The write of each family: where, under which name, and what. */
const WRITES = [
  ['aps', 'replans', 'request', REPLAN], ['cmms', 'requests', 'request', REQUEST], ['crm', 'promises', 'update', undefined], ['qms', 'nonconformities', 'nonconformity', NONCONFORMITY],
] as const;

describe('the wire of the business systems', () => {
  let stand: SystemsStand;
  beforeEach(async () => {
    stand = await SystemsStand.open();
  });
  afterEach(() => stand.close());

  async function command(given: object | undefined): Promise<object> {
    if (given !== undefined) return given;
    const { body } = await stand.get('/crm/BER1/orders');
    const [{ customerOrderId, lines: [{ lineId }] }] = body.rows;
    return { promiseUpdateId: `${customerOrderId}/${lineId}@1`, siteId: 'BER1', customerOrderId, lineId, workOrderId: 'WO-1', scheduledFinishAt: '2026-11-24T10:00:00Z', scheduleVersion: 1 };
  }

  it.each(WRITES)('takes a write of %s once, answers it again as before, and finds it after a restart', async (family, path, name, given) => {
    const body = { reference: 'ref-1', [name]: await command(given) };

    const first = await stand.post(`/${family}/BER1/${path}`, body);
    const again = await stand.post(`/${family}/BER1/${path}`, body);
    await stand.restart();
    const found = family === 'cmms' ? (await stand.get('/cmms/BER1/requests?reference=ref-1')).body.rows[0] : (await stand.get(`/${family}/BER1/${path}/ref-1`)).body;

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject(found);
    expect(first.body.reference).toBe('ref-1');
  });

  it.each(WRITES)('refuses %s what is malformed, unknown or another body under the same reference, with nothing taken', async (family, path, name, given) => {
    const whole = await command(given);
    const write = (body: unknown) => stand.post(`/${family}/BER1/${path}`, body);

    expect(await write({ reference: 'ref-1', [name]: { ...whole, siteId: 'CHI1' } })).toMatchObject({ status: 409, body: { code: 'MALFORMED', text: 'siteId must be that of the path.' } });
    expect(await write({ [name]: whole })).toMatchObject({ status: 409, body: { code: 'MALFORMED' } });
    expect(stand.factsOf(family).filter((fact) => 'reference' in fact)).toEqual([]);
    expect(await write({ reference: 'ref-1', [name]: whole })).toMatchObject({ status: 201 });
    expect(await write({ reference: 'ref-1', [name]: { ...whole, more: 1 } })).toMatchObject({ status: 409, body: { code: 'REFERENCE_TAKEN' } });
    expect(await stand.call('POST', `/${family}/BER1/${path}`, {}, { 'x-system-key': 'wrong' })).toMatchObject({ status: 401, body: { code: 'KEY_INVALID' } });
    expect(await stand.post(`/${family}/PAR1/${path}`, {})).toMatchObject({ status: 404, body: { code: 'NO_SUCH_SITE' } });
    expect(await stand.get(`/${family}/BER1/nothing`)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_PATH' } });
  });

  it.each(WRITES)('can lose answers and requests of %s, and refuse at the door', async (family, path, name, given) => {
    const body = { reference: 'ref-1', [name]: await command(given) };
    const write = () => stand.post(`/${family}/BER1/${path}`, body);
    for (const kind of ['lose-request', 'unavailable', 'throttle', 'refuse', 'take-and-stay-silent', 'fail-after-taking', 'half-answer']) await stand.post(`/control/${family}/BER1/faults`, { kind });

    await expect(write()).rejects.toThrow();
    expect(await write()).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' }, retryAfter: '1' });
    expect(await write()).toMatchObject({ status: 429, body: { code: 'THROTTLED' }, retryAfter: '1' });
    expect(await write()).toMatchObject({ status: 409, body: { code: 'REFUSED' } });
    expect(stand.factsOf(family).filter((fact) => 'reference' in fact)).toEqual([]);
    await expect(write()).rejects.toThrow();
    expect(stand.factsOf(family).filter((fact) => 'reference' in fact)).toHaveLength(1);
    expect((await write()).status).toBe(500);
    await expect(write()).rejects.toThrow();
    expect(await write()).toMatchObject({ status: 200 });
    expect(stand.factsOf(family).filter((fact) => 'reference' in fact)).toHaveLength(1);
    expect(await stand.post(`/control/${family}/BER1/outage`, { seconds: 60 })).toMatchObject({ status: 200 });
    expect(await stand.get(`/${family}/BER1/${path}/ref-1`)).toMatchObject({ status: 503 });
    expect(await stand.call('DELETE', `/control/${family}/BER1/faults`)).toMatchObject({ status: 204 });
  });

  it('keeps its controls to who has the key', async () => {
    expect(await stand.call('GET', '/control/systems/BER1/book', undefined, { 'x-control-key': 'wrong' })).toMatchObject({ status: 401, body: { code: 'CONTROL_KEY_INVALID' } });
    expect(await stand.post('/control/aps/BER1/faults', { kind: 'sleep' })).toMatchObject({ status: 409, body: { code: 'MALFORMED' } });
    expect(await stand.get('/control/systems/PAR1/book')).toMatchObject({ status: 404 });
  });
});
