import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { InstanceClaim, InstanceClaimAnswer } from '@plantway/ports';
import { ClaimBook, InstanceClaims, type DeliveryEngine } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

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

/** A gateway of its own: a database, a worker, and the plant that it means to post into. */
class Gateway {
  readonly claims: InstanceClaims;
  readonly engine: DeliveryEngine;

  constructor(readonly rig: DeliveryRig, plant: ClaimedPlant) {
    this.claims = Gateway.claimsOf(rig, plant);
    this.engine = rig.anotherEngine({ gate: this.claims });
  }

  static claimsOf(rig: DeliveryRig, plant: ClaimedPlant): InstanceClaims {
    return new InstanceClaims({
      pool: rig.database.pool, clock: rig.clock, settings: { instanceClaimMs: CLAIM_MS, sendDeadlineMs: 5_000, sendGraceMs: 500 }, claim: async (_siteId, claim) => plant.claim(claim),
      isSupported: async () => true, wake: async () => undefined, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
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
    const engine = first.rig.anotherEngine({ gate: { isOpen: () => (opens += 1) === 1, admit: async () => undefined } });
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
    isSupported: async () => true, wake: async () => undefined, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
});
