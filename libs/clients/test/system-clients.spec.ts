import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { MaintenanceRequest, ReplanRequest } from '@plantway/canonical';
import { SystemMaintenanceClient, SystemPlanningClient } from '../src/index.js';

type Answer = (response: ServerResponse) => void;

const replan: ReplanRequest = {
  replanRequestId: 'LINE-1@2026-11-22T05:10:00.000Z', siteId: 'BER1', lineId: 'LINE-1', windowStartsAt: '2026-11-22T05:10:00.000Z', windowEndsAt: '2026-11-22T05:15:00.000Z',
  causes: [{ trigger: 'equipmentDown', objectId: 'DT-1', occurredAt: '2026-11-22T05:12:00.000Z' }], causeCount: 1,
};
const request: MaintenanceRequest = { maintenanceRequestId: 'DT-1', siteId: 'BER1', equipmentId: 'WU-10-A', failedAt: '2026-11-22T05:12:00.000Z', priority: 'normal', text: 'Down.' };
const problem = (status: number, members: object, headers: Record<string, string> = {}): Answer => (response) =>
  void response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify({ status, detail: 'What happened.', ...members }));
const json = (status: number, body: object): Answer => (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const receipt = (reference: unknown): Answer => json(201, { reference, backend: 'simulated', documents: [], postedAt: '2026-11-22T05:14:03.000Z' });
const page = (status: number): Answer => (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>');

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** Clients of a gateway whose answer to everything is the given one. */
async function gatewayThatAnswers(answer: Answer): Promise<{ readonly planning: SystemPlanningClient; readonly maintenance: SystemMaintenanceClient }> {
  const server = createServer((incoming, response) => void incoming.resume().on('end', () => answer(response)));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  const connection = { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'pw_key', timeoutMs: 250 };
  return { planning: new SystemPlanningClient(connection), maintenance: new SystemMaintenanceClient(connection) };
}

describe('A write over a system API', () => {
  it.each<[string, Answer]>([
    ['no answer before the deadline', () => undefined],
    ['a connection that breaks', (response) => void response.destroy()],
    ['a page of a proxy as a success', page(201)],
    ['a page of a proxy as a failure', page(502)],
    ['a receipt of another write', receipt('another')],
    ['a receipt that names no write', receipt(undefined)],
    ['a crash of the gateway', problem(500, { code: 'INTERNAL_ERROR' })],
    ['a refusal that does not say what it changed', problem(422, { code: 'PLANNING_REFUSED', kind: 'business' })],
    ['the system\'s own doubt', problem(502, { code: 'PLANNING_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' })],
  ])('%s leaves it in doubt', async (_, answer) => {
    const { planning } = await gatewayThatAnswers(answer);

    await expect(planning.post(replan, 'r-1')).rejects.toMatchObject({ code: 'PLANNING_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
  });

  it.each<[string, Answer, object]>([
    ['a refusal of the system', problem(422, { code: 'PLANNING_REFUSED', kind: 'business', effect: 'none', details: { reason: 'Locked.' } }), { code: 'PLANNING_REFUSED', kind: 'business', details: { reason: 'Locked.' } }],
    ['a system that is away', problem(503, { code: 'PLANNING_UNAVAILABLE', kind: 'throttled', effect: 'none' }, { 'retry-after': '90' }), { code: 'PLANNING_UNAVAILABLE', kind: 'throttled', retryAfterMs: 90_000 }],
    ['a key of ours that has ended', problem(401, { code: 'CREDENTIAL_INVALID' }), { code: 'PLANNING_ACCESS_REFUSED', kind: 'technical' }],
    ['a gateway without the route', problem(404, { code: 'ROUTE_NOT_FOUND' }), { code: 'PLANNING_UNAVAILABLE', kind: 'technical' }],
    ['a site without such a system', problem(500, { code: 'BACKEND_NOT_BOUND', kind: 'defect', effect: 'none' }), { code: 'BACKEND_NOT_BOUND', kind: 'defect' }],
  ])('%s surely changed nothing', async (_, answer, expected) => {
    const { planning } = await gatewayThatAnswers(answer);

    await expect(planning.post(replan, 'r-1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it('may stand under the reference of an earlier request when it is about the same failure', async () => {
    const { maintenance } = await gatewayThatAnswers(receipt('r-0'));

    await expect(maintenance.post(request, 'r-1')).resolves.toMatchObject({ reference: 'r-0' });
  });

  it('stands under some reference all the same', async () => {
    const { maintenance } = await gatewayThatAnswers(receipt(undefined));

    await expect(maintenance.post(request, 'r-1')).rejects.toMatchObject({ code: 'MAINTENANCE_ANSWER_LOST', kind: 'inDoubt' });
  });
});

describe('A read over a system API', () => {
  it.each<[string, Answer]>([['a page of a proxy', page(200)], ['silence', () => undefined], ['no list', json(200, {})]])('is no judgement when it got %s', async (_, answer) => {
    const { planning } = await gatewayThatAnswers(answer);

    await expect(planning.find(replan, 'r-1')).rejects.toMatchObject({ code: 'PLANNING_UNAVAILABLE', kind: 'technical', effect: 'none' });
  });

  it('takes no page of a proxy for a schedule', async () => {
    const { planning } = await gatewayThatAnswers(page(200));

    await expect(planning.currentSchedule('BER1')).rejects.toMatchObject({ code: 'PLANNING_UNAVAILABLE', effect: 'none' });
  });

  it('says of a schedule how old it is', async () => {
    const { planning } = await gatewayThatAnswers(json(200, { scheduleVersionId: 'APS-1', version: 1, asOf: '2026-11-22T05:41:07.250Z' }));

    await expect(planning.currentSchedule('BER1')).resolves.toEqual({ value: { scheduleVersionId: 'APS-1', version: 1 }, asOf: '2026-11-22T05:41:07.250Z' });
  });
});
