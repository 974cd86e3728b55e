import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { apsSimulated } from '@plantway/backends/aps-simulated';
import { cmmsSimulated } from '@plantway/backends/cmms-simulated';
import { crmSimulated } from '@plantway/backends/crm-simulated';
import { qmsSimulated } from '@plantway/backends/qms-simulated';
import type { SystemPort } from '@plantway/ports';
import { maintenanceRequestOf, nonconformityOf, promiseDateOf, replanRequestOf } from './business-systems.harness.js';

const AT = '2026-11-22T09:00:01+01:00';
let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** A system that answers everything with 200 and the given body; `asked` holds what came. */
async function systemThatAnswers(answer: unknown) {
  const asked: { readonly url: string | undefined; readonly body: unknown }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      asked.push({ url: request.url, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  const settings = { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'our key', deadlineMs: 400, answerLimitBytes: 65_536 };
  const clock = { now: () => new Date() };
  return { asked, planning: apsSimulated(settings, clock), maintenance: cmmsSimulated(settings, clock), customer: crmSimulated(settings, clock), quality: qmsSimulated(settings, clock) };
}

type Systems = Awaited<ReturnType<typeof systemThatAnswers>>;
interface Written {
  readonly command: object;
  readonly system: (systems: Systems) => SystemPort<never>;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly url: string;
  readonly field: string;
  /** An answer that speaks of something else. */
  readonly foreign: Readonly<Record<string, unknown>>;
}

const written: readonly [string, Written][] = [
  ['replan request', { command: replanRequestOf(1), system: ({ planning }) => planning as SystemPort<never>, url: '/aps/BER1/replans', field: 'request', answer: { reference: 'r-1', number: 'RP-1', takenAt: AT }, foreign: { reference: 'r-2' } }],
  ['maintenance request', {
    command: maintenanceRequestOf(1), system: ({ maintenance }) => maintenance as SystemPort<never>, url: '/cmms/BER1/requests', field: 'request',
    answer: { reference: 'r-1', number: 'MR-1', equipmentId: 'WU-10-1', status: 'requested', requestedAt: AT }, foreign: { equipmentId: 'WU-20-1' },
  }],
  ['promise date', { command: promiseDateOf(1), system: ({ customer }) => customer as SystemPort<never>, url: '/crm/BER1/promises', field: 'update', answer: { reference: 'r-1', number: 'PR-1', promisedOn: '2026-12-01' }, foreign: { reference: 'r-2' } }],
  ['nonconformity', {
    command: nonconformityOf(1), system: ({ quality }) => quality as SystemPort<never>, url: '/qms/BER1/nonconformities', field: 'nonconformity',
    answer: { reference: 'r-1', inspectionNumber: 'I-1', status: 'open', openedAt: AT }, foreign: { reference: 'r-2' },
  }],
];

describe.each(written)('A %s on the wire', (_, { command, system, answer, url, field, foreign }) => {
  const post = (systems: Systems, sent: object) => system(systems).post(sent as never, 'r-1');

  it('is exactly what the document of the wire shows', async () => {
    const systems = await systemThatAnswers(answer);

    await post(systems, { ...command, secretNote: 'ours' });

    expect(systems.asked).toEqual([{ url, body: { reference: 'r-1', [field]: command } }]);
  });

  it('is in doubt when the answer speaks of something else', async () => {
    await expect(post(await systemThatAnswers({ ...answer, ...foreign }), command)).rejects.toMatchObject({ kind: 'inDoubt', effect: 'unknown' });
  });

  it.each(Object.keys(answer).filter((member) => member !== 'status'))('is in doubt when the answer has no readable %s', async (member) => {
    await expect(post(await systemThatAnswers({ ...answer, [member]: '' }), command)).rejects.toMatchObject({ kind: 'inDoubt' });
  });
});

describe('What a system shows in another shape than documented', () => {
  const line = { lineId: '10', itemId: 'FG-100', quantity: { value: '4', unit: 'H87' }, requestedOn: '2026-11-30' };
  const order = { customerOrderId: 'SO-1', customerId: 'C-1', status: 'open', lines: [line] };
  const schedule = { scheduleVersionId: 'APS-1', version: 1, createdAt: AT, frozenUntil: AT, reason: 'regular', replanRequestIds: [], operations: [] };
  const inspection = { inspectionId: 'I-1', reference: 'r-1', scope: { type: 'equipment', equipmentId: 'WU-10-1' }, defectCode: 'BURR', status: 'open', openedAt: AT };
  const work = { reference: 'r-1', number: 'MR-1', equipmentId: 'WU-10-1', status: 'requested', requestedAt: AT };
  const rows = (...shown: object[]) => ({ rows: shown, total: shown.length });

  it.each<[string, unknown, (systems: Systems) => Promise<unknown>]>([
    ['a quantity that is a number', rows({ ...order, lines: [{ ...line, quantity: { value: 4, unit: 'H87' } }] }), ({ customer }) => customer.customerOrders('BER1', {})],
    ['a unit that nobody knows', rows({ ...order, lines: [{ ...line, quantity: { value: '4', unit: 'CRATE' } }] }), ({ customer }) => customer.customerOrders('BER1', {})],
    ['a day that no calendar has', rows({ ...order, lines: [{ ...line, requestedOn: '2026-02-30' }] }), ({ customer }) => customer.customerOrders('BER1', {})],
    ['a status of an order that is not documented', rows({ ...order, status: 'lost' }), ({ customer }) => customer.customerOrders('BER1', {})],
    ['a schedule whose version is text', { schedule: { ...schedule, version: '1' } }, ({ planning }) => planning.currentSchedule('BER1')],
    ['a schedule without its frame', schedule, ({ planning }) => planning.currentSchedule('BER1')],
    ['an operation that ends at a time of nowhere', { schedule: { ...schedule, operations: [{ workOrderId: 'WO-1', operationId: '0010', workCenterId: 'WC-10', startAt: AT, finishAt: '2026-11-22T09:00:00' }] } }, ({ planning }) => planning.currentSchedule('BER1')],
    ['a scope that is of no kind', rows({ ...inspection, scope: { type: 'room' } }), ({ quality }) => quality.inspections('BER1', {})],
    ['a lot without its item', rows({ ...inspection, scope: { type: 'lot', lotId: 'L-1' } }), ({ quality }) => quality.inspections('BER1', {})],
    ['a status of work that is not documented', rows({ ...work, status: 'begun' }), ({ maintenance }) => maintenance.requests('BER1', {})],
  ])('is a broken contract: %s', async (_, answer, read) => {
    await expect(read(await systemThatAnswers(answer))).rejects.toMatchObject({ kind: 'defect', code: expect.stringMatching(/_CONTRACT_BROKEN$/), effect: 'none' });
  });

  it('is none of it: all of the above, as documented', async () => {
    await expect((await systemThatAnswers(rows(order))).customer.customerOrders('BER1', {})).resolves.toMatchObject({ items: [{ ...order, siteId: 'BER1' }] });
    await stop();
    await expect((await systemThatAnswers({ schedule })).planning.currentSchedule('BER1')).resolves.toMatchObject({ value: { siteId: 'BER1', createdAt: '2026-11-22T08:00:01.000Z' } });
    await stop();
    await expect((await systemThatAnswers(rows(inspection))).quality.inspections('BER1', {})).resolves.toMatchObject({ items: [{ inspectionId: 'I-1' }] });
    await stop();
    await expect((await systemThatAnswers(rows({ ...work, assignedTo: 'M-1', doneAt: AT }))).maintenance.requests('BER1', {})).resolves.toMatchObject({ items: [{ assignedTo: 'M-1', doneAt: '2026-11-22T08:00:01.000Z' }] });
  });
});
