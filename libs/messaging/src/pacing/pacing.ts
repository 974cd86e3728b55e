import { ERP_SIDE, partsOfDestination, type Clock, type OtherSide } from '@plantway/ports';
import type { DeliveryLog } from '../delivery-context.js';
import type { DeliveryStore, DestinationOutlook, LeaseWish } from '../delivery-store.js';
import type { MessagingSettings } from '../messaging.config.js';
import { shareOut, type Bidder } from './fair-share.js';
import type { PaceRule, PaceRules } from './pace-rules.js';
import { standingOf, type PaceStanding } from './pace-standing.js';
import type { PacedTurn } from './paced-turn.js';
import { SlotQueue } from './slot-queue.js';
import { signOf } from './system-failure.js';
import type { SystemPace } from './system-pace.js';

/** Lanes are taken for so long ahead, so that a leased message does not wait long for its moment. */
const SLOT_HORIZON_MS = 2_000;
/** How long after places were refused by what others have under way it is looked again. */
const LOOK_AGAIN_MS = 50;
/** Lanes that are counted ahead for what others have leased, at least. */
const LEAST_LOOKED_AHEAD = 64;

export interface PacingTools {
  readonly clock: Clock;
  readonly settings: MessagingSettings;
  readonly store: DeliveryStore;
  readonly rules: PaceRules;
  readonly log: DeliveryLog;
}

/** A destination with everything that decides how many lanes of it are taken now. */
interface Candidate extends DestinationOutlook {
  readonly rule: PaceRule;
  readonly standing: PaceStanding;
}

/**
 * Decides how many lanes of which destination this worker takes, and when each request may leave: by the limits of the system behind it, its circuit, what it asked for, its maintenance windows, the ramp after an
 * outage, and fairly between sites. What it knows it shares with the other workers through the store.
 */
export class Pacing {
  private paces: ReadonlyMap<string, SystemPace> = new Map();
  private readonly underWay = new Map<string, number>();
  private readonly withoutSlot = new Map<string, number>();
  private readonly slots = new Map<string, SlotQueue>();
  private readonly probing = new Set<string>();
  /** What this worker has written down of destinations. */
  private readonly told = new Map<string, string>();
  private lookedAhead = LEAST_LOOKED_AHEAD;
  private nextAt: Date | undefined;

  constructor(private readonly tools: PacingTools) {}

  /** When something may be to do that was not by the last look; undefined when nothing is known. */
  get nextLookAt(): Date | undefined {
    return this.nextAt;
  }

  /** Looks what is due, and how much of it may be taken now. @param free places of this worker, from 1 */
  async wish(free: number): Promise<LeaseWish> {
    const { clock, store, settings } = this.tools;
    const now = clock.now();
    const { destinations, paces } = await store.look({ due: free, ahead: Math.max(this.lookedAhead, settings.concurrency) });
    this.paces = paces;
    const candidates = destinations.map((seen): Candidate => {
      const rule = this.ruleOf(seen.destination, now);
      return { ...seen, rule, standing: standingOf(paces.get(rule.system), rule, now, settings) };
    });
    await this.tellOf(candidates);
    const allowances = this.allowancesOf(candidates, now);
    const bidders = candidates.flatMap((candidate) => (candidate.due > 0 && !candidate.standing.held ? [this.bidderOf(candidate)] : []));
    const places = shareOut(free, bidders, allowances);
    this.nextAt = soonest(candidates.flatMap((candidate) => this.nextOf(candidate, places, now)));
    return this.wishOf(candidates.filter(({ destination }) => places.has(destination)), places, now);
  }

  /** Begins to work on a lane of the destination. */
  begin(destination: string, side: OtherSide = ERP_SIDE): PacedTurn {
    const now = this.tools.clock.now();
    const { system } = this.ruleOf(destination, now);
    const isProbe = this.probing.delete(system);
    let needsSlot = true;
    add(this.underWay, destination, 1);
    add(this.withoutSlot, system, 1);
    const slotTaken = (): void => {
      if (needsSlot) add(this.withoutSlot, system, -1);
      needsSlot = false;
    };
    return {
      mayRequest: async () => {
        if (this.isHeld(destination, isProbe)) return false;
        if (this.rateOf(destination) === undefined) return true;
        const at = await this.slotsOf(destination).next();
        slotTaken();
        await this.tools.clock.sleep(at.getTime() - this.tools.clock.now().getTime());
        return !this.isHeld(destination, isProbe);
      },
      answered: () => this.noteAnswer(destination),
      failed: (error) => this.noteFailure(destination, side, error),
      end: () => {
        slotTaken();
        add(this.underWay, destination, -1);
      },
    };
  }

  private ruleOf(destination: string, at: Date): PaceRule {
    const rule = this.tools.rules.of(destination, at);
    this.lookedAhead = Math.max(this.lookedAhead, (this.capOf(rule) ?? 0) + this.tools.settings.concurrency);
    return rule;
  }

  private capOf({ concurrentRequests }: PaceRule): number | undefined {
    return concurrentRequests ?? (this.tools.settings.backendConcurrency || undefined);
  }

  /** Requests per second that count now; undefined when the rate is not limited. */
  private rateOf(destination: string): number | undefined {
    const { clock, settings } = this.tools;
    const now = clock.now();
    const rule = this.ruleOf(destination, now);
    const limit = rule.requestsPerSecond ?? (settings.backendRequestsPerSecond || undefined);
    return limit && limit * standingOf(this.paces.get(rule.system), rule, now, settings).share;
  }

  private isHeld(destination: string, isProbe: boolean): boolean {
    const now = this.tools.clock.now();
    const rule = this.ruleOf(destination, now);
    const standing = standingOf(this.paces.get(rule.system), rule, now, this.tools.settings);
    return standing.held?.reason === 'circuitOpen' || standing.isProbe ? !isProbe : standing.held !== undefined;
  }

  private allowancesOf(candidates: readonly Candidate[], now: Date): ReadonlyMap<string, number> {
    const allowances = new Map<string, number>();
    for (const { destination, rule, standing } of candidates) {
      const ofSystem = candidates.filter((other) => other.rule.system === rule.system);
      const known = allowances.get(rule.system) ?? Infinity;
      const bears = standing.isProbe ? 1 : Math.min(this.concurrencyLeft(ofSystem, rule, standing), this.slotsLeft(destination, rule.system, now));
      allowances.set(rule.system, Math.min(known, bears));
    }
    return allowances;
  }

  /** Of a system with a limit, what all workers together have left of it; of one without, only the ramp limits this worker. */
  private concurrencyLeft(ofSystem: readonly Candidate[], rule: PaceRule, { share }: PaceStanding): number {
    const cap = this.capOf(rule);
    if (cap !== undefined) return Math.max(1, Math.floor(cap * share)) - ofSystem.reduce((sum, { leased }) => sum + leased, 0);
    if (share === 1) return Infinity;
    return Math.max(1, Math.ceil(this.tools.settings.concurrency * share)) - ofSystem.reduce((sum, { destination }) => sum + (this.underWay.get(destination) ?? 0), 0);
  }

  /** Requests whose moment comes within the horizon, less those of lanes that are taken already and have none yet. */
  private slotsLeft(destination: string, system: string, now: Date): number {
    const rate = this.rateOf(destination);
    if (rate === undefined) return Infinity;
    const aheadMs = Math.max(0, (this.paces.get(system)?.nextSlot?.getTime() ?? 0) - now.getTime());
    return Math.max(aheadMs === 0 ? 1 : 0, Math.floor(((SLOT_HORIZON_MS - aheadMs) * rate) / 1_000)) - (this.withoutSlot.get(system) ?? 0);
  }

  private bidderOf({ destination, rule, due, since }: Candidate): Bidder {
    return { destination, siteId: partsOfDestination(destination)?.siteId ?? destination, system: rule.system, due, since: since!, underWay: this.underWay.get(destination) ?? 0 };
  }

  private nextOf({ destination, due, nextDue, standing }: Candidate, places: ReadonlyMap<string, number>, now: Date): readonly Date[] {
    const earliest = standing.held?.until ?? now;
    const next = nextDue === undefined ? [] : [nextDue > earliest ? nextDue : earliest];
    if (due === 0) return next;
    if (standing.held) return [earliest];
    return [(places.get(destination) ?? 0) > 0 ? now : new Date(now.getTime() + LOOK_AGAIN_MS)];
  }

  /** Turns are taken where the limit counts what all workers have under way, and where a probe is sent. */
  private wishOf(chosen: readonly Candidate[], places: ReadonlyMap<string, number>, now: Date): LeaseWish {
    this.probing.clear();
    const counted = chosen.filter(({ rule, standing }) => standing.isProbe || this.capOf(rule) !== undefined);
    const turns = new Map(counted.map(({ rule: { system }, standing: { isProbe } }) => {
      if (isProbe) this.probing.add(system);
      return [system, { system, turns: this.paces.get(system)?.turns ?? '0', ...(isProbe && { probeAt: new Date(now.getTime() + this.tools.settings.probeIntervalMs) }) }];
    }));
    return {
      places: chosen.map(({ destination, rule: { system } }) => ({ destination, places: places.get(destination)!, ...(turns.has(system) && { system }) })),
      turns: [...turns.values()],
    };
  }

  /** Writes down what stands behind destinations, when that is news. */
  private async tellOf(candidates: readonly Candidate[]): Promise<void> {
    const said = ({ rule: { system, windowUntil } }: Candidate): string => `${system} ${windowUntil?.toISOString() ?? ''}`;
    const news = candidates.filter((candidate) => this.told.get(candidate.destination) !== said(candidate));
    if (news.length === 0) return;
    await this.tools.store.paces.know(news.map(({ destination, rule: { system, windowUntil } }) => ({ destination, system, windowUntil })));
    for (const candidate of news) this.told.set(candidate.destination, said(candidate));
  }

  private slotsOf(destination: string): SlotQueue {
    const { system } = this.ruleOf(destination, this.tools.clock.now());
    const known = this.slots.get(system) ?? new SlotQueue(async (count) => {
      const intervalMs = 1_000 / (this.rateOf(destination) ?? Infinity);
      return { firstAt: await this.tools.store.paces.takeSlots(system, this.tools.clock.now(), count, intervalMs), intervalMs };
    });
    this.slots.set(system, known);
    return known;
  }

  private async noteAnswer(destination: string): Promise<void> {
    const now = this.tools.clock.now();
    const { system } = this.ruleOf(destination, now);
    const known = this.paces.get(system);
    if (known === undefined || (known.failures === 0 && known.openedAt === undefined)) return;
    await this.tell(system, () => this.tools.store.paces.noteAnswer(system, this.sitesOf(destination), now));
  }

  private async noteFailure(destination: string, side: OtherSide, error: unknown): Promise<void> {
    const found = signOf(error, side);
    if (found === undefined) return;
    const { settings, clock, store } = this.tools;
    const at = clock.now();
    const { system } = this.ruleOf(destination, at);
    await this.tell(system, () => (found.sign === 'asksToWait'
      ? store.paces.noteRest(system, new Date(at.getTime() + Math.min(Math.max(found.retryAfterMs!, 0), settings.retryAfterCapMs)), found.error)
      : store.paces.noteFailure({ system, siteIds: this.sitesOf(destination), at, error: found.error, opensAt: settings.circuitOpensAt, probeAfterMs: settings.probeIntervalMs })));
  }

  /** A store that is away costs the others this news, not the message its outcome. */
  private async tell(system: string, note: () => Promise<SystemPace | undefined>): Promise<void> {
    try {
      const pace = await note();
      if (pace) this.paces = new Map([...this.paces, [system, pace]]);
    } catch (error) {
      this.tools.log.warn({ err: error, system }, 'how a system answers could not be written down');
    }
  }

  private sitesOf(destination: string): readonly string[] {
    const own = partsOfDestination(destination)?.siteId;
    return this.ruleOf(destination, this.tools.clock.now()).siteIds ?? (own === undefined ? [] : [own]);
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function soonest(dates: readonly Date[]): Date | undefined {
  return dates.length === 0 ? undefined : new Date(Math.min(...dates.map((date) => date.getTime())));
}
