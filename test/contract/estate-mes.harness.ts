import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mesWebhook } from '@plantway/backends/mes-webhook';
import type { StandingJobOrders } from '@plantway/ports';
import type { BookLine } from '../../apps/estate-simulator/src/mes/book-line.js';
import { Mes } from '../../apps/estate-simulator/src/mes/mes.js';
import { MES_PLANTS } from '../../apps/estate-simulator/src/mes/mes-plant.js';
import { MesServer } from '../../apps/estate-simulator/src/mes/server/mes-server.js';
import { ProxyBefore } from './proxy-before.js';
import { FaultNotHad, type ClosableMesHarness } from './run-mes-contract.js';
import { DEADLINE_MS, WALL_CLOCK, dispatchOf } from './webhook-mes.harness.js';

const SITE = 'BER1';
const CONTROL_KEY = 'key of the controls';
const [SECRET, OTHER_SECRET] = [3, 9].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
/** In the words of the estate's MES, whatever it is asked to say. */
const [ITS_REFUSAL, ITS_RETRY_AFTER_SECONDS] = ['its item is locked in the MES', 1];

/** The MES of the estate as it runs there, with the book of a plant that stands still, behind a proxy. What goes wrong is told to its own control routes, or to the proxy. */
export async function openEstateMes(): Promise<ClosableMesHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'plantway-mes-'));
  const mes = await Mes.open({ plant: MES_PLANTS.find(({ siteId }) => siteId === SITE)!, seed: 1, leaveAlone: [], mistakeShare: 0, folder, now: () => new Date(), say: () => undefined });
  const server = new MesServer({ mes: new Map([[SITE, mes]]), secret: SECRET, controlKey: CONTROL_KEY, now: () => new Date(), onDefect: (error) => { throw error; } });
  const url = await server.listen(0, '127.0.0.1');
  const proxy = await ProxyBefore.start(url);
  const bound = (baseUrl: string, secret: string) => mesWebhook({ baseUrl, secret, deadlineMs: DEADLINE_MS, answerLimitBytes: 65_536 }, WALL_CLOCK);
  const fault = async (kind: string): Promise<void> => {
    const { status } = await fetch(`${url}/control/mes/${SITE}/faults`, { method: 'POST', headers: { 'x-control-key': CONTROL_KEY }, body: JSON.stringify({ kind }) });
    if (status !== 201) throw new FaultNotHad(kind);
  };
  let orders = 0;

  return {
    mes: bound(proxy.url, SECRET),
    siteId: SITE,
    control: {
      refuseNext: async () => (await fault('refuse'), ITS_REFUSAL),
      throttleNext: () => fault('throttle'),
      outageNext: async () => (await fault('unavailable'), ITS_RETRY_AFTER_SECONDS),
      loseNextAnswer: () => fault('take-and-stay-silent'),
      loseNextRequest: () => fault('lose-request'),
      breakNextAnswer: async () => proxy.plan('half-answer'),
      answerNextWithPage: async () => proxy.plan('page'),
    },
    newDispatch: () => dispatchOf(`WO-9${String((orders += 1)).padStart(3, '0')}`),
    counts: async (workOrderId, operationId, pieces) => {
      const { status } = await fetch(`${url}/control/mes/${SITE}/miscounts`, { method: 'POST', headers: { 'x-control-key': CONTROL_KEY }, body: JSON.stringify({ workOrderId, operationId, yield: pieces }) });
      if (status !== 201) throw new Error(`miscounts answered ${status}`);
    },
    standing: (workOrderId) => standingIn(mes, folder, workOrderId),
    unreachable: () => bound('http://127.0.0.1:1', SECRET),
    withoutAccess: () => bound(proxy.url, OTHER_SECRET),
    close: async () => {
      await proxy.close();
      await server.close();
      await mes.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What its floor would make now, and how often it took job orders by its book on disk. */
async function standingIn(mes: Mes, folder: string, workOrderId: string): Promise<StandingJobOrders | undefined> {
  const standing = mes.standing(workOrderId);
  if (standing === undefined) return undefined;
  const lines = (await readFile(join(folder, `mes-${SITE}.ndjson`), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as BookLine);
  const taken = lines.filter((line) => line.line === 'pushed' && line.workOrderId === workOrderId).length;
  return { version: standing.version, reference: standing.reference, operationIds: [...mes.floor.state.orders.get(workOrderId)!.operations.keys()], taken };
}
