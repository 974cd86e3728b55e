import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { ReceivedBytes, Submission } from '@plantway/ports';
import type { QueryRunner } from 'typeorm';
import { KeepReceivedBytes20261123144000 } from '../../../migrations/20261123144000-keep-received-bytes.js';
import type { ShapeView } from '../src/index.js';
import { DeliveryRig, SITE, submission } from './delivery-rig.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const arrived = (text: string, more: Partial<ReceivedBytes> = {}): ReceivedBytes => ({ hash: hashOf(text), contentType: 'application/json; charset=utf-8', text, ...more });
/** What a MES sends for an order of the tests, in its own spacing. */
const bytesOf = (senderId: string, amount: string): string => `{ "id" : "${senderId}",\r\n\t"amount":"${amount}" }\n`;
const sent = (senderId: string, amount: string, more: Partial<Submission> = {}): Submission => submission(senderId, { amount }, { laneKey: senderId, bytes: arrived(bytesOf(senderId, amount)), ...more });

describe('the bytes by which messages came', () => {
  let rig: DeliveryRig;
  beforeAll(async () => { rig = await DeliveryRig.open(); });
  afterAll(() => rig.close());
  const received = async (messageId: string): Promise<ShapeView> => (await rig.reader.lineage(SITE, messageId))!.find(({ shape }) => shape === 'received')!;
  const kept = async (text: string): Promise<number> => (await rig.database.pool.query('select from messaging.received_body where received_hash = $1', [hashOf(text)])).rowCount!;

  it('are kept as they came, by their hash, with what they say', async () => {
    const text = bytesOf('spaced', '40.00');
    const { messageId } = await rig.intake.accept(sent('spaced', '40.00'));

    const shape = await received(messageId);

    expect(shape).toMatchObject({ form: 'asReceived', body: { id: 'spaced', amount: '40.00' }, bytes: { hash: hashOf(text), contentType: 'application/json; charset=utf-8', text, size: text.length }, mappingVersion: '1', codeVersion: '0.1.0' });
    expect(shape.payloadHash).toBe(hashOf('{"amount":"40.00","id":"spaced"}'));
    expect((await rig.database.pool.query<{ is_same: boolean }>(`select encode(sha256(convert_to(content, 'UTF8')), 'hex') = received_hash as is_same from messaging.received_body`)).rows.every(({ is_same: isSame }) => isSame)).toBe(true);
  });

  it('do not count when a repetition is recognised: other spacing is the same command, and the first bytes stay', async () => {
    const first = await rig.intake.accept(sent('twice', '40'));
    const compact = '{"amount":"40","id":"twice"}';

    const again = await rig.intake.accept(sent('twice', '40', { bytes: arrived(compact) }));

    expect(again).toEqual({ ...first, outcome: 'replayed' });
    expect((await received(first.messageId)).bytes!.text).toBe(bytesOf('twice', '40'));
    expect(await kept(compact)).toBe(0);
  });

  it('of a batch are kept once, and each row says where it stands in them, also when a row beside it cannot be stored', async () => {
    const text = '{"items":[ {"id":"row-0","amount":"1"},{"id":"row-1","amount":"2"}, {"id":"row-2","amount":"3"}]}';
    const rows = ['1', '2', '3'].map((amount, index) => sent(`row-${index}`, amount, { bytes: arrived(text, { place: ['items', String(index)] }), ...(index === 0 && { sourceSequence: 0 }) }));

    const answers = await rig.intake.acceptBatch(rows);

    expect(answers.map(({ outcome }) => outcome)).toEqual(['failed', 'accepted', 'accepted']);
    expect(await kept(text)).toBe(1);
    expect(await received((await rig.message('row-2')).messageId)).toMatchObject({ form: 'asReceived', body: { id: 'row-2', amount: '3' }, bytes: { text, place: ['items', '2'] } });
  });

  it('may begin with a byte order mark, and go together with what stood in the path', async () => {
    const text = '\u{feff}{"amount":"7"}';
    const { messageId } = await rig.intake.accept(sent('path', '7', { received: { id: 'path', amount: '7' }, bytes: arrived(text, { inPath: { id: 'path' } }) }));

    expect(await received(messageId)).toMatchObject({ body: { id: 'path', amount: '7' }, bytes: { text, hash: hashOf(text), inPath: { id: 'path' } } });
  });

  it('are what a person amends, and stay beside what was made of them', async () => {
    await rig.deliver();
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    const { messageId } = await rig.intake.accept(sent('amended', '70'));
    await rig.deliver();

    expect(await rig.desk.currentBody(SITE, messageId)).toEqual({ body: { id: 'amended', amount: '70' } });
    await rig.desk.amend({ siteId: SITE, messageId, actor: 'anna', reason: 'counted again' }, { amended: submission('amended', { amount: '7' }, { laneKey: 'amended' }) });

    expect(await rig.desk.currentBody(SITE, messageId)).toEqual({ body: { id: 'amended', amount: '7' } });
    expect((await rig.reader.lineage(SITE, messageId))!.map(({ shape, form }) => [shape, form])).toEqual(expect.arrayContaining([['received', 'asReceived'], ['amended', undefined]]));
    expect((await received(messageId)).bytes!.text).toBe(bytesOf('amended', '70'));
  });

  it('of a command that the gateway makes by itself are none: its canonical JSON is kept, and said to be so', async () => {
    const { messageId } = await rig.accept('own', { amount: '1' }, { laneKey: 'own' });

    const shape = await received(messageId);

    expect(shape).toMatchObject({ form: 'canonicalised', body: { id: 'own', amount: '1' }, payloadHash: hashOf('{"amount":"1","id":"own"}') });
    expect(shape.bytes).toBeUndefined();
  });

  it('may be numbers that no database would take for numbers', async () => {
    const text = '{"id":"tiny","amount":1e-20000}';
    const { messageId } = await rig.intake.accept(sent('tiny', '0', { received: { id: 'tiny', amount: 0 }, bytes: arrived(text) }));

    expect(await received(messageId)).toMatchObject({ body: { id: 'tiny', amount: 0 }, bytes: { text } });
  });
});

it('the migration that keeps bytes works on a filled database, and can be taken back without losing what came', async () => {
  const rig = await DeliveryRig.open();
  try {
    const runner = { query: (text: string) => rig.database.pool.query(text) } as unknown as QueryRunner;
    const migration = new KeepReceivedBytes20261123144000();
    const text = '{"items":[{"id":"old", "amount":"40"}]}';
    const { messageId } = await rig.intake.accept(sent('old', '40', { bytes: arrived(text, { place: ['items', '0'] }) }));

    await migration.down(runner);
    expect((await rig.database.pool.query(`select payload.body from messaging.message_shape as shape join messaging.payload on payload.hash = shape.payload_hash where shape.message_id = $1 and shape.shape = 'received'`, [messageId])).rows).toEqual([{ body: { id: 'old', amount: '40' } }]);
    await migration.up(runner);

    expect((await rig.reader.lineage(SITE, messageId))![0]).toMatchObject({ shape: 'received', form: 'canonicalised', body: { id: 'old', amount: '40' } });
    expect(await rig.intake.accept(sent('old', '40'))).toMatchObject({ outcome: 'replayed', messageId });
    await rig.intake.accept(sent('new', '2'));
    await rig.deliver();
    expect([await rig.state('old'), await rig.state('new')]).toEqual(['posted', 'posted']);
  } finally {
    await rig.close();
  }
});
