import { beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError, type MessageState } from '@plantway/canonical';
import type { AskedVersion } from '@plantway/execution';
import { FinishedChanges } from './finished-changes.js';

const SIGNAL = new AbortController().signal;

describe('what the MES is still asked by changes', () => {
  let asked: AskedVersion[];
  /** Site and message → state. */
  let states: Map<string, MessageState>;
  /** Orders that the ERP does not show. */
  let away: Set<string>;
  /** All that was done, in order. */
  let done: string[];
  let finished: FinishedChanges;
  beforeEach(() => {
    asked = [];
    states = new Map();
    away = new Set();
    done = [];
    finished = new FinishedChanges({
      negotiation: { asked: async () => asked, withdraw: async (_siteId, workOrderId) => done.push(`takes back ${workOrderId}`) },
      register: {
        refreshOne: async (_siteId, workOrderId) => {
          if (away.has(workOrderId)) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'away');
          done.push(`reads ${workOrderId}`);
        },
      },
      messages: { statesOf: async (siteId, ids) => new Map(ids.flatMap((id) => { const state = states.get(`${siteId} ${id}`); return state === undefined ? [] : [[id, state] as const]; })) },
      onFailure: ({ workOrderId }) => done.push(`cannot take back ${workOrderId}`),
    });
  });
  const asks = (siteId: string, workOrderId: string, state: MessageState): void => {
    asked.push({ siteId, workOrderId, messageId: `m-${workOrderId}` });
    states.set(`${siteId} m-${workOrderId}`, state);
  };

  it.each<MessageState>(['accepted', 'waiting', 'retrying', 'posting', 'inDoubt', 'parked', 'awaitingApproval'])('stays asked while its change is %s', async (state) => {
    asks('BER1', 'WO-1', state);

    expect(await finished.sweep(SIGNAL)).toBe(0);
    expect(done).toEqual([]);
  });

  it('is taken back when its change was given up, at whatever site', async () => {
    asks('BER1', 'WO-1', 'discarded');
    asks('CHI1', 'WO-2', 'annulled');

    expect(await finished.sweep(SIGNAL)).toBe(2);
    expect(done).toEqual(['takes back WO-1', 'takes back WO-2']);
  });

  it('is taken back when its change is done and the order, read again, is not like that', async () => {
    asks('BER1', 'WO-1', 'posted');

    await finished.sweep(SIGNAL);

    expect(done).toEqual(['reads WO-1', 'takes back WO-1']);
  });

  it('waits for an ERP that is away, of which is told once, and keeps nothing else from being taken back', async () => {
    asks('BER1', 'WO-1', 'posted');
    asks('BER1', 'WO-2', 'discarded');
    away.add('WO-1');
    await finished.sweep(SIGNAL);
    await finished.sweep(SIGNAL);
    expect(done).toEqual(['takes back WO-2', 'cannot take back WO-1', 'takes back WO-2']);

    away.clear();
    await finished.sweep(SIGNAL);

    expect(done.slice(-2)).toEqual(['reads WO-1', 'takes back WO-1']);
  });
});
