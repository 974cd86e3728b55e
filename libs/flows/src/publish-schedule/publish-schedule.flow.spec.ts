import { describe, expect, it } from '@jest/globals';
import type { ScheduleVersion, ScheduledOperation } from '@plantway/canonical';
import type { DeliveryMessage } from '@plantway/ports';
import { PublishScheduleFlow } from './publish-schedule.flow.js';

const at = (hour: number): string => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`;
const operation = (workOrderId: string, operationId: string, finishHour: number): ScheduledOperation => ({ workOrderId, operationId, workCenterId: 'WC-10', startAt: at(finishHour - 1), finishAt: at(finishHour) });
const schedule = (version: number, ...operations: readonly ScheduledOperation[]): DeliveryMessage<ScheduleVersion> => ({
  messageId: 'm-1', siteId: 'BER1', kind: 'scheduleVersion', sourceSystem: 'aps', senderId: `APS-${version}`, correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z',
  command: { scheduleVersionId: `APS-${version}`, siteId: 'BER1', version, createdAt: at(5), frozenUntil: at(6), reason: 'replan', replanRequestIds: ['LINE-1@x'], operations },
});
const inForce = (version: number, finishes: Readonly<Record<string, string>>): PublishScheduleFlow =>
  new PublishScheduleFlow({ finishes: async () => ({ version, scheduleVersionId: `APS-${version}`, finishes: new Map(Object.entries(finishes)) }) });
const affectedBy = async (flow: PublishScheduleFlow, message: DeliveryMessage<ScheduleVersion>): Promise<unknown> => {
  const plan = await flow.plan(message);
  return plan.decision === 'finish' ? plan.events?.[0].data.affected : plan;
};

describe('a schedule', () => {
  it('comes into force as a whole, without a foreign system, and is told of', async () => {
    const message = schedule(1, operation('WO-1', '10', 8), operation('WO-1', '20', 9));

    expect(await new PublishScheduleFlow({ finishes: async () => undefined }).plan(message)).toEqual({
      decision: 'finish', state: 'posted', note: 'in force; 1 work orders are finished at another time',
      events: [{
        type: 'schedule.published.v1', subject: 'APS-1',
        data: { messageId: 'm-1', siteId: 'BER1', scheduleVersionId: 'APS-1', version: 1, frozenUntil: at(6), reason: 'replan', replanRequestIds: ['LINE-1@x'], affected: [{ workOrderId: 'WO-1', finishAt: at(9) }] },
      }],
      effects: [{ effect: 'schedule_version', data: message.command }],
    });
  });

  it('affects only the work orders that are finished at another time, or are new', async () => {
    const flow = inForce(1, { 'WO-1': at(8), 'WO-2': at(10), 'WO-3': at(11) });
    const next = schedule(2, operation('WO-2', '10', 12), operation('WO-1', '10', 7), operation('WO-1', '20', 8), operation('WO-4', '10', 9));

    expect(await affectedBy(flow, next)).toEqual([{ workOrderId: 'WO-2', finishBefore: at(10), finishAt: at(12) }, { workOrderId: 'WO-4', finishAt: at(9) }]);
  });

  it('affects nobody when only operations before the last one move', async () => {
    expect(await affectedBy(inForce(1, { 'WO-1': at(9) }), schedule(2, operation('WO-1', '10', 8), operation('WO-1', '20', 9)))).toEqual([]);
  });

  it.each([[3, 'older'], [4, 'as old']])('of version %s is pointless when one is in force that makes it %s', async (version) => {
    expect(await inForce(4, {}).plan(schedule(version, operation('WO-1', '10', 8)))).toEqual({ decision: 'finish', state: 'annulled', note: 'superseded by version 4, APS-4' });
  });
});
