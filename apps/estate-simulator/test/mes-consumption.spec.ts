import { afterEach, describe, expect, it } from '@jest/globals';
import { mesFact } from '../src/ledger/mes-facts.js';
import { factsOnDisk } from '../src/mes/fact-teller.js';
import type { MesFact } from '../src/mes/mes-fact.js';
import type { Outgoing } from '../src/mes/outgoing.js';
import { faultsOf } from './documented-words.js';
import { postAll } from './erp-keeper.js';
import { MesStand } from './mes-stand.js';

describe('material that the MES tells by itself', () => {
  let stand: MesStand;
  afterEach(() => stand.close());

  async function worked(siteId: string, apartShare: number, seed = 1): Promise<readonly Outgoing[]> {
    stand = await MesStand.open(siteId, { apartShare, mistakeShare: 0.3, seed });
    await stand.handOver();
    await stand.workFor(240);
    return stand.gateway.accepted;
  }

  const apartIn = (said: readonly Outgoing[]) => said.flatMap((outgoing) => (outgoing.type === 'consumption' ? [outgoing.body] : []));

  describe.each(['BER1', 'CHI1'])('at %s', (siteId) => {
    it('stands in no report, comes before the report of its run, and is taken by the ERP to the last piece', async () => {
      const said = await worked(siteId, 1);

      const apart = apartIn(said);
      expect(apart.length).toBeGreaterThan(3);
      expect(said.flatMap((outgoing) => (outgoing.type === 'report' ? outgoing.body.consumptions! : []))).toEqual([]);
      expect(await postAll(stand.erp, siteId, said)).toEqual([]);
      for (const [place, outgoing] of said.entries()) {
        if (outgoing.type !== 'consumption') continue;
        const next = said.slice(place).find(({ type }) => type === 'report')!;
        expect(next.body).toMatchObject({ workOrderId: outgoing.body.workOrderId, operationId: outgoing.body.operationId });
      }
      const [{ workOrderId, itemId }] = apart;
      const issued = apart.filter((each) => each.workOrderId === workOrderId && each.itemId === itemId).reduce((sum, { quantity }) => sum + Number(quantity.value), 0);
      const required = await stand.erp.read(({ view }) => view.orders.get(workOrderId)!.components.find((component) => component.itemId === itemId)!.required, siteId);
      expect(String(issued)).toBe(required);
    });
  });

  it('is a share of it, the same with the same seed, and none of it is told twice', async () => {
    const said = await worked('BER1', 0.5);
    await stand.close();
    const again = apartIn(await worked('BER1', 0.5));

    expect(apartIn(said)).toEqual(again);
    const inReports = said.flatMap((outgoing) => (outgoing.type === 'report' ? outgoing.body.consumptions! : []));
    expect(inReports.length).toBeGreaterThan(0);
    expect(new Set(apartIn(said).map(({ consumptionId }) => consumptionId)).size).toBe(again.length);
    expect(await postAll(stand.erp, 'BER1', said)).toEqual([]);
  });

  it('is what the process API documents, and a fact for the ledger, also from the disk and when it was refused', async () => {
    stand = await MesStand.open('BER1', { apartShare: 1 });
    await stand.handOver();
    stand.gateway.refuse = 'use-BER1-000002';
    await stand.workFor(60);

    const bodies = apartIn(stand.gateway.accepted);
    expect(bodies.flatMap((body) => faultsOf('material-consumptions', body) ?? [])).toEqual([]);
    const facts: MesFact[] = [];
    for await (const fact of factsOnDisk(stand.folder, 'BER1', 1)) facts.push(fact);
    expect(facts).toEqual(stand.facts);
    const told = facts.map((fact) => mesFact(fact, 'estate-mes')).filter((fact) => fact.type === 'consumed' || (fact.type === 'refused' && fact.kind === 'materialConsumption'));
    expect(told).toHaveLength(bodies.length + 1);
    expect(told[0]).toEqual({ type: 'consumed', sourceSystem: 'estate-mes', acceptedAt: expect.any(String), consumption: expect.objectContaining({ consumptionId: 'use-BER1-000001', itemId: expect.any(String), quantity: expect.anything() }) });
    expect(told[1]).toMatchObject({ type: 'refused', senderId: 'use-BER1-000002', code: 'VALIDATION_FAILED', consumption: { consumptionId: 'use-BER1-000002' } });
    expect(stand.mes.book.counts).toMatchObject({ consumptions: bodies.length, refused: 1 });
    expect(stand.mes.book.progress.answered).toBe(facts.length);
  });
});
