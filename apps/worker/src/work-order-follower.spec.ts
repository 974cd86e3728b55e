import { afterEach, describe, expect, it } from '@jest/globals';
import { BusinessException, MappingError, TechnicalRetryableError } from '@plantway/canonical';
import { SeededClock, until } from '@plantway/testing';
import { WorkOrderFollower } from './work-order-follower.js';

describe('the follower of orders', () => {
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  const read: string[] = [];
  const reports: string[] = [];
  let swept = 0;
  let follower: WorkOrderFollower;
  afterEach(async () => {
    await follower.stop();
    read.length = reports.length = swept = 0;
  });

  /** An ERP that answers as told, site by site. */
  function follow(erp: (siteId: string, workOrderId: string, ended: AbortSignal) => Promise<void>): void {
    follower = new WorkOrderFollower({
      clock, afterwards: async () => void (swept += 1), report: (siteId, workOrderId) => reports.push(`${siteId} ${workOrderId}`),
      register: {
        refreshOne: async (siteId, workOrderId, { correlationId, signal } = {}) => {
          read.push(`${siteId} ${workOrderId} ${correlationId}`);
          await erp(siteId, workOrderId, signal!);
        },
      },
    });
  }

  it('reads the orders of a site although another site does not answer', async () => {
    follow((siteId, _workOrderId, ended) => (siteId === 'BER1' ? untilEnded(ended) : Promise.resolve()));
    follower.follow('BER1', 'WO-1', 'j-1');
    follower.follow('CHI1', 'WO-2', 'j-2');

    await until(() => swept === 1);

    expect(read).toEqual(['BER1 WO-1 j-1', 'CHI1 WO-2 j-2']);
  });

  it('reads an order once to which much happened, and once more for what happens meanwhile', async () => {
    let answer = (): void => undefined;
    follow(() => (read.length === 1 ? new Promise((resolve) => { answer = resolve; }) : Promise.resolve()));
    follower.follow('BER1', 'WO-1', 'j-1');
    for (const journey of ['j-2', 'j-3', 'j-4']) for (const order of ['WO-1', 'WO-2']) follower.follow('BER1', order, journey);
    answer();

    await until(() => swept === 3);

    expect(read).toEqual(['BER1 WO-1 j-1', 'BER1 WO-1 j-2', 'BER1 WO-2 j-2']);
  });

  it('asks an ERP that was away again, and tells of it once', async () => {
    let isAway = true;
    follow(() => (isAway ? Promise.reject(new TechnicalRetryableError('ERP_UNAVAILABLE', 'away')) : Promise.resolve()));
    follower.follow('BER1', 'WO-1', 'j-1');
    follower.follow('BER1', 'WO-2', 'j-2');
    for (const attempt of [1, 2, 3]) {
      await until(() => read.length === attempt && clock.sleeping === 1);
      if (attempt === 3) isAway = false;
      await clock.advance(1_000);
    }

    await until(() => swept === 2);

    expect(reports).toEqual(['BER1 WO-1']);
    expect(new Set(read.slice(3))).toEqual(new Set(['BER1 WO-1 j-1', 'BER1 WO-2 j-2']));
  });

  it('goes on after an order that is gone, and after one that cannot be understood', async () => {
    follow((_siteId, workOrderId) => {
      if (workOrderId === 'WO-1') return Promise.reject(new BusinessException('NOT_FOUND', 'gone'));
      return workOrderId === 'WO-2' ? Promise.reject(new MappingError('CROSS_REFERENCE_MISSING', 'unit CRATE')) : Promise.resolve();
    });
    for (const order of ['WO-1', 'WO-2', 'WO-3']) follower.follow('BER1', order, 'j');

    await until(() => read.length === 3 && swept === 2);

    expect(reports).toEqual(['BER1 WO-2']);
  });
});

/** A call that nobody answers. */
function untilEnded(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended')), { once: true }));
}
