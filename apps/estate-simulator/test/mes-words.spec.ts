import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { factsOnDisk } from '../src/mes/fact-teller.js';
import type { MesFact } from '../src/mes/mes-fact.js';
import { MesStand } from './mes-stand.js';
import type { MesHabits } from './mes-stand.js';

describe('what the MES says', () => {
  let stand: MesStand;
  beforeEach(async () => {
    stand = await MesStand.open('BER1');
  });
  afterEach(() => stand.close());

  async function restart(siteId: string, habits?: MesHabits): Promise<void> {
    await stand.close();
    stand = await MesStand.open(siteId, habits);
  }

  it('sends the very same again until it has an answer, in order', async () => {
    await stand.handOver();
    stand.gateway.loseNextAnswers = 2;

    expect(await stand.mes.send(stand.gateway)).toBe(0);
    expect(await stand.mes.send(stand.gateway)).toBe(0);
    expect(await stand.mes.send(stand.gateway)).toBeUndefined();

    expect(stand.gateway.received.slice(0, 3)).toEqual([stand.gateway.accepted[0], stand.gateway.accepted[0], stand.gateway.accepted[0]]);
    expect(new Set(stand.gateway.accepted.map(({ id }) => id)).size).toBe(stand.gateway.accepted.length);
    expect(stand.mes.book.waiting).toBe(0);
  });

  it('goes on while the gateway is away, and after a restart says what has no answer, body unchanged', async () => {
    await stand.handOver();
    await stand.workFor(3);
    const answered = stand.gateway.accepted.length;
    stand.gateway.away = true;
    for (let hour = 0; hour < 4; hour += 1) {
      stand.now = new Date(stand.now.getTime() + 3_600_000);
      await stand.mes.work();
      if (stand.mes.book.waiting > 0) expect(await stand.mes.send(stand.gateway)).toBe(0);
    }
    const waiting = stand.mes.book.waiting;
    const next = stand.mes.book.next();
    expect(waiting).toBeGreaterThan(3);
    await stand.mes.close();

    stand.gateway.away = false;
    await stand.resume('BER1');
    expect(stand.mes.book.waiting).toBe(waiting);
    expect(stand.mes.book.next()).toEqual(next);
    expect(await stand.mes.send(stand.gateway)).toBeUndefined();

    expect(stand.gateway.accepted.length).toBe(answered + waiting);
    await stand.workFor(2);
    const ids = stand.gateway.accepted.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says nothing while it is down, and the floor goes on', async () => {
    await stand.handOver();
    await stand.workFor(1);
    const before = stand.gateway.received.length;
    stand.mes.goDown(3_600_000);

    await stand.workFor(5);
    expect(stand.gateway.received.length).toBe(before);
    expect(stand.mes.book.waiting).toBeGreaterThan(3);

    stand.mes.goDown(0);
    await stand.mes.send(stand.gateway);
    expect(stand.mes.book.waiting).toBe(0);
  });

  it('tells a refusal and does not stop at it', async () => {
    await stand.handOver();
    stand.gateway.refuse = stand.mes.book.next()!.id;

    await stand.mes.send(stand.gateway);

    expect(stand.said).toEqual([`acknowledgement ${stand.gateway.refuse} was refused: VALIDATION_FAILED no`]);
    expect(stand.mes.book.waiting).toBe(0);
    expect(stand.mes.book.counts.refused).toBe(1);
  });

  it('tells one fact for each report and reversal when it was accepted, in that order, and the same facts again from the disk', async () => {
    await stand.handOver();
    await stand.workFor(60);

    expect(stand.facts.map(({ sequence }) => sequence)).toEqual(stand.facts.map((_fact, place) => place + 1));
    const idOf = (fact: MesFact): string => (fact.type === 'confirmed' ? fact.report.confirmationId : fact.type === 'takenBack' ? fact.reversalId : fact.type === 'consumed' ? fact.consumption.consumptionId : `refused ${fact.sequence}`);
    expect(stand.facts.map(idOf)).toEqual(stand.gateway.accepted.filter(({ type }) => type !== 'acknowledgement').map(({ id }) => id));
    const replayed: MesFact[] = [];
    for await (const fact of factsOnDisk(stand.folder, 'BER1', 4)) replayed.push(fact);
    expect(replayed).toEqual(stand.facts.slice(3));
  });

  it('tells a fact of what the gateway refused too, with its reason, and how much has no answer', async () => {
    await restart('BER1', { mistakeShare: 0.5 });
    await stand.handOver();
    stand.gateway.refuse = 'mes-BER1-000002';
    while (stand.facts.length < 4) await stand.workFor(1);

    expect(stand.facts[1]).toEqual(expect.objectContaining({ type: 'refused', sequence: 2, code: 'VALIDATION_FAILED', detail: 'no', said: expect.objectContaining({ type: 'report', report: expect.objectContaining({ confirmationId: 'mes-BER1-000002' }) }) }));
    expect(stand.facts[2]).toEqual(expect.objectContaining({ sequence: 3 }));
    const replayed: MesFact[] = [];
    for await (const fact of factsOnDisk(stand.folder, 'BER1', 1)) replayed.push(fact);
    expect(replayed).toEqual(stand.facts);
    expect(stand.mes.book.counts).toEqual(expect.objectContaining({ refused: 1, unanswered: 0 }));

    stand.gateway.away = true;
    const answered = stand.facts.length;
    expect(stand.mes.book.progress).toEqual({ said: answered, answered });
    for (stand.now = new Date(stand.now.getTime() + 3_600_000); stand.mes.book.waiting < 2; stand.now = new Date(stand.now.getTime() + 3_600_000)) await stand.mes.work();
    expect(stand.mes.book.progress).toEqual({ said: answered + stand.mes.book.waiting, answered });
  });
});
