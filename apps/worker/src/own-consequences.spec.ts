import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { EventContext, type StoredEvent } from '@plantway/events';
import type { PromiseBook, ReplanCoalescer, ScheduleBook } from '@plantway/execution';
import type { Submission } from '@plantway/ports';
import { siteDirectoryOf, type SiteConfiguration, type SiteDirectory } from '@plantway/sites';
import { JobOrderEventsController } from './job-order-events.controller.js';
import { MaintenanceEventsController } from './maintenance-events.controller.js';
import { OwnCommands } from './own-commands.js';
import { PlannedOrderEventsController } from './planned-order-events.controller.js';
import { PromiseDateEventsController } from './promise-date-events.controller.js';
import { ReplanEventsController } from './replan-events.controller.js';

const SITE = { siteId: 'BER1', plannedOrders: { conversion: 'automatic' }, systems: { maintenance: {}, customer: {}, planning: {} }, equipment: [], equipmentPolicy: { replanWindowSeconds: 300 } } as unknown as SiteConfiguration;
const CONTEXT = new EventContext([{ id: 'e-1', siteid: 'BER1', correlationid: 'journey-1' } as StoredEvent['event'], 1, 'test', 1]);
const DOWN = { downtimeId: 'D-1', siteId: 'BER1', equipmentId: 'WU-10-A', kind: 'down' as const, startedAt: '2026-11-22T05:40:00.000Z', alertedAt: '2026-11-22T05:50:00.000Z', lineId: 'L-1' };

/** What the handlers of one process ask for, with the directory that the process has. */
function handlersWith(sites: SiteDirectory): { readonly asked: string[]; readonly cases: Readonly<Record<string, () => Promise<void>>> } {
  const asked: string[] = [];
  const intake = {
    accept: async ({ kind }: Submission) => {
      asked.push(kind);
      return { outcome: 'accepted', messageId: 'm-1' } as never;
    },
  };
  const own = new OwnCommands({ intake, businessNow: () => new Date('2026-11-22T08:00:00Z'), dayOf: () => '2026-11-22', acceptedByOf: async () => 'credential-1' });
  const promises = { finishesOfLines: async () => [{ customerOrderId: 'CO-1', lineId: '10', workOrderId: 'WO-1', finishAt: '2026-11-24T10:00:00.000Z', scheduleVersion: 1 }] } as unknown as PromiseBook;
  const coalescer = { trigger: async () => void asked.push('replan') } as unknown as ReplanCoalescer;
  const planned = new PlannedOrderEventsController(sites, own);
  const promised = new PromiseDateEventsController(sites, promises, own);
  const replan = new ReplanEventsController(sites, {} as ScheduleBook, coalescer);
  const maintenance = new MaintenanceEventsController(sites, own);
  return {
    asked,
    cases: {
      plannedOrderConversion: () => planned.convert({ messageId: 'm-0', siteId: 'BER1', plannedOrderId: 'PL-1' }, CONTEXT),
      promiseDate: () => promised.tellMoved({ messageId: 'm-0', siteId: 'BER1', affected: [{ workOrderId: 'WO-1', finishAt: '2026-11-24T10:00:00.000Z' }] }, CONTEXT),
      replan: () => replan.equipmentDown(DOWN, CONTEXT),
      maintenanceRequest: () => maintenance.request(DOWN as never, CONTEXT),
    },
  };
}

describe('what follows from an event', () => {
  it.each(['plannedOrderConversion', 'promiseDate', 'replan', 'maintenanceRequest'])('is done later when this process does not know the site yet: %s', async (name) => {
    const early = handlersWith(siteDirectoryOf([]));
    const late = handlersWith(siteDirectoryOf([SITE]));

    await expect(early.cases[name]()).rejects.toMatchObject({ code: 'SITE_NOT_FOUND', kind: 'technical' });
    await late.cases[name]();

    expect([early.asked, late.asked]).toEqual([[], [name]]);
  });

  it.each([
    [PlannedOrderEventsController, 'convert'], [PromiseDateEventsController, 'tellMoved'], [PromiseDateEventsController, 'tellConverted'], [ReplanEventsController, 'equipmentDown'], [ReplanEventsController, 'equipmentUp'],
    [ReplanEventsController, 'held'], [ReplanEventsController, 'changed'], [MaintenanceEventsController, 'request'], [JobOrderEventsController, 'takeBack'], [JobOrderEventsController, 'sendAgain'],
  ] as const)('is never put aside unseen: %p %s waits for a repair', (controller, method) => {
    const handler = (controller.prototype as unknown as Record<string, object>)[method];

    expect(Reflect.getMetadata('microservices:pattern_extras', handler)).toMatchObject({ retry: { failuresBeforeDead: 'never' } });
  });
});
