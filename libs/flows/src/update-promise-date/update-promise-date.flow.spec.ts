import { describe, expect, it } from '@jest/globals';
import type { PromiseDateUpdate } from '@plantway/canonical';
import type { CustomerPort, DeliveryMessage, PromiseReceipt } from '@plantway/ports';
import { UpdatePromiseDateFlow, type PromisesOfLines } from './update-promise-date.flow.js';

const command: PromiseDateUpdate = { promiseUpdateId: 'SO-1/10@5', siteId: 'BER1', customerOrderId: 'SO-1', lineId: '10', workOrderId: 'WO-1', scheduledFinishAt: '2026-11-26T13:00:00.000Z', scheduleVersion: 5 };
const message: DeliveryMessage<PromiseDateUpdate> = { messageId: 'm-1', siteId: 'BER1', kind: 'promiseDate', sourceSystem: 'plantway', senderId: 'SO-1/10@5', correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z', command };
const receipt = (promisedOn: string, promisedBefore?: string): PromiseReceipt => ({ reference: 'r', backend: 'crm', documents: [{ type: 'promise', number: 'PR-1' }], postedAt: '2026-11-22T08:00:01.000Z', promisedOn, ...(promisedBefore && { promisedBefore }) });
type Standing = Awaited<ReturnType<PromisesOfLines['standing']>>;
const flow = (standing?: Standing): UpdatePromiseDateFlow => new UpdatePromiseDateFlow({ customer: {} as CustomerPort, promises: { standing: async () => standing } });
const SENT = { decision: 'send', parts: [{ partId: 'promise', payload: command }] };
const known = (change: Partial<NonNullable<NonNullable<Standing>['promise']>> = {}): Standing => ({ wantedVersion: 5, promise: { workOrderId: 'WO-1', scheduleVersion: 4, scheduledFinishAt: '2026-11-25T13:00:00.000Z', ...change } });

describe('the update of a promise date', () => {
  it.each<[string, Standing]>([
    ['the customer system knows nothing yet', { wantedVersion: 5 }],
    ['nobody has written down that it is wanted', undefined],
    ['the customer system knows another finish', known()],
    ['the line is made by another work order by now', known({ workOrderId: 'WO-2', scheduledFinishAt: command.scheduledFinishAt })],
  ])('is sent when %s', async (_when, standing) => {
    expect(await flow(standing).plan(message)).toEqual(SENT);
  });

  it('is never sent when a newer schedule says something else of the line already', async () => {
    expect(await flow({ wantedVersion: 6 }).plan(message)).toEqual({ decision: 'finish', state: 'annulled', note: 'superseded by schedule version 6' });
    expect(await flow(known({ scheduleVersion: 7 })).plan(message)).toMatchObject({ state: 'annulled', note: 'superseded by schedule version 7' });
  });

  it('is not sent when the customer system knows this very finish', async () => {
    expect(await flow(known({ scheduledFinishAt: command.scheduledFinishAt })).plan(message)).toMatchObject({ decision: 'finish', state: 'annulled', note: 'the customer system knows this finish already, by schedule version 4' });
  });

  it('is told of when the day differs from the one before, or is the first', () => {
    expect(flow().events(message, [receipt('2026-12-02', '2026-12-01')])).toEqual([{
      type: 'promise-date.changed.v1', subject: 'SO-1/10', data: { messageId: 'm-1', ...command, promisedOn: '2026-12-02', promisedBefore: '2026-12-01', documents: [{ type: 'promise', number: 'PR-1' }] },
    }]);
    expect(flow().events(message, [receipt('2026-12-02')])).toHaveLength(1);
  });

  it('is kept without a word when the day is the same', () => {
    expect(flow().events(message, [receipt('2026-12-01', '2026-12-01')])).toEqual([]);
    expect(flow().effects(message, [receipt('2026-12-01', '2026-12-01')])).toEqual([{
      effect: 'promise_date', data: { customerOrderId: 'SO-1', lineId: '10', workOrderId: 'WO-1', scheduleVersion: 5, scheduledFinishAt: command.scheduledFinishAt, promisedOn: '2026-12-01', promisedBefore: '2026-12-01' },
    }]);
  });
});
