import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MOST_BUSINESS_KEYS } from '../src/business-keys.js';
import type { MessageFilter } from '../src/index.js';
import { listMessages } from '../src/message-list.js';
import { DeliveryRig, SITE, submission } from './delivery-rig.js';

/** What a person may know of the one message among many others. */
const COMMAND = {
  consumptions: [{ itemId: 'RM-777' }], equipmentId: 'PRESS-777', customerOrderId: 'SO-777', plannedOrderId: 'PL-777', maintenanceRequestId: 'DT-777', qualityEventId: 'QE-777', causes: [{ type: 'purchaseOrder', objectId: 'PO-777' }],
};
const SEARCH = { workOrderId: 'WO-ONE', operationId: '0010', confirmationId: 'C-ONE', lotIds: ['L-ONE'], serialNumbers: ['SN-ONE'] };

describe('a message among 20,000', () => {
  let rig: DeliveryRig;
  let reference: string;
  let documentNumber: string;
  beforeAll(async () => {
    rig = await DeliveryRig.open();
    await rig.database.pool.query(`
      insert into messaging.payload (hash, body) values ('h', '{}');
      insert into messaging.message (message_id, site_id, kind, source_system, sender_id, idempotency_key, body_hash, lane_key, correlation_id, accepted_by, work_order_id, operation_id, confirmation_id, lot_ids, serial_numbers, business_keys,
             posting_date, production_day, state, state_since, accepted_at, erp)
      select lpad(n::text, 32, '0')::uuid, 'BER1', 'productionConfirmation', 'mes', 'c' || n, 'key ' || n, 'h' || n, 'lane ' || n, 'j' || n, 'k', 'WO-' || n % 1000, '0010', 'c' || n, array['L-' || n], array['SN-' || n],
             array['item:RM-' || n % 50, 'equipment:PRESS-' || n % 20, 'customerOrder:SO-' || n % 500, 'idempotencyKey:key ' || n], '2026-11-22', '2026-11-22', 'posted', now(), '2026-11-22T07:00:00Z', jsonb_build_object('documents', jsonb_build_array(jsonb_build_object('number', 'D-' || n)))
        from generate_series(1, 20000) as n;
      insert into messaging.message_part (message_id, part_no, part_id, payload_hash, reference, state, receipt) select message_id, 1, 'p', 'h', gen_random_uuid(), 'posted', '{}' from messaging.message;`);
    await rig.accept('the one', { amount: '1', ...COMMAND } as never, { search: SEARCH, laneKey: 'one', correlationId: 'journey one', idempotencyKey: 'key one' });
    await rig.deliver();
    await rig.database.pool.query('analyze');
    const { parts, erp } = await rig.message('the one');
    reference = parts[0].reference;
    documentNumber = erp!.documents[0].number;
  });
  afterAll(() => rig.close());
  const found = async (filter: MessageFilter): Promise<readonly string[]> => (await rig.reader.list(SITE, filter)).items.map(({ senderId }) => senderId);

  it.each([
    'the one', 'WO-ONE', 'C-ONE', 'journey one', 'L-ONE', 'SN-ONE', 'RM-777', 'PRESS-777', 'SO-777', 'PL-777', 'DT-777', 'QE-777', 'PO-777', 'key one',
  ])('is found by %s, whatever that is', async (key) => {
    expect(await found({ q: key })).toEqual(['the one']);
    expect((await rig.reader.list('CHI1', { q: key })).items).toEqual([]);
  });

  it('is found by its reference, its document and its own id', async () => {
    expect(await found({ q: reference })).toEqual(['the one']);
    expect(await found({ q: documentNumber })).toEqual(['the one']);
    expect(await found({ q: (await rig.message('the one')).messageId })).toEqual(['the one']);
    expect(await found({ reference })).toEqual(['the one']);
  });

  it.each<[MessageFilter]>([
    [{ itemId: 'RM-777' }], [{ equipmentId: 'PRESS-777' }], [{ customerOrderId: 'SO-777' }], [{ plannedOrderId: 'PL-777' }], [{ downtimeId: 'DT-777' }], [{ purchaseOrderId: 'PO-777' }], [{ nonconformityId: 'QE-777' }],
  ])('is found by %j, and by no key of another kind', async (filter) => {
    expect(await found(filter)).toEqual(['the one']);
    expect(await found({ [Object.keys(filter)[0] === 'itemId' ? 'equipmentId' : 'itemId']: Object.values(filter)[0] as string })).toEqual([]);
  });

  it.each<[string, MessageFilter]>([
    ['anything', { q: 'RM-777' }], ['an id', { q: '00000000-0000-0000-0000-000000000777' }], ['an item', { itemId: 'RM-777' }], ['an equipment', { equipmentId: 'PRESS-777' }], ['a purchase order', { purchaseOrderId: 'PO-777' }],
    ['a reference', { reference: '00000000-0000-0000-0000-000000000777' }], ['a lot', { lotId: 'L-777' }], ['a serial number', { serialNumber: 'SN-777' }], ['a document', { documentNumber: 'D-777' }],
  ])('is looked for by %s through indexes alone', async (_what, filter) => {
    const { text, values } = listMessages(SITE, filter, 101);

    const { rows } = await rig.database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);

    const plan = rows.map((row) => row['QUERY PLAN']).filter((line) => !line.includes('reversal'));
    expect(plan.filter((line) => /Seq Scan|message_site\b/.test(line))).toEqual([]);
  });

  it('keeps what it is found by when it is amended, and its Idempotency-Key', async () => {
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    const { messageId } = await rig.accept('wrong item', { amount: '1', itemId: 'RM-888' } as never, { laneKey: 'amended', idempotencyKey: 'key of wrong item' });
    await rig.deliver();
    const right = { amount: '1', itemId: 'RM-889' } as never;

    await rig.desk.amend({ siteId: SITE, messageId, actor: 'anna', reason: 'the wrong item' }, { amended: submission('wrong item', right, { laneKey: 'amended' }) });
    expect([await found({ q: 'RM-888' }), await found({ q: 'RM-889' }), await found({ q: 'key of wrong item' })]).toEqual([[], ['wrong item'], ['wrong item']]);

    await rig.desk.amend({ siteId: SITE, messageId, actor: 'anna', reason: 'the wrong lane' }, { amended: submission('wrong item', right, { laneKey: 'another' }) });
    expect(await found({ q: 'key of wrong item' })).toContain('wrong item');
  });

  it('that names more than anybody looks for is found by the first of it', async () => {
    await rig.accept('schedule', { amount: '1', operations: Array.from({ length: 1_000 }, (_, index) => ({ workCenterId: `WC-${index}` })) } as never, { laneKey: 'schedule' });

    expect([await found({ equipmentId: `WC-${MOST_BUSINESS_KEYS - 1}` }), await found({ equipmentId: `WC-${MOST_BUSINESS_KEYS}` })]).toEqual([['schedule'], []]);
  });
});
