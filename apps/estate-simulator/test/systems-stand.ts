import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerOrder, DemandForecast, WorkOrder } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import type { SendOutcome } from '../src/mes/outgoing.js';
import { estatePlants } from '../src/plants/estate-plant.js';
import type { GatewayForAps } from '../src/systems/aps/gateway-for-aps.js';
import type { SiteCalendar } from '../src/systems/aps/work-times.js';
import { SystemsServer } from '../src/systems/server/systems-server.js';
import { SiteSystems } from '../src/systems/site-systems.js';
import type { OutgoingPost } from '../src/systems/system-journal.js';

export const BEGIN = '2026-11-22T08:00:00Z';
const KEYS = { aps: 'key-aps', crm: 'key-crm', cmms: 'key-cmms', qms: 'key-qms' };
const [PLANT] = estatePlants();
const AROUND_THE_CLOCK: SiteCalendar = {
  calendar: { timeZone: PLANT.timeZone, dayStartsAt: PLANT.dayStartsAt, shifts: PLANT.shifts.map((shift) => ({ ...shift, name: shift.shiftId })) },
  workCalendar: { workDays: [1, 2, 3, 4, 5, 6, 7], nonWorkingDays: [], breaks: [] },
};
const CONTROL_KEY = 'key-control';

interface Answer {
  readonly status: number;
  readonly body: any;
  readonly retryAfter: string | null;
}

/** The business systems of BER1 behind their server, a gateway that takes everything, and a clock that the test moves. */
export class SystemsStand {
  now = new Date(BEGIN);
  /** What the gateway took, in order; what came again with the same id is not kept twice. */
  readonly accepted: OutgoingPost[] = [];
  /** Came again. */
  repeated = 0;
  /** Came again with another body: must stay empty. */
  readonly conflicts: OutgoingPost[] = [];
  loseNextAnswers = 0;
  refuse: string | undefined;
  workOrders: readonly WorkOrder[] = [];
  customerOrders: readonly CustomerOrder[] = [];
  forecasts: readonly DemandForecast[] = [];
  /** When the plant works: around the clock. */
  calendar: SiteCalendar = AROUND_THE_CLOCK;
  private readonly folder = mkdtempSync(join(tmpdir(), 'systems-'));
  private server: SystemsServer | undefined;
  private url = '';
  systems!: SiteSystems;

  static async open(seed = 1): Promise<SystemsStand> {
    const stand = new SystemsStand();
    await stand.start(seed);
    return stand;
  }

  /** Ends and opens everything from its journals. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start(1);
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  readonly gatewayForAps: GatewayForAps = {
    workOrders: () => Promise.resolve(this.workOrders), customerOrders: () => Promise.resolve(this.customerOrders), forecasts: () => Promise.resolve(this.forecasts),
    calendar: () => Promise.resolve(this.calendar),
  };
  readonly gateway = (post: OutgoingPost): Promise<SendOutcome> => {
    if (this.refuse !== undefined && post.id === this.refuse) return Promise.resolve({ outcome: 'refused', code: 'SCHEDULE_SUPERSEDED', detail: 'no' });
    const known = this.accepted.find(({ id }) => id === post.id);
    if (known === undefined) this.accepted.push(structuredClone(post));
    else {
      this.repeated += 1;
      if (JSON.stringify(known.body) !== JSON.stringify(post.body)) this.conflicts.push(post);
    }
    if (this.loseNextAnswers > 0) {
      this.loseNextAnswers -= 1;
      return Promise.resolve({ outcome: 'later' });
    }
    return Promise.resolve({ outcome: 'accepted', messageId: `message-${post.id}` });
  };

  later(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  /** Plans and says it. */
  async plan(): Promise<void> {
    await this.systems.aps.plan(this.gatewayForAps);
    await this.systems.aps.send(this.gateway);
  }

  said(path: string): readonly any[] {
    return this.accepted.filter((post) => post.path === path).map(({ body }) => body);
  }

  factsOf(family: string): readonly SystemFact[] {
    return this.systems.all.find((system) => system.family === family)!.facts;
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }
  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  async call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    const family = path.split('/')[1] as keyof typeof KEYS;
    const response = await fetch(`${this.url}${path}`, {
      method, headers: headers ?? (path.startsWith('/control') ? { 'x-control-key': CONTROL_KEY } : { 'x-system-key': KEYS[family] }), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), retryAfter: response.headers.get('retry-after') };
  }

  private async start(seed: number): Promise<void> {
    this.systems = await SiteSystems.open({
      plant: PLANT, seed, folder: this.folder, now: () => this.now, say: () => undefined, churnMinutes: 15, microStopBelowSeconds: 120, itemOf: () => 'SA-10',
    });
    this.server = new SystemsServer({
      systems: this.systems.all, people: [this.systems.inspector], keys: KEYS, controlKey: CONTROL_KEY, onDefect: (error) => {
        throw error;
      },
    });
    this.url = await this.server.listen(0, '127.0.0.1');
  }

  private async stop(): Promise<void> {
    await this.server!.close();
    await this.systems.close();
  }
}
