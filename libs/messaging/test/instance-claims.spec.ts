import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import { ERP_SIDE, MAINTENANCE_SIDE, MES_SIDE, QUALITY_SIDE, type InstanceClaim, type InstanceClaimAnswer, type OtherSide } from '@plantway/ports';
import { ClaimBook, InstanceClaims, type DeliveryEngine } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';
import { ScriptedFlow } from './scripted-erp.js';

const CLAIM_MS = 30_000;

/** The ERP's side: one token for the plant. */
class ClaimedPlant {
  kept: string | undefined;
  isAway = false;

  claim({ expected, next, takeOver }: InstanceClaim): InstanceClaimAnswer {
    if (this.isAway) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
    const granted = takeOver === true || this.kept === undefined || this.kept === next || this.kept === expected;
    if (granted) this.kept = next;
    return { granted, renewedAt: '2026-11-22T08:00:00Z' };
  }
}

/** What the plant's other systems are sent, by its kind. */
const ELSEWHERE = { jobOrderDispatch: MES_SIDE, nonconformity: QUALITY_SIDE, maintenanceRequest: MAINTENANCE_SIDE } as const satisfies Readonly<Record<string, OtherSide>>;
const KINDS_ELSEWHERE = Object.keys(ELSEWHERE) as readonly (keyof typeof ELSEWHERE)[];

/** A gateway of its own: a database, a worker, and the plant that it means to post into. */
class Gateway {
  readonly claims: InstanceClaims;
  readonly engine: DeliveryEngine;
  guaranteeClass: 'R' | 'K' = 'R';

  constructor(readonly rig: DeliveryRig, plant: ClaimedPlant) {
    this.claims = Gateway.claimsOf(rig, plant);
    const elsewhere = KINDS_ELSEWHERE.map((kind) => Object.assign(new ScriptedFlow(rig.erp, kind), { otherSide: ELSEWHERE[kind] }));
    this.engine = rig.anotherEngine({ gate: this.claims, flows: [rig.flow, ...elsewhere], guarantees: { of: () => ({ guaranteeClass: this.guaranteeClass }) } });
  }

  static claimsOf(rig: DeliveryRig, plant: ClaimedPlant): InstanceClaims {
    return new InstanceClaims({
      pool: rig.database.pool, clock: rig.clock, settings: { instanceClaimMs: CLAIM_MS, sendDeadlineMs: 5_000, sendGraceMs: 500 }, claim: async (_siteId, claim) => plant.claim(claim),
      backendOf: () => 'scripted', isSupported: async () => true, wake: async () => undefined, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
  }

  /** One message for each other system. */
  async acceptElsewhere(): Promise<void> {
    for (const kind of KINDS_ELSEWHERE) await this.rig.accept(kind, undefined, { kind, laneKey: kind });
  }

  statesElsewhere(): Promise<readonly string[]> {
    return Promise.all(KINDS_ELSEWHERE.map((kind) => this.rig.state(kind)));
  }

  async after(ms: number): Promise<void> {
    await this.rig.clock.advance(ms);
    await this.rig.deliver(this.engine);
  }

  async alerts(): Promise<readonly string[]> {
    const { rows } = await this.rig.database.pool.query<{ type: string }>(`select type from events.event_log where type like 'alert.%' order by insertion_id`);
    return rows.map(({ type }) => type);
  }
}

describe('one gateway for one ERP', () => {
  let plant: ClaimedPlant;
  let first: Gateway;
  let second: Gateway;
  beforeEach(async () => {
    plant = new ClaimedPlant();
    first = new Gateway(await DeliveryRig.open(), plant);
    second = new Gateway(await DeliveryRig.open(), plant);
  });
  afterEach(async () => {
    for (const { rig } of [first, second]) {
      await rig.balance();
      await rig.close();
    }
  });

  /** The second gateway gets the claim as a copy of the first one's database would hold it. */
  async function copyDatabase(): Promise<void> {
    const { rows: [claim] } = await first.rig.database.pool.query<{ site_id: string; token: string; pending: string | null }>('select site_id, token, pending from messaging.instance_claim');
    await second.rig.database.pool.query('insert into messaging.instance_claim (site_id, token, pending) values ($1, $2, $3)', [claim!.site_id, claim!.token, claim!.pending]);
  }

  it('lets the one that claimed first send', async () => {
    await first.rig.accept('c1');
    await first.rig.deliver(first.engine);

    expect(await first.rig.state('c1')).toBe('posted');
  });

  it('notices a second one with a database of its own: it sends nothing, says why, and raises one alert', async () => {
    await first.claims.renew([SITE]);
    await second.rig.accept('c1');
    await second.rig.deliver(second.engine);
    await second.after(CLAIM_MS);

    expect(await second.rig.message('c1')).toMatchObject({ state: 'waiting', error: { code: 'GATEWAY_NOT_HOLDER', owner: 'admin' } });
    expect(second.rig.erp.requests).toEqual([]);
    expect(await second.alerts()).toEqual(['alert.raised.v1']);
    expect(await second.claims.refused()).toMatchObject([{ siteId: SITE }]);
    expect(await first.alerts()).toEqual([]);
  });

  it('notices one that works from a copy of the database, as soon as the original has renewed its claim', async () => {
    await first.claims.renew([SITE]);
    await copyDatabase();
    await first.claims.renew([SITE]);
    await second.rig.accept('c1');
    await second.rig.deliver(second.engine);

    expect(await second.rig.state('c1')).toBe('waiting');
    expect(second.rig.erp.requests).toEqual([]);

    await first.claims.renew([SITE]);
    expect(first.claims.isOpen(SITE)).toBe(true);
  });

  it('lets only one go on when the copy claims before the original renews', async () => {
    await first.claims.renew([SITE]);
    await copyDatabase();
    await second.claims.renew([SITE]);
    await first.claims.renew([SITE]);
    await second.claims.renew([SITE]);

    expect([first.claims.isOpen(SITE), second.claims.isOpen(SITE)]).toEqual([false, true]);
    expect(await first.alerts()).toEqual(['alert.raised.v1']);
  });

  it('lets several workers of one database share the claim, each with its own knowledge of it', async () => {
    const other = Gateway.claimsOf(first.rig, plant);
    for (let turn = 0; turn < 3; turn += 1) await Promise.all([first.claims.renew([SITE]), other.renew([SITE])]);

    expect([first.claims.isOpen(SITE), other.isOpen(SITE)]).toEqual([true, true]);
    expect(await first.alerts()).toEqual([]);
  });

  it('takes no refusal seriously that came because other workers of the same database had gone on', async () => {
    await first.claims.renew([SITE]);
    let isFirstCall = true;
    const slow = new InstanceClaims({
      ...claimOptions(), claim: async (_siteId, claim) => {
        if (isFirstCall) {
          isFirstCall = false;
          await first.claims.renew([SITE]);
          await first.claims.renew([SITE]);
        }
        return plant.claim(claim);
      },
    });
    await slow.renew([SITE]);

    expect([first.claims.isOpen(SITE), slow.isOpen(SITE)]).toEqual([true, true]);
    expect(await first.alerts()).toEqual([]);
  });

  it('lets a worker that was paused for longer than the claim ask again before it sends', async () => {
    await first.claims.renew([SITE]);
    await first.rig.clock.advance(CLAIM_MS);
    await second.claims.renew([SITE]); // refused: the claim is kept by the ERP, however old

    expect(first.claims.isOpen(SITE)).toBe(false);

    await first.rig.accept('c1');
    await first.rig.deliver(first.engine);

    expect(await first.rig.state('c1')).toBe('posted');
  });

  it('sends nothing that was planned under a claim that ran out before the first byte', async () => {
    let opens = 0;
    const engine = first.rig.anotherEngine({ gate: { guards: ERP_SIDE, isOpen: () => (opens += 1) === 1, admit: async () => undefined } });
    await first.rig.accept('c1');
    await engine.runOnce();

    expect(await first.rig.message('c1')).toMatchObject({ state: 'retrying', error: { code: 'SEND_NOT_STARTED' } });
    expect(first.rig.erp.requests).toEqual([]);
  });

  it('tries again when the ERP cannot be asked, and raises no alert for it', async () => {
    plant.isAway = true;
    await first.rig.accept('c1');
    await first.rig.deliver(first.engine);

    expect(await first.rig.message('c1')).toMatchObject({ state: 'retrying', error: { code: 'ERP_UNAVAILABLE' } });

    plant.isAway = false;
    await first.after(2_000);

    expect(await first.rig.state('c1')).toBe('posted');
    expect(await first.alerts()).toEqual([]);
  });

  it('goes on with all that goes elsewhere while the ERP is away for longer than the claim', async () => {
    await first.claims.renew([SITE]);
    plant.isAway = true;
    await first.rig.clock.advance(CLAIM_MS);
    await first.rig.accept('c1');
    await first.acceptElsewhere();
    await first.rig.deliver(first.engine);

    expect(await first.statesElsewhere()).toEqual(['posted', 'posted', 'posted']);
    expect(await first.rig.message('c1')).toMatchObject({ state: 'retrying', error: { code: 'ERP_UNAVAILABLE', kind: 'technical', reason: 'connection refused' }, attempts: [] });
  });

  it('goes on with all that goes elsewhere while another gateway holds the ERP', async () => {
    await first.claims.renew([SITE]);
    await second.rig.accept('c1');
    await second.acceptElsewhere();
    await second.rig.deliver(second.engine);

    expect(await second.statesElsewhere()).toEqual(['posted', 'posted', 'posted']);
    expect(await second.rig.message('c1')).toMatchObject({ state: 'waiting', error: { code: 'GATEWAY_NOT_HOLDER' }, attempts: [] });
  });

  it('reads back what is in doubt without a claim, and sends what does not stand only with one', async () => {
    first.rig.erp.will('commitAndFail', { throws: new Error('the line broke') });
    await first.rig.accept('stands', { amount: '1' }, { laneKey: 'A' });
    await first.rig.accept('lost', { amount: '2' }, { laneKey: 'B' });
    await first.rig.deliver(first.engine);
    plant.isAway = true;
    await first.after(30_000);

    expect(await first.rig.message('stands')).toMatchObject({ state: 'posted', note: 'recovered' });

    await first.after(15_000);
    await first.after(60_000);

    expect(await first.rig.message('lost')).toMatchObject({ state: 'retrying', error: { code: 'ERP_UNAVAILABLE' } });
    expect(first.rig.erp.requests).toHaveLength(2);

    plant.isAway = false;
    await first.after(60_000);

    expect(await first.rig.state('lost')).toBe('posted');
    expect(first.rig.erp.amounts()).toEqual(['1', '2']);
  });

  it('does not even ask again under a key without a claim: when the settle window is over the doubt is read back', async () => {
    first.guaranteeClass = 'K';
    first.rig.erp.isKeyed = true;
    await first.claims.renew([SITE]);
    await first.rig.clock.advance(CLAIM_MS - 500);
    plant.isAway = true;
    first.rig.erp.will('commitAndFail');
    await first.rig.accept('c1');
    await first.rig.deliver(first.engine);
    for (let seconds = 0; seconds < 29; seconds += 1) await first.after(1_000);

    expect(await first.rig.message('c1')).toMatchObject({ state: 'inDoubt', error: { code: 'ERP_ANSWER_LOST', reason: expect.stringContaining('connection refused') } });
    expect(first.rig.erp.requests).toHaveLength(1);
    expect(first.rig.erp.readBacks).toEqual([]);

    await first.after(1_000);

    expect(await first.rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
  });

  it('asks an ERP once whether it has a place for claims, and again when the site has another one, whose claim is another', async () => {
    const asked: string[] = [];
    let backend = 'silent';
    const claims = new InstanceClaims({
      ...claimOptions(), claim: async (_siteId, claim) => plant.claim(claim), backendOf: () => backend, isSupported: async () => {
        asked.push(backend);
        if (asked.length === 1) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
        return true;
      },
    });
    for (let turn = 0; turn < 3; turn += 1) await claims.renew([SITE]);

    expect(asked).toEqual(['silent', 'silent']);
    expect(claims.isOpen(SITE)).toBe(true);

    backend = 'new';

    expect(claims.isOpen(SITE)).toBe(false);

    await claims.renew([SITE]);

    expect(asked).toEqual(['silent', 'silent', 'new']);
    expect(claims.isOpen(SITE)).toBe(true);
  });

  it('survives a claim whose answer was lost: the same token is claimed once more', async () => {
    const lost = new InstanceClaims({ ...claimOptions(), claim: async (_siteId, claim) => { plant.claim(claim); throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'the answer was lost'); } });
    await lost.renew([SITE]);
    await first.claims.renew([SITE]);

    expect(first.claims.isOpen(SITE)).toBe(true);
    expect(await first.alerts()).toEqual([]);
  });

  it('lets a person take the plant over: it sends once the one before has surely stopped, and that one stops', async () => {
    await first.claims.renew([SITE]);
    await second.rig.accept('c1');
    await second.rig.deliver(second.engine);
    await new ClaimBook(second.rig.database.pool).takeOver(SITE, { actor: 'operator', reason: 'The first one burnt down.', at: second.rig.clock.now() });
    await second.after(CLAIM_MS);

    expect(second.rig.erp.requests).toEqual([]); // the one before may still be sending

    await second.after(CLAIM_MS + 5_500);

    expect(await second.rig.state('c1')).toBe('posted');
    expect(await second.alerts()).toEqual(['alert.raised.v1', 'alert.cleared.v1']);
    const { rows } = await second.rig.database.pool.query<{ action: string; actor_id: string }>(`select action, actor_id from security.audit_entry where object_type = 'site'`);
    expect(rows).toEqual([{ action: 'site.taken-over', actor_id: 'operator' }]);

    await first.claims.renew([SITE]);
    expect(first.claims.isOpen(SITE)).toBe(false);
  });

  const claimOptions = () => ({
    pool: first.rig.database.pool, clock: first.rig.clock, settings: { instanceClaimMs: CLAIM_MS, sendDeadlineMs: 5_000, sendGraceMs: 500 },
    backendOf: () => 'scripted', isSupported: async () => true, wake: async () => undefined, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
});
