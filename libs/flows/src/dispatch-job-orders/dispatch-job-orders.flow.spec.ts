import { describe, expect, it } from '@jest/globals';
import type { JobOrderDispatch } from '@plantway/canonical';
import type { DeliveryMessage, DispatchReceipt, MesPort } from '@plantway/ports';
import { DispatchJobOrdersFlow } from './dispatch-job-orders.flow.js';

const command: JobOrderDispatch = { siteId: 'BER1', workOrderId: 'WO-1', version: 2, verb: 'Update', jobOrders: [] };
const message: DeliveryMessage<JobOrderDispatch> = {
  messageId: 'm-2', siteId: 'BER1', kind: 'jobOrderDispatch', sourceSystem: 'plantway', senderId: 'WO-1@2', correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z', command,
};
const part = { partId: 'dispatch', payload: command };
const standing = (version: number, reference: string): DispatchReceipt => ({ version, reference, backend: 'mes', documents: [{ type: 'jobOrders', number: `WO-1@${version}` }], postedAt: '2026-11-22T08:00:00.000Z' });
const flow = (newest: number | undefined, receipt?: DispatchReceipt): DispatchJobOrdersFlow => {
  const mes = { dispatch: async () => receipt!, find: async () => (receipt === undefined ? [] : [receipt]) } as unknown as MesPort;
  return new DispatchJobOrdersFlow({ mes, jobOrders: { newestVersion: async () => newest } });
};

describe('the dispatch of job orders', () => {
  it('sends the newest version whole', async () => {
    expect(await flow(2).plan(message)).toEqual({ decision: 'send', parts: [part] });
  });

  it('never sends a version that has become old', async () => {
    expect(await flow(3).plan(message)).toEqual({ decision: 'finish', state: 'annulled', note: 'superseded by version 3' });
  });

  it('finds nothing of ours where the MES has an older version: it did not arrive', async () => {
    expect(await flow(2, standing(1, 'older')).find(part, 'ours', {})).toEqual([]);
  });

  it('finds what it has sent', async () => {
    expect(await flow(2, standing(2, 'ours')).find(part, 'ours', {})).toEqual([standing(2, 'ours')]);
  });

  it('is done where the MES has a newer version, whatever name that was sent under', async () => {
    const newer = flow(2, standing(3, 'newer'));

    expect(await newer.find(part, 'ours', {})).toEqual([standing(3, 'ours')]);
    expect(newer.agrees(part, await newer.send(part, 'ours', {}))).toBe(true);
  });

  it('sends and looks for one that was stored without a verb as one to be stored', async () => {
    const asked: string[] = [];
    const taken = standing(2, 'ours');
    const mes = { dispatch: async ({ verb }: JobOrderDispatch) => (asked.push(verb), taken), find: async ({ verb }: JobOrderDispatch) => (asked.push(verb), [taken]) } as unknown as MesPort;
    const old = { ...part, payload: { ...command, verb: undefined } as unknown as JobOrderDispatch };
    const ours = new DispatchJobOrdersFlow({ mes, jobOrders: { newestVersion: async () => 2 } });

    expect([await ours.send(old, 'ours', {}), await ours.find(old, 'ours', {})]).toEqual([taken, [taken]]);
    expect(asked).toEqual(['Store', 'Store']);
  });

  it('does not agree to an answer that shows an older version', async () => {
    const older = flow(2, standing(1, 'ours'));

    expect(older.agrees(part, await older.send(part, 'ours', {}))).toBe(false);
  });
});
