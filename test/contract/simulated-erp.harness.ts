import { simulatedErp } from '@plantway/backends/erp-simulated';
import type { ContractOrder, ErpHarness, ErpPort, OrderWithReportedComponent } from '@plantway/ports';
import { orderStatus, startSimulatedErp } from '@plantway/simulation';
import type { FaultRequest, SimulatedErp, SimulatedErpOptions } from '@plantway/simulation';
import { SeededClock } from '@plantway/testing';

export const BUSINESS_TIME = new Date('2026-11-22T08:00:00Z');
/** Short, so that a lost answer costs a test little; far above what the ERP needs to answer. */
export const DEADLINE_MS = 400;

/** A fresh simulated ERP over its own HTTP face, and the harness around whatever port speaks to it. */
export interface SimulatedErpStand {
  readonly simulation: SimulatedErp;
  /** The backend, bound to this ERP or, for what goes wrong, to another address or key; `deadlineMs` longer where no answer is lost. */
  backend(binding?: { readonly baseUrl?: string; readonly apiKey?: string; readonly deadlineMs?: number }): ErpPort;
  /** `bind` makes the port that is judged out of a backend. */
  harness(bind: (backend: ErpPort) => ErpPort): ErpHarness;
  close(): Promise<void>;
}

export async function openSimulatedErp(options: Partial<SimulatedErpOptions> = {}): Promise<SimulatedErpStand> {
  const simulation = await startSimulatedErp({ now: () => BUSINESS_TIME, ...options });
  const clock = new SeededClock(BUSINESS_TIME);
  const backend: SimulatedErpStand['backend'] = ({ baseUrl = simulation.url, apiKey = simulation.apiKey, deadlineMs = DEADLINE_MS } = {}) =>
    simulatedErp({ baseUrl, apiKey, deadlineMs, answerLimitBytes: 16_777_216 }, clock);
  return { simulation, backend, harness: (bind) => harnessOf(simulation, backend, bind), close: () => simulation.close() };
}

function harnessOf(simulation: SimulatedErp, backend: SimulatedErpStand['backend'], bind: (backend: ErpPort) => ErpPort): ErpHarness {
  const plan = (fault: FaultRequest) => async (): Promise<void> => void simulation.faults.plan(fault);
  let orders = 0;
  const released = async (itemId: string, quantity: string): Promise<string> => {
    orders += 1;
    const workOrderId = `WO-9${String(orders).padStart(3, '0')}`;
    await simulation.apply({
      type: 'createOrder',
      order: {
        workOrderId, itemId, quantity: { value: quantity, unit: 'H87' }, overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z',
      },
    });
    return workOrderId;
  };
  return {
    erp: bind(backend()),
    siteId: simulation.siteId,
    facts: {
      madeItemId: 'FG-100',
      lot: { itemId: 'RM-1', lotId: 'RM1-A' },
      orderNotReleased: 'WO-1002',
      scrapReason: 'BURR',
      openDate: '2026-11-22',
      otherOpenDate: '2026-11-20',
      closedDate: '2026-10-31',
      futureDate: '2026-12-01',
    },
    control: {
      lockOrder: async (workOrderId) => void (await simulation.apply({ type: 'lockOrder', workOrderId, user: 'J. Meier' })),
      unlockOrder: async (workOrderId) => void (await simulation.apply({ type: 'unlockOrder', workOrderId })),
      releaseOnScreen: async (workOrderId) => void (await simulation.apply({ type: 'releaseOrder', workOrderId })),
      holdOnScreen: async (workOrderId) => void (await simulation.apply({ type: 'holdOrder', workOrderId })),
      loseNextAnswer: plan({ kind: 'commit-and-stay-silent' }),
      loseNextRequest: plan({ kind: 'lose-request' }),
      failAfterNextCommit: plan({ kind: 'fail-after-commit' }),
      answerNextCommitWithPage: plan({ kind: 'html-after-commit' }),
      answerNextCommitUnreadably: async (what) => void simulation.faults.plan({ kind: `wrong-${what}-after-commit` }),
      breakNextAnswer: plan({ kind: 'half-body-after-commit' }),
      dripNextAnswer: plan({ kind: 'slow-drip' }),
      breakNextRefusal: plan({ kind: 'half-body' }),
      answerNextWriteWithPage: plan({ kind: 'html' }),
      maintenance: async (seconds) => void simulation.faults.plan({ kind: 'maintenance', retryAfterSeconds: seconds }),
      throttle: async (seconds) => void simulation.faults.plan({ kind: 'throttle', retryAfterSeconds: seconds }),
    },
    releasedOrder: async (quantity = '100'): Promise<ContractOrder> => {
      const workOrderId = await released('FG-100', quantity);
      return { workOrderId, itemId: 'FG-100', firstOperation: '0010', secondOperation: '0020', lotTrackedComponent: 'RM-1' };
    },
    orderWithReportedComponent: async (): Promise<OrderWithReportedComponent> => {
      const workOrderId = await released('FG-300', '100');
      return { workOrderId, operationId: '0020', reportedComponent: 'PK-1', backflushedComponent: 'CP-3', backflushingOperation: '0020' };
    },
    unreachable: () => bind(backend({ baseUrl: 'http://127.0.0.1:1' })),
    withoutAccess: () => bind(backend({ apiKey: 'not-the-key' })),
    statusOf: (workOrderId) => simulation.read((engine) => orderStatus(engine.order(workOrderId)!)),
    lotStatusOf: (itemId, lotId) => simulation.read((engine) => engine.lot(itemId, lotId)!.status),
    ledger: () => simulation.read((engine) => engine.confirmations().map(({ number, reference }) => ({ number, reference }))),
    issues: () => simulation.read((engine) => engine.stockDocuments()
      .filter(({ confirmationNumber, lines }) => confirmationNumber === undefined && lines.some(({ kind }) => kind === 'issue')).map(({ number, reference }) => ({ number, reference }))),
  };
}
