import { describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError, type EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer, EquipmentEventSink } from '@plantway/ports';
import { SiteInbox } from '../src/site-inbox.js';

const EVENT: EquipmentEvent = { eventId: 'E-1', siteId: 'BER1', equipmentId: 'WU-20-A', occurredAt: '2026-11-22T05:40:00.000Z', type: 'state', state: 'down' };
const kept = (events: readonly EquipmentEvent[]): readonly EquipmentEventAnswer[] => events.map(({ eventId }) => ({ eventId, outcome: 'accepted' }));

/** An inbox before a sink that fails in turn as `failures` says, and then keeps. */
function inboxBefore(failures: readonly (Error | undefined)[]): { readonly inbox: SiteInbox; readonly told: string[]; readonly troubled: boolean[] } {
  const told: string[] = [];
  const troubled: boolean[] = [];
  const left = [...failures];
  const sink: EquipmentEventSink = {
    take: async (_siteId, _sourceSystem, events) => {
      const failure = left.shift();
      if (failure !== undefined) throw failure;
      return kept(events);
    },
  };
  const inbox: SiteInbox = new SiteInbox({
    siteId: 'BER1', sourceSystem: 'equipment-mqtt', sink, clock: { sleep: async () => void troubled.push(inbox.isInTrouble) }, onLost: (_event, reason) => void told.push(`lost: ${reason}`), onTrouble: (reason) => void told.push(reason),
  });
  return { inbox, told, troubled };
}

describe('the inbox of a site', () => {
  it('tells once that what machines say is not kept, however often it tries, and of another outage again', async () => {
    const away = new TechnicalRetryableError('PROCESS_UNAVAILABLE', 'the process API is away');
    const { inbox, told, troubled } = inboxBefore([...Array.from({ length: 20 }, () => away), undefined, away]);

    await inbox.take(EVENT);
    expect(inbox.isInTrouble).toBe(false);
    await inbox.take(EVENT);

    expect(told).toEqual(['the process API is away', 'the process API is away']);
    expect([troubled.length, troubled.every(Boolean), inbox.isInTrouble]).toEqual([21, true, false]);
  });

  it('tells of a refusal that comes after an outage, and of a defect, and goes on trying', async () => {
    const { inbox, told } = inboxBefore([
      new TechnicalRetryableError('PROCESS_UNAVAILABLE', 'the process API is away'), new BusinessException('NOT_OWNER', 'another system owns the machines'), new BusinessException('NOT_OWNER', 'another system owns the machines'), new TypeError('no such member'),
    ]);

    await inbox.take(EVENT);

    expect(told).toEqual(['the process API is away', 'another system owns the machines', 'no such member']);
  });
});
