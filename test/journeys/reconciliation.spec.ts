import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReconciliationBook } from '@plantway/conservation';
import { BooksStand, SITE } from './books-stand.js';

describe('comparing a day with the ERP', () => {
  let stand: BooksStand;

  beforeAll(async () => { stand = await BooksStand.open(); });
  afterAll(() => stand.close());

  const posted = async (workOrderId: string): Promise<string> => {
    const messageId = await stand.mes.report(`c-${workOrderId}`, { workOrderId });
    await stand.gateway.deliver();
    return messageId;
  };
  const referenceOf = async (messageId: string): Promise<string> => ((await stand.mes.message(messageId)).parts as readonly { reference: string }[])[0].reference;

  it('finds nothing where both agree, also when something was taken back', async () => {
    const workOrderId = await stand.order();
    await posted(workOrderId);
    await stand.mes.takeBack(`c-${workOrderId}`);
    await stand.gateway.deliver();

    const { reconciliation, items } = await stand.findings(await stand.reconcile());

    expect(items).toEqual([]);
    expect(reconciliation).toMatchObject({ state: 'done', fromDay: '2026-11-22', toDay: '2026-11-22', ordersTotal: 1, ordersDone: 1, documentsRead: 2, messagesRead: 2, findings: 0 });
  });

  it('finds in both directions what is missing, doubled, altered, reversed and foreign, page by page', async () => {
    const [missing, doubled, altered, reversed, foreign] = await Promise.all(Array.from({ length: 5 }, () => stand.order()));
    const lost = await stand.documentOf(await posted(missing));
    stand.altered.lost.add(lost);
    const twice = await stand.confirmOnScreen(doubled, await referenceOf(await posted(doubled)));
    const other = await stand.documentOf(await posted(altered));
    stand.altered.yields.set(other, '11');
    const back = await stand.reverseOnScreen(await stand.documentOf(await posted(reversed)));
    const hand = await stand.confirmOnScreen(foreign);

    const id = await stand.reconcile();
    const first = await stand.findings(id, '?limit=3');
    const rest = await stand.findings(id, `?limit=3&cursor=${first.nextCursor}`);

    const found = [...first.items, ...rest.items].map(({ kind, documentNumber, proposal, state }) => [kind, documentNumber, proposal, state]);
    expect(first.items).toHaveLength(3);
    expect(rest.nextCursor).toBeNull();
    expect(found).toEqual(expect.arrayContaining([
      ['missing', undefined, 'repost', 'proposed'], ['double', twice, 'reverseSurplus', 'proposed'], ['quantity', other, 'adopt', 'proposed'], ['reversedInErp', back, 'adopt', 'proposed'], ['foreign', hand, 'adopt', 'proposed'],
    ]));
    expect(found).toHaveLength(5);
  });

  it('carries out what a second person agrees to, as messages, until the books agree', async () => {
    const id = await stand.reconcile('supervisor');
    const { items } = await stand.findings(id);
    const own = items.find(({ proposal }) => proposal === 'repost')!;
    const moving = items.filter(({ proposal }) => proposal === 'repost' || proposal === 'reverseSurplus');
    expect(moving.map(({ proposal }) => proposal).sort()).toEqual(['repost', 'reverseSurplus']);
    for (const { findingId } of items) expect((await stand.approve(id, findingId, 'supervisor')).json()).toMatchObject({ code: 'APPROVER_IS_SENDER' });
    const lostMessageId = own.messageId;
    expect((await stand.approve(id, own.findingId, 'planner')).statusCode).toBe(403);

    for (const { findingId } of items.filter(({ proposal }) => proposal !== undefined)) {
      const answer = await stand.approve(id, findingId, 'erpTeam');
      expect([answer.statusCode, answer.json<{ state: string }>().state]).toEqual([200, 'applied']);
    }
    expect((await stand.approve(id, own.findingId, 'erpTeam')).json()).toMatchObject({ code: 'FINDING_STATE_CONFLICT' });
    for (let round = 0; round < 4; round += 1) await stand.gateway.after(60_000);

    const again = await stand.findings(await stand.reconcile());
    expect(again.items).toEqual([]); // also the ERP's other quantity counts now
    const told = (await stand.events('production.confirmed.v1')).filter(({ messageId }) => messageId === lostMessageId);
    expect(told).toHaveLength(1); // it was made once, however often it was sent
    const [reposted] = (await stand.gateway.simulation.read((engine) => engine.confirmations())).filter(({ number }) => stand.altered.lost.has(number));
    const under = await stand.gateway.simulation.read((engine) => engine.confirmationsUnder(reposted.reference));
    expect(under).toHaveLength(2); // the ERP of the stand still has the one that it pretends to have lost
  });

  it('sends again what a night has found only when two persons agree', async () => {
    const workOrderId = await stand.order();
    const messageId = await posted(workOrderId);
    const number = await stand.documentOf(messageId);
    stand.altered.lost.add(number);
    const id = await stand.night('2026-11-22');
    const { items: [missing] } = await stand.findings(id);
    stand.altered.lost.delete(number);

    expect((await stand.approve(id, missing.findingId, 'supervisor')).json()).toMatchObject({ state: 'proposed', proposedBy: expect.any(String) });
    expect((await stand.approve(id, missing.findingId, 'supervisor')).json()).toMatchObject({ code: 'APPROVER_IS_SENDER' });
    expect(await stand.mes.state(messageId)).toBe('posted');
    expect((await stand.approve(id, missing.findingId, 'erpTeam')).json()).toMatchObject({ state: 'applied' });
    expect(await stand.mes.state(messageId)).toBe('inDoubt');
    for (let round = 0; round < 3; round += 1) await stand.gateway.after(60_000);
    expect(await stand.mes.state(messageId)).toBe('posted');
  });

  it('takes over into the gateway\'s own book what was posted, where that lacks it or has something else', async () => {
    const [lacking, differing] = [await stand.order(), await stand.order()];
    const [lacked, differed] = [await posted(lacking), await posted(differing)];
    const { pool } = stand.gateway.database;
    await pool.query('delete from execution.posted_report where message_id = $1', [lacked]);
    await pool.query('update execution.posted_report set yield = yield - 1 where message_id = $1', [differed]);

    const id = await stand.reconcile();
    const { items } = await stand.findings(id);
    expect(items.map(({ kind, proposal, workOrderId }) => [kind, proposal, workOrderId])).toEqual(expect.arrayContaining([['notInBook', 'correctBook', lacking], ['bookDiffers', 'correctBook', differing]]));
    for (const { findingId } of items) expect((await stand.approve(id, findingId, 'supervisor')).json()).toMatchObject({ state: 'applied' }); // nothing changes in the ERP: who asked may agree

    expect((await stand.findings(await stand.reconcile())).items).toEqual([]);
    expect((await pool.query('select trim_scale(yield)::text as yield from execution.posted_report where message_id = any ($1)', [[lacked, differed]])).rows).toEqual([{ yield: '10' }, { yield: '10' }]);
  });

  it('proposes nothing where a report and its reversal are gone together, and sends no report again that is taken back', async () => {
    const [both, one] = [await stand.order(), await stand.order()];
    const reports = [await posted(both), await posted(one)];
    const wishes = [await stand.mes.takeBack(`c-${both}`)];
    await stand.gateway.deliver();
    const gone = await Promise.all([...reports, ...wishes].map((messageId) => stand.documentOf(messageId)));
    for (const number of gone) stand.altered.lost.add(number); // the ERP was set back to before all of them

    const id = await stand.reconcile();
    const { items } = await stand.findings(id);
    expect(items.map(({ workOrderId, kind, proposal }) => [workOrderId, kind, proposal])).toEqual([[one, 'missing', 'repost']]);
    await stand.mes.takeBack(`c-${one}`); // taken back between the comparison and the agreement
    const answer = await stand.approve(id, items[0].findingId, 'erpTeam');

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'MESSAGE_STATE_CONFLICT']);
    expect(await Promise.all(reports.map((messageId) => stand.mes.state(messageId)))).toEqual(['posted', 'posted']);
    for (const number of gone) stand.altered.lost.delete(number);
    await stand.gateway.deliver();
    expect(await Promise.all([both, one].map((workOrderId) => stand.mes.confirmed('0010', workOrderId)))).toEqual(['0', '0']);
  });

  it('leaves one of two standing when a clerk has reversed the other one before somebody agrees', async () => {
    const workOrderId = await stand.order();
    const report = await posted(workOrderId);
    const first = await stand.documentOf(report);
    await stand.confirmOnScreen(workOrderId, await referenceOf(report));
    const id = await stand.reconcile();
    const { items: [double] } = await stand.findings(id);
    await stand.reverseOnScreen(first);

    const { correctionMessageId } = (await stand.approve(id, double.findingId, 'erpTeam')).json<{ correctionMessageId: string }>();
    await stand.gateway.deliver();

    const standing = await stand.gateway.simulation.read((engine) => engine.confirmations().filter((document) => document.workOrderId === workOrderId && document.reverses === undefined && document.reversedBy === undefined));
    expect([double.kind, standing.length]).toEqual(['double', 1]);
    expect(await stand.mes.message(correctionMessageId)).toMatchObject({ state: 'posted', note: `${standing[0].number} is the only document left under its reference: it is no surplus any more` });
    const next = await stand.reconcile(); // what the ERP is left with is less than was sent, which is found by itself
    const { items: [quantity] } = await stand.findings(next);
    expect([quantity.kind, (await stand.approve(next, quantity.findingId, 'erpTeam')).statusCode]).toEqual(['quantity', 200]);
  });

  it('takes a surplus back with a new message when the first one was discarded', async () => {
    const workOrderId = await stand.order();
    await stand.confirmOnScreen(workOrderId, await referenceOf(await posted(workOrderId)));
    const agreed = async (): Promise<string> => {
      const id = await stand.reconcile();
      const { items } = await stand.findings(id);
      return (await stand.approve(id, items.find((item) => item.workOrderId === workOrderId)!.findingId, 'erpTeam')).json<{ correctionMessageId: string }>().correctionMessageId;
    };
    const first = await agreed();
    expect(await agreed()).toBe(first); // it is under way
    expect((await stand.gateway.request({ method: 'POST', url: `${SITE}/messages/${first}/discard`, role: 'supervisor', payload: { reason: 'first look' } })).statusCode).toBe(200);

    const second = await agreed();
    await stand.gateway.deliver();

    expect([await stand.mes.state(first), await stand.mes.state(second)]).toEqual(['discarded', 'posted']);
    expect((await stand.findings(await stand.reconcile())).items.filter((item) => item.workOrderId === workOrderId)).toEqual([]);
  });

  it('closes by itself what agrees again before anybody decided', async () => {
    const workOrderId = await stand.order();
    await posted(workOrderId);
    const number = await stand.confirmOnScreen(workOrderId);
    const id = await stand.reconcile();
    const findingOf = async () => (await stand.findings(id)).items.find((item) => item.workOrderId === workOrderId)!;
    await stand.recheck();
    expect(await findingOf()).toMatchObject({ kind: 'foreign', state: 'proposed' });

    await stand.reverseOnScreen(number);
    await stand.recheck();

    const finding = await findingOf();
    expect(finding).toMatchObject({ state: 'closed', closedAt: expect.any(String) });
    expect((await stand.approve(id, finding.findingId, 'erpTeam')).json()).toMatchObject({ code: 'FINDING_STATE_CONFLICT' });
  });

  it('does not send a document again that is there after all', async () => {
    const workOrderId = await stand.order();
    const messageId = await posted(workOrderId);
    const number = await stand.documentOf(messageId);
    stand.altered.lost.add(number);
    const id = await stand.reconcile();
    const finding = (await stand.findings(id)).items.find(({ kind, words }) => kind === 'missing' && words.includes(messageId))!;
    stand.altered.lost.delete(number);

    await stand.approve(id, finding.findingId, 'erpTeam');
    for (let round = 0; round < 3; round += 1) await stand.gateway.after(60_000);

    expect(await stand.documentOf(messageId)).toBe(number);
    expect(await stand.gateway.simulation.read((engine) => engine.confirmations().filter((document) => document.workOrderId === workOrderId))).toHaveLength(1);
    expect(await stand.mes.state(messageId)).toBe('posted');
  });

  it('is quiet about what is in doubt', async () => {
    const workOrderId = await stand.order();
    await stand.mes.report(`doubt-${workOrderId}`, { workOrderId });
    stand.gateway.simulation.faults.plan({ kind: 'fail-after-commit', times: 1 });
    await stand.gateway.deliver();

    const { items } = await stand.findings(await stand.reconcile());

    expect(items.filter(({ words }) => words.includes(workOrderId))).toEqual([]);
    expect(items).toEqual([]);
  });

  it('is quiet about what is posted while the documents are read', async () => {
    const workOrderId = await stand.order();
    await posted(workOrderId);
    await stand.mes.report(`late-${workOrderId}`, { workOrderId });
    stand.altered.meanwhile.set(workOrderId, () => stand.gateway.deliver());

    const { items } = await stand.findings(await stand.reconcile());

    expect(await stand.gateway.simulation.read((engine) => engine.confirmations().filter((document) => document.workOrderId === workOrderId))).toHaveLength(2);
    expect(items.filter(({ words }) => words.includes(workOrderId))).toEqual([]);
  });

  it('waits while the ERP is away, says so, and begins anew', async () => {
    stand.altered.meanwhile.set('WO-8001', () => Promise.reject(new Error('the ERP is away')));
    const id = await stand.reconcile();
    expect((await stand.findings(id)).reconciliation).toMatchObject({ state: 'queued', error: 'the ERP is away' });

    stand.altered.meanwhile.delete('WO-8001');
    await stand.carryOn(2_000);
    const { reconciliation, items } = await stand.findings(id);

    expect(reconciliation).toMatchObject({ state: 'done' });
    expect(items).toEqual([]);
  });

  it('compares the days of a night that failed in the next one, and once', async () => {
    const book = new ReconciliationBook(stand.gateway.database.pool);
    const siteId = 'HAM9';
    const at = stand.gateway.clock.now();
    const night = async (day: string, fromDay: string, state: 'failed' | 'done'): Promise<string | undefined> => {
      await book.request({ siteId, requestedBy: 'system', correlationId: 'nights', night: day, fromDay, toDay: day }, at);
      await book.end((await book.take(at, new Date(at.getTime() + 60_000)))!, state, at, state === 'failed' ? { error: 'the ERP is away' } : undefined);
      return (await book.lastNight(siteId))?.toDay;
    };

    expect(await book.lastNight(siteId)).toBeUndefined();
    expect(await night('2026-11-19', '2026-11-18', 'failed')).toBe('2026-11-18');
    expect(await night('2026-11-20', '2026-11-18', 'done')).toBe('2026-11-20');
    expect(await night('2026-11-21', '2026-11-20', 'failed')).toBe('2026-11-20');
    expect(await night('2026-11-22', '2026-11-20', 'done')).toBe('2026-11-22');
    expect(await book.lastNight(siteId)).toEqual({ night: '2026-11-22', toDay: '2026-11-22' });
  });

  it.each([[{}], [{ productionDay: '2026-11-22', from: '2026-11-22', to: '2026-11-22' }], [{ from: '2026-11-22', to: '2026-11-21' }], [{ from: '2026-10-01', to: '2026-11-22' }], [{ from: '2026-11-22' }]])('refuses %j: that is no stretch of days', async (payload) => {
    const answer = await stand.gateway.request({ method: 'POST', url: `${SITE}/reconciliations`, role: 'supervisor', payload });

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'VALIDATION_FAILED']);
  });
});
