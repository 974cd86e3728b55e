import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Role } from '@plantway/security';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { PLANNED_ORDER, scheduleOf } from './planning-stand.js';

interface Bytes { readonly hash: string; readonly size: number; readonly contentType: string; readonly text: string; readonly place?: string; readonly inPath?: object }
interface Document { readonly system: string; readonly kind: string; readonly number: string; readonly partId: string; readonly reference: string; readonly postedAt: string; readonly postingDate?: string; readonly reversedBy?: readonly string[] }
interface Lineage {
  readonly shapes: readonly { readonly shape: string; readonly form?: string; readonly bytes?: Bytes; readonly payload: unknown; readonly payloadHash: string }[];
  readonly parts: readonly { readonly partId: string; readonly reference: string; readonly state: string; readonly attempts: readonly { readonly outcome: string }[]; readonly documents: readonly Document[] }[];
  readonly documents: readonly Document[];
  readonly reversedByMessageId?: string;
}

const SITE = '/process/v1/sites/BER1';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
/** JSON as no program of ours would write it. */
const spaced = (body: object): string => `${JSON.stringify(body, undefined, '\t').replaceAll('\n', '\r\n')}\r\n`;
const report = (confirmationId: string, more: object = {}) => ({ ...GOOD_CONFIRMATION, confirmationId, yield: { value: '1', unit: 'H87' }, scrap: [], ...more });

describe('the way of a message, from the bytes of its sender to the documents of the ERP', () => {
  let gateway: GatewayStand;
  beforeAll(async () => { gateway = await openGateway({ settings: { sendDeadlineMs: 5_000, pauseAllowanceMs: 5_000, settleWindowMs: 60_000 } }); });
  afterAll(() => gateway.close());
  const send = (path: string, payload: string, role: Role = 'mes') => gateway.request({ method: 'POST', url: `${SITE}${path}`, role, payload, headers: { 'content-type': 'application/json; charset=utf-8', 'x-signature': 'secret' } });
  const lineage = async (self: string): Promise<Lineage> => (await gateway.request({ method: 'GET', url: `${self}/lineage`, role: 'supervisor' })).json<Lineage>();

  it('begins with the exact bytes, by their hash, and ends with the document that they became', async () => {
    const text = spaced(report('exact'));
    const self = (await send('/production-confirmations', text)).headers.location!;
    await gateway.deliver();

    const { shapes, parts, documents } = await lineage(self);

    expect(shapes.map(({ shape, form }) => [shape, form])).toEqual([['received', 'asReceived'], ['canonical', undefined], ['sent', undefined], ['answered', undefined]]);
    expect(shapes[0]).toMatchObject({ bytes: { text, hash: hashOf(text), size: Buffer.byteLength(text), contentType: 'application/json; charset=utf-8' }, payload: report('exact') });
    expect(JSON.stringify(shapes)).not.toContain('secret');
    const [document] = (await gateway.simulation.read((engine) => engine.confirmations()));
    const posted = { system: 'erp-simulated', partId: parts[0].partId, reference: document.reference, postedAt: '2026-11-22T08:00:00.000Z', postingDate: '2026-11-22' };
    expect(documents).toEqual([{ ...posted, kind: 'confirmation', number: document.number }, { ...posted, kind: 'goodsMovement', number: expect.any(String) }]);
    expect(parts).toMatchObject([{ state: 'posted', attempts: [{ outcome: 'posted' }], documents }]);
  });

  it('takes the same report with other spacing for a repetition, and keeps the bytes that came first', async () => {
    const first = await send('/production-confirmations', spaced(report('twice')));
    const again = await send('/production-confirmations', JSON.stringify(report('twice')));

    expect([again.statusCode, again.headers['idempotency-replayed'], again.headers.location]).toEqual([202, 'true', first.headers.location]);
    expect((await lineage(first.headers.location!)).shapes[0].bytes!.text).toBe(spaced(report('twice')));
  });

  it('keeps the bytes of a batch once, and says of each row where it stands in them', async () => {
    const text = spaced({ items: [report('batch-0'), 'not a row', report('batch-2')] });
    const { items } = (await send('/production-confirmations/batch', text)).json<{ items: readonly { readonly messageId?: string }[] }>();

    const row = (await lineage(`${SITE}/messages/${items[2].messageId}`)).shapes[0];

    expect(row).toMatchObject({ form: 'asReceived', payload: report('batch-2'), bytes: { hash: hashOf(text), text, place: '/items/2' } });
    expect((await gateway.database.pool.query('select from messaging.received_body where received_hash = $1', [hashOf(text)])).rowCount).toBe(1);
  });

  it('names the documents by which a report was taken back, and keeps what stood in the path of that wish beside its bytes', async () => {
    const self = (await send('/production-confirmations', spaced(report('undone')))).headers.location!;
    await gateway.deliver();
    const wish = (await send('/production-confirmations/undone/reversal', '{ "reason": "Counted twice." }')).headers.location!;
    await gateway.deliver();

    const [undone, undoing] = [await lineage(self), await lineage(wish)];

    expect(undoing.shapes[0]).toMatchObject({ form: 'asReceived', payload: { confirmationId: 'undone', reason: 'Counted twice.' }, bytes: { text: '{ "reason": "Counted twice." }', inPath: { confirmationId: 'undone' } } });
    expect(undoing.documents.map(({ kind }) => kind)).toContain('reversal');
    expect(undone.reversedByMessageId).toBe(wish.split('/').at(-1));
    const reversedBy = undoing.documents.map(({ number }) => number);
    expect(undone.documents).toMatchObject([{ kind: 'confirmation', reversedBy }, { kind: 'goodsMovement', reversedBy }]);
  });

  it('says honestly that the gateway made the wish behind a correction by itself', async () => {
    await send('/production-confirmations', spaced(report('wrong')));
    const self = (await send('/production-confirmations', spaced(report('right', { replaces: 'wrong' })))).headers.location!;

    const { items } = (await gateway.request({ method: 'GET', url: `${SITE}/messages?kind=confirmationReversal&confirmationId=wrong`, role: 'supervisor' })).json<{ items: readonly { readonly links: { readonly self: string } }[] }>();

    expect((await lineage(items[0].links.self)).shapes[0]).toMatchObject({ form: 'canonicalised', payload: { confirmationId: 'wrong', replacedBy: 'right' } });
    expect((await lineage(self)).shapes[0].form).toBe('asReceived');
  });

  it.each<[string, string, object, Role, object]>([
    ['a consumption', '/material-consumptions', { consumptionId: 'use-1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'CP-3', quantity: { value: '3', unit: 'H87' }, consumedAt: '2026-11-22T06:30:00+01:00' }, 'mes', {}],
    ['a finding', '/quality-events', { type: 'nonconformity', qualityEventId: 'QE-1', occurredAt: '2026-11-22T06:30:00Z', reason: 'burr', defectCode: 'BURR', scope: { type: 'equipment', equipmentId: 'WC-10' } }, 'mes', {}],
    ['a planned order', '/planned-orders', PLANNED_ORDER, 'planner', {}],
    ['a schedule', '/schedule-versions', scheduleOf(1, { 'WO-1001': 8 }), 'aps', {}],
    ['a change of an order', '/work-orders/WO-1001/change', { changeId: 'CH-1', verb: 'hold' }, 'planner', { workOrderId: 'WO-1001' }],
    ['a release', '/work-orders/WO-1002/release', { releaseId: 'RL-1' }, 'planner', { workOrderId: 'WO-1002' }],
  ])('keeps the bytes of %s as well', async (_what, path, body, role, inPath) => {
    const answer = await send(path, spaced(body), role);

    expect([answer.statusCode, answer.body]).toEqual([202, expect.anything()]);
    expect((await lineage(answer.headers.location!)).shapes[0]).toMatchObject({ form: 'asReceived', payload: { ...body, ...inPath }, bytes: { text: spaced(body), hash: hashOf(spaced(body)), ...(Object.keys(inPath).length > 0 && { inPath }) } });
  });
});
