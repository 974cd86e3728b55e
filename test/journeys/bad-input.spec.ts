import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCESS_CASES, BUSINESS_CASES, GOOD_CONFIRMATION, SHAPE_CASES, type BadInputCase } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly correlationId: string;
  readonly findings: readonly { readonly path: string; readonly problem: string; readonly fix: string }[];
}

/** The cases stand in bad-input-cases.ts; docs/bad-input.md shows the same rows. */
describe('bad input', () => {
  let gateway: GatewayStand;

  beforeAll(async () => { gateway = await openGateway(); });
  afterAll(() => gateway.close());

  describe.each([['the request is wrong', SHAPE_CASES], ['who asks, where and how', ACCESS_CASES]])('%s', (_name, cases) => {
    it.each(cases.map((each) => [each.name, each] as const))('%s: refused, nothing stored, nothing sent', async (_case, each) => {
      await prepare(gateway, each);
      const storedBefore = await gateway.countMessages();
      const postedBefore = await confirmationsInErp(gateway);

      const answer = await send(gateway, each);
      await gateway.deliver();

      const problem = answer.json<Problem>();
      expect({ status: answer.statusCode, code: problem.code, findings: problem.findings.map(({ path }) => path) }).toEqual({ status: each.status, code: each.code, findings: each.findings });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(problem.correlationId).toBe(answer.headers['x-correlation-id']);
      for (const finding of problem.findings) expect(finding).toEqual({ path: finding.path, problem: expect.stringMatching(/./), fix: expect.stringMatching(/./) });
      expect(await gateway.countMessages()).toBe(storedBefore);
      expect(await confirmationsInErp(gateway)).toBe(postedBefore);
    });
  });

  it('tells who has no credential how to authenticate', async () => {
    const answer = await send(gateway, ACCESS_CASES.find(({ role }) => role === null)!);

    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('tells a wrong role which roles may', async () => {
    const answer = await send(gateway, ACCESS_CASES.find(({ role }) => role === 'supplier')!);

    expect(answer.json<{ requiredRoles: string[] }>().requiredRoles).toEqual(['mes', 'edge', 'admin']);
  });
});

describe('the state of the business is against it', () => {
  let gateway: GatewayStand;

  beforeEach(async () => { gateway = await openGateway(); });

  it.each(BUSINESS_CASES.map((each) => [each.name, each] as const))('%s: accepted, and the message shows why it is not posted', async (_case, each) => {
    try {
      await prepare(gateway, each);

      const answer = await send(gateway, each);
      await gateway.deliver();

      expect(answer.statusCode).toBe(202);
      const message = (await gateway.request({ method: 'GET', url: answer.headers.location! })).json<{ state: string; error: { code: string; reason: string; fix: string } }>();
      expect({ state: message.state, code: message.error.code }).toEqual(each.stored);
      expect(message.error).toMatchObject({ reason: expect.stringMatching(/./), fix: expect.stringMatching(/./) });
      expect(await confirmationsInErp(gateway)).toBe(0);
    } finally {
      await gateway.close();
    }
  });
});

async function prepare(gateway: GatewayStand, { before }: BadInputCase): Promise<void> {
  const { simulation } = gateway;
  if (before === 'goodWasAccepted') expect((await send(gateway, { name: 'good', status: 202, stored: 'nothing' })).statusCode).toBe(202);
  if (before === 'goodWasAccepted') await gateway.deliver();
  if (before === 'orderKnownAtOtherSite') {
    await gateway.knowOrder('MUC1', 'WO-9001');
    await gateway.readOrders('BER1');
  }
  if (before === 'orderClosed') await simulation.apply({ type: 'closeOrder', workOrderId: GOOD_CONFIRMATION.workOrderId });
  if (before === 'erpDown') simulation.faults.plan({ kind: 'unavailable', untilCleared: true });
}

function send(gateway: GatewayStand, each: BadInputCase) {
  const good: Record<string, unknown> = structuredClone(GOOD_CONFIRMATION);
  const payload = each.text ? each.text(JSON.stringify(good)) : JSON.stringify(each.body ? each.body(good) : good);
  return gateway.request({
    method: each.method ?? 'POST', url: `/process/v1/sites/${each.siteId ?? 'BER1'}/production-confirmations`, payload,
    headers: { 'content-type': each.contentType ?? 'application/json' }, role: each.role,
  });
}

const confirmationsInErp = (gateway: GatewayStand): Promise<number> => gateway.simulation.read((engine) => engine.confirmations().length);
