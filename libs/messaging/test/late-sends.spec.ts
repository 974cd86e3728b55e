import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { DeliveryGuarantees } from '@plantway/ports';
import { until } from '@plantway/testing';
import { FollowUpWatch, LateLook } from '../src/index.js';
import { DeliveryRig, SETTINGS, SITE } from './delivery-rig.js';

const SECOND = 1_000;
const MAXIMUM_DOUBT_MS = 14_400_000;

/** Class R: deadline 5 s, settle 30 s. A send is believed absent 45 s after its deadline, at 50 s, and made again at 51 s. */
describe('a send that arrives after it was believed absent', () => {
  let rig: DeliveryRig;
  const optionsOf = () => ({ pool: rig.database.pool, clock: rig.clock, flows: [rig.flow, rig.reversals], settings: SETTINGS });
  const look = (options: Partial<ConstructorParameters<typeof LateLook>[0]> = {}): Promise<number> => new LateLook({ ...optionsOf(), ...options }).runOnce();
  const watch = (): Promise<number> => new FollowUpWatch(optionsOf()).runOnce();
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  /** Sends c1; the answer is lost, and what was sent is in the ERP after `lateMs`, if it ever is. Ends at 51 s. */
  async function sendAgain(lateMs?: number): Promise<void> {
    rig.erp.will(lateMs === undefined ? 'staySilent' : { commitAfterMs: lateMs });
    await rig.accept('c1', { amount: '40' });
    await rig.deliverIntoSilence(1);
    await rig.after(30 * SECOND);
    await rig.after(15 * SECOND);
    await rig.after(SECOND);
    expect(await rig.state('c1')).toBe('posted');
  }

  const alerts = async () => (await rig.database.pool.query<{ type: string; data: { title?: string } }>(`select type, data from events.event_log where type like 'alert.%' order by insertion_id`)).rows;
  const raised = async () => (await alerts()).filter(({ type }) => type === 'alert.raised.v1').map(({ data }) => data);
  const cleared = async () => (await alerts()).filter(({ type }) => type === 'alert.cleared.v1').length;

  it('is found a settle window after the last send, though nobody is left who could tell: the message has it as a follow-up, and people are alerted, with both numbers', async () => {
    await sendAgain(70 * SECOND);

    await rig.clock.advance(29 * SECOND);
    expect(await look()).toBe(0);
    await rig.clock.advance(SECOND);
    expect(await look()).toBe(1);

    expect(rig.erp.amounts()).toEqual(['40', '40']);
    const message = await rig.message('c1');
    expect(message).toMatchObject({ state: 'postedWithFollowUp', error: { code: 'STANDS_TWICE', owner: 'erpTeam', reason: expect.stringMatching(/confirmation 1001 .* beside confirmation 1000 .*Reverse confirmation 1001 there/) } });
    expect(message.attempts[0]).toMatchObject({ purpose: 'send', outcome: 'unknown', evidence: { answer: { documents: [{ number: '1001' }] } } });
    expect(await raised()).toMatchObject([{ kind: 'doublePosting', severity: 'alarm', siteId: SITE, messageId: message.messageId, ownerRole: 'erpTeam', title: 'productionConfirmation c1 stands twice in the ERP: confirmation 1000, confirmation 1001' }]);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.in-doubt.v1', 'message.retrying.v1', 'message.posted.v1', 'message.double-suspected.v1', 'message.posted.v1']);
  });

  it('is told once, however many look, and not again while it stands', async () => {
    await sendAgain(70 * SECOND);
    await rig.clock.advance(30 * SECOND);

    await Promise.all([look(), look(), look()]);
    await rig.clock.advance(MAXIMUM_DOUBT_MS);
    await look();

    expect(await raised()).toHaveLength(1);
    expect((await rig.eventTypes('c1')).filter((type) => type === 'message.double-suspected.v1')).toHaveLength(1);
  });

  it('is over when the surplus document is reversed in the ERP: the message is posted, the alert cleared', async () => {
    await sendAgain(70 * SECOND);
    await rig.clock.advance(30 * SECOND);
    await look();

    expect(await watch()).toBe(0);
    rig.erp.ledger[0].reversedBy = 'R-0'; // the one that the gateway knows: the surplus one stands still
    expect(await watch()).toBe(0);
    rig.erp.ledger[0].reversedBy = undefined;
    rig.erp.ledger[1].reversedBy = 'R-1';
    expect(await watch()).toBe(1);

    const message = await rig.message('c1');
    expect(message).toMatchObject({ state: 'posted', erp: { documents: [{ number: '1000' }] } });
    expect(message.error).toBeUndefined();
    expect([(await raised()).length, await cleared()]).toEqual([1, 1]);
  });

  it('is found after a longer pause by the last look', async () => {
    await sendAgain(3_600_000);
    await rig.clock.advance(30 * SECOND);
    expect(await look()).toBe(0);
    await rig.clock.advance(MAXIMUM_DOUBT_MS - 30 * SECOND);

    expect(await look()).toBe(1);
    expect(await rig.state('c1')).toBe('postedWithFollowUp');
  });

  it('may never come: two looks, and nothing is told', async () => {
    await sendAgain();
    const asked = rig.erp.readBacks.length;
    await rig.clock.advance(30 * SECOND);
    await look();
    await look();
    await rig.clock.advance(MAXIMUM_DOUBT_MS);
    await look();
    await look();

    expect(rig.erp.readBacks.length - asked).toBe(2);
    expect(await rig.state('c1')).toBe('posted');
    expect(await alerts()).toEqual([]);
  });

  it('is looked for again when the ERP could not be asked', async () => {
    await sendAgain(70 * SECOND);
    await rig.clock.advance(30 * SECOND);
    rig.erp.unreadable = new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
    expect(await look()).toBe(0);
    rig.erp.unreadable = undefined;

    expect(await look()).toBe(1);
  });

  it('is told of a message that was given up meanwhile as well, until it is gone', async () => {
    rig.erp.will({ commitAfterMs: 70 * SECOND });
    const { messageId } = await rig.accept('c1', { amount: '40' });
    await rig.deliverIntoSilence(1);
    await rig.after(30 * SECOND);
    await rig.after(15 * SECOND);
    await rig.desk.discard({ siteId: SITE, messageId, actor: 'somebody else', reason: 'counted twice' });
    await rig.clock.advance(30 * SECOND);

    expect(await look()).toBe(1);
    expect(await rig.state('c1')).toBe('discarded');
    expect(await raised()).toMatchObject([{ kind: 'doublePosting', messageId, title: 'productionConfirmation c1 stands in the ERP though it was not posted: confirmation 1000' }]);

    rig.erp.ledger[0].reversedBy = 'R-1';
    for (let turn = 0; turn < 2; turn += 1) {
      await rig.clock.advance(MAXIMUM_DOUBT_MS);
      await look();
    }

    expect([(await raised()).length, await cleared()]).toEqual([1, 1]);
  });

  it('needs no look when the one send is the one document, nor where the other side enforces its keys', async () => {
    rig.erp.will('commitAndStaySilent');
    await rig.accept('c0', { amount: '1' }, { laneKey: 'B' });
    await rig.deliverIntoSilence(1);
    await rig.after(30 * SECOND);
    expect(await rig.message('c0')).toMatchObject({ state: 'posted', note: 'recovered' });
    const asked = rig.erp.readBacks.length;
    await rig.clock.advance(30 * SECOND);
    await look();
    expect(rig.erp.readBacks).toHaveLength(asked);

    rig.erp.will('staySilent');
    await rig.accept('c1', { amount: '2' });
    await rig.deliverIntoSilence(2);
    for (const ms of [30, 15, 1]) await rig.after(ms * SECOND);
    expect(await rig.state('c1')).toBe('posted');
    const askedAgain = rig.erp.readBacks.length;
    await rig.clock.advance(30 * SECOND);
    await look({ guarantees: { of: () => ({ guaranteeClass: 'K' }) } });
    expect(rig.erp.readBacks).toHaveLength(askedAgain);
  });

  describe('and ends in the process that made it', () => {
    /** A worker that is paused in its send of c1 until 70 s; another one takes the lane over and sends again. */
    async function paused(): Promise<{ readonly ended: Promise<unknown> }> {
      rig.erp.will({ answerAfterMs: 70 * SECOND });
      await rig.accept('c1', { amount: '40' });
      const ended = rig.anotherEngine({ immortal: false }).runOnce();
      await until(() => rig.erp.requests.length === 1);
      await rig.after(20 * SECOND); // its lease is over
      for (const ms of [10, 15, 1]) await rig.after(ms * SECOND);
      expect(await rig.state('c1')).toBe('posted');
      return { ended };
    }

    it('alerts people at once, keeps the answer, and is looked for until that is settled', async () => {
      const { ended } = await paused();
      await rig.clock.advance(24 * SECOND);
      await ended;

      const { messageId, attempts } = await rig.message('c1');
      expect(await raised()).toMatchObject([{ kind: 'doublePosting', messageId, title: 'A send of productionConfirmation c1 ended after its settle window: it may stand twice in the ERP' }]);
      expect(attempts[0]).toMatchObject({ outcome: 'unknown', evidence: { answer: { documents: [{ number: '1001' }] } } });

      await rig.clock.advance(30 * SECOND);
      await look();

      expect(await rig.message('c1')).toMatchObject({ state: 'postedWithFollowUp', error: { code: 'STANDS_TWICE' } });
      expect(await raised()).toHaveLength(1);
    });

    it('was alarmed for nothing when only one document stands in the end: the alert is cleared after the last look', async () => {
      const { ended } = await paused();
      await rig.clock.advance(24 * SECOND);
      await ended;
      rig.erp.ledger.pop();
      await rig.clock.advance(30 * SECOND);
      await look();
      expect(await cleared()).toBe(0);
      await rig.clock.advance(MAXIMUM_DOUBT_MS);
      await look();

      expect([(await raised()).length, await cleared()]).toEqual([1, 1]);
      expect(await rig.state('c1')).toBe('posted');
    });

    it('alarms nobody where the other side enforces its keys', async () => {
      rig.erp.isKeyed = true;
      const keyed: DeliveryGuarantees = { of: () => ({ guaranteeClass: 'K' }) };
      rig.erp.will({ answerAfterMs: 70 * SECOND });
      await rig.accept('c1', { amount: '40' });
      const late = rig.anotherEngine({ immortal: false, guarantees: keyed }).runOnce();
      await until(() => rig.erp.requests.length === 1);
      await rig.clock.advance(20 * SECOND);
      await rig.deliver(rig.anotherEngine({ guarantees: keyed }));
      await rig.clock.advance(2 * SECOND);
      await rig.deliver(rig.anotherEngine({ guarantees: keyed }));
      await rig.clock.advance(50 * SECOND);
      await late;

      expect(await rig.state('c1')).toBe('posted');
      expect(rig.erp.amounts()).toEqual(['40']);
      expect(await alerts()).toEqual([]);
    });
  });
});
