import { DeliveryEngine, FollowUpWatch, LateLook, MessageDesk, MessageReader, type Intake } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';
import type { SeededClock } from '@plantway/testing';
import type { Pool } from 'pg';
import { ScriptedErp, ScriptedFlow } from '../../libs/messaging/test/scripted-erp.js';

/** Two people at the desk: one message is amended and steps aside, of another one they end the doubt; of a third one the surplus document of a late send is found and reversed. */
export async function liveAtTheDesk(pool: Pool, clock: SeededClock, intake: Intake): Promise<void> {
  const desk = new MessageDesk(pool, clock, new MessageReader(pool));
  const erp = new ScriptedErp(clock);
  const options = { pool, clock, flows: [Object.assign(new ScriptedFlow(erp, 'maintenanceRequest'), { events: () => [] })], settings: { sendDeadlineMs: 5_000, settleWindowMs: 120_000 } };
  const engine = new DeliveryEngine(options);
  const deliver = async (): Promise<void> => {
    while (await engine.runOnce() > 0);
  };
  const submission = (senderId: string): Submission => ({
    siteId: 'BER1', kind: 'maintenanceRequest', sourceSystem: 'mes', senderId, laneKey: `desk:${senderId}`, correlationId: `journey-${senderId}`, acceptedBy: 'credential-1', received: { id: senderId }, canonical: { amount: '1' },
    postingDate: '2026-11-22', productionDay: '2026-11-22', search: { lotIds: [], serialNumbers: [] },
  });

  erp.will({ refuse: 'ORDER_CLOSED' });
  const refused = { siteId: 'BER1', messageId: (await intake.accept(submission('desk-1'))).messageId, actor: 'anna', reason: 'wrong machine' };
  await deliver();
  await desk.stepAside(refused);
  await desk.amend(refused, { amended: { ...submission('desk-1'), canonical: { amount: '2' } } });
  await desk.resubmit(refused);
  await deliver();

  erp.will('commitAndFail');
  const doubted = { siteId: 'BER1', messageId: (await intake.accept(submission('desk-2'))).messageId, actor: 'anna', reason: 'found by hand' };
  await deliver();
  erp.ledger.push({ ...erp.ledger.at(-1)!, number: 'twice' });
  await clock.advance(120_000);
  await deliver();
  await desk.proposeResolution(doubted, { resolution: 'posted', documents: [{ type: 'confirmation', number: 'twice' }] });
  const { revision } = (await new MessageReader(pool).get('BER1', doubted.messageId))!;
  await desk.approve({ ...doubted, actor: 'berta', expectedRevision: revision });
  await deliver();

  erp.will({ throws: new Error('the line broke') });
  await intake.accept(submission('desk-3'));
  await deliver();
  for (const ms of [120_000, 60_000, 1_000]) {
    await clock.advance(ms);
    await deliver();
  }
  erp.ledger.push({ ...erp.ledger.at(-1)!, number: 'late' });
  await clock.advance(120_000);
  await new LateLook(options).runOnce();
  erp.ledger.at(-1)!.reversedBy = 'by hand';
  await new FollowUpWatch(options).runOnce();
}
