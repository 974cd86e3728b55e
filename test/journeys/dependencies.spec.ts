import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

type Step = readonly [lane: '0010' | '0020' | '0030', name: string, body: object];
const part = (operationId: Step[0], name: string, made: string, more: object = {}): Step => [operationId, name, { operationId, yield: pieces(made), ...more }];
const use: Step = ['0010', 'use', {}];
/** Three lanes of one order; what a lane has behind another is behind it in every order of acceptance. */
const LANES: Readonly<Record<Step[0], readonly Step[]>> = {
  '0010': [part('0010', 'a1', '3'), use, part('0010', 'a2', '2')],
  '0020': [part('0020', 'b1', '4'), part('0020', 'b2', '1')],
  '0030': [part('0030', 'c1', '4'), part('0030', 'end', '1', { kind: 'final' })],
};

/** The lanes, shuffled into each other by a row of lane names: each name takes the next step of its lane. */
const shuffled = (row: readonly Step[0][]): readonly Step[] => {
  const taken = { '0010': 0, '0020': 0, '0030': 0 };
  return row.map((lane) => LANES[lane][taken[lane]++]);
};
const ORDERS: readonly (readonly Step[])[] = [
  ['0010', '0010', '0010', '0020', '0020', '0030', '0030'],
  ['0030', '0030', '0020', '0020', '0010', '0010', '0010'],
  ['0030', '0020', '0010', '0030', '0020', '0010', '0010'],
  ['0020', '0030', '0030', '0010', '0020', '0010', '0010'],
  ['0020', '0010', '0030', '0010', '0020', '0010', '0030'],
].map((row) => shuffled(row as readonly Step[0][]));

/** Three operations, an issue of material, the end, and the end taken back. */
describe('a chain of dependencies', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  beforeAll(async () => {
    gateway = await openGateway();
    mes = new ReportingMes(gateway);
  });
  afterAll(() => gateway.close());
  const openOrder = async (workOrderId: string): Promise<void> => {
    const order = { workOrderId, itemId: 'FG-200', quantity: pieces('5'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z' };
    await gateway.simulation.apply({ type: 'createOrder', order });
  };
  const accept = (workOrderId: string, [lane, name, body]: Step): Promise<string> =>
    name === 'use' ? mes.consume(`${workOrderId}-use`, { workOrderId, operationId: lane, itemId: 'CP-2' }) : mes.report(`${workOrderId}-${name}`, { workOrderId, ...body });
  const booksOf = async (workOrderId: string) => (await mes.documents()).filter((document) => document.workOrderId === workOrderId);

  it.each(ORDERS.map((steps, at) => ({ steps, workOrderId: `WO-80${at}0`, accepted: steps.map(([, name]) => name).join(' ') })))('ends right when it is accepted as $accepted, and taken back', async ({ steps, workOrderId }) => {
    await openOrder(workOrderId);
    const ids: string[] = [];
    for (const step of steps) ids.push(await accept(workOrderId, step));
    await gateway.deliver();

    expect(await Promise.all(ids.map((id) => mes.state(id)))).toEqual(steps.map(() => expect.stringMatching(/^posted/)));
    const stands = { '0010': 0, '0020': 0, '0030': 0 };
    for (const { operationId, yield: made } of await booksOf(workOrderId)) {
      stands[operationId as Step[0]] += Number(made);
      expect([stands['0010'] >= stands['0020'], stands['0020'] >= stands['0030']]).toEqual([true, true]);
    }
    expect(stands).toEqual({ '0010': 5, '0020': 5, '0030': 5 });
    expect((await booksOf(workOrderId)).at(-1)).toMatchObject({ operationId: '0030', yield: '1' });

    // Backwards, in the wrong order: each waits for the one behind it.
    const wishes: string[] = [];
    for (const name of ['a1', 'a2', 'b2', 'c1', 'end', 'b1']) wishes.push(await mes.takeBack(`${workOrderId}-${name}`));
    await gateway.deliver();

    expect(await Promise.all(wishes.map((id) => mes.state(id)))).toEqual(wishes.map(() => 'posted'));
    expect(await Promise.all(['0010', '0020', '0030'].map((operationId) => mes.confirmed(operationId, workOrderId)))).toEqual(['0', '0', '0']);
  });

  it('goes on with what is left when a link is taken back before it is posted', async () => {
    const workOrderId = 'WO-8100';
    await openOrder(workOrderId);
    const end = await accept(workOrderId, part('0030', 'end', '2', { kind: 'final' }));
    const second = await accept(workOrderId, part('0020', 'b1', '2'));
    await gateway.deliver();
    expect([await mes.state(second), await mes.state(end)]).toEqual(['waiting', 'waiting']);

    const wish = await mes.takeBack(`${workOrderId}-b1`);
    await accept(workOrderId, part('0010', 'a1', '2'));
    const again = await accept(workOrderId, part('0020', 'b2', '2'));
    await gateway.deliver();

    expect(await mes.message(wish)).toMatchObject({ state: 'posted', note: `annulled ${workOrderId}-b1` });
    expect([await mes.state(second), await mes.state(again), await mes.state(end)]).toEqual(['annulled', expect.stringMatching(/^posted/), expect.stringMatching(/^posted/)]);
    expect((await booksOf(workOrderId)).map(({ operationId, yield: made }) => [operationId, made])).toEqual([['0010', '2'], ['0020', '2'], ['0030', '2']]);
  });
});
