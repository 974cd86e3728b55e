import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Told {
  readonly siteId: string;
  readonly path: string;
  readonly id: string;
  readonly body: any;
}

const CALENDAR = { timeZone: 'Europe/Berlin', dayStartsAt: '06:00', shifts: [{ shiftId: 'all', name: 'Around the clock', startsAt: '06:00', endsAt: '06:00' }] };
const KINDS: Readonly<Record<string, string>> = { reversal: 'confirmationReversal', 'material-consumptions': 'materialConsumption' };

/** The routes of a gateway that the estate's systems call, over HTTP: keeps what it is told, offers job orders, shows orders and stock, and loses every n-th answer. */
export class HttpGateway {
  /** Told and kept, in order, each once. */
  readonly accepted: Told[] = [];
  /** Told again with another body: must stay empty. */
  readonly conflicts: Told[] = [];
  /** Told again. */
  repeated = 0;
  /** 0 loses none. */
  loseEvery = 0;
  offered: readonly unknown[] = [];
  /** Work orders of every site that are released. */
  workOrders: readonly unknown[] = [];
  private calls = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://gateway');
    const { tier, siteId, subject, rest } = placesIn(url.pathname);
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const answer = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (subject === undefined) return answer(200, { siteId, calendar: CALENDAR, workCalendar: { workDays: [1, 2, 3, 4, 5, 6, 7], nonWorkingDays: [], breaks: [] } });
    const from = Number(url.searchParams.get('cursor') ?? 0);
    if (subject === 'work-orders') return answer(200, { items: url.searchParams.get('status') === 'released' ? this.workOrders : [], nextCursor: null });
    if (subject === 'customer-orders' || subject === 'forecasts') return answer(200, { items: [], nextCursor: null });
    if (subject === 'equipment') return answer(200, { items: [], nextCursor: null });
    if (tier === 'system') return answer(200, { items: [{ siteId, itemId: url.searchParams.get('itemId'), locationId: 'RAW', status: 'unrestricted', quantity: { value: '100000', unit: 'H87' } }], nextCursor: null });
    if (request.method === 'GET' && subject === 'job-orders') return answer(200, { items: this.offered.slice(from), nextCursor: String(this.offered.length) });
    if (request.method === 'GET' && subject === 'production-confirmations') return answer(200, { state: 'posted' });
    if (request.method === 'GET') {
      const own = this.accepted.filter((told) => told.siteId === siteId);
      return answer(200, { items: own.slice(from).map(({ id, path }) => ({ messageId: `message-${id}`, kind: KINDS[path] ?? 'productionConfirmation', state: 'posted' })), nextCursor: String(own.length) });
    }
    const body = JSON.parse(text);
    const told: Told = { siteId, path: rest.at(-1) ?? subject, id: body.confirmationId ?? body.consumptionId ?? body.reversalId ?? body.acknowledgementId ?? body.qualityEventId ?? body.plannedOrderId ?? `${siteId}-${body.scheduleVersionId}`, body };
    const known = this.accepted.find(({ id }) => id === told.id);
    if (known === undefined) this.accepted.push(told);
    else {
      this.repeated += 1;
      if (JSON.stringify(known.body) !== JSON.stringify(body)) this.conflicts.push(told);
    }
    this.calls += 1;
    if (this.loseEvery > 0 && this.calls % this.loseEvery === 0) return void request.socket.destroy();
    answer(202, { messageId: `message-${told.id}`, state: 'accepted' });
  }
}

/** Places in "/process/v1/sites/BER1/job-orders/..." and "/system/erp/v1/sites/BER1/...". */
function placesIn(path: string): { readonly tier: string; readonly siteId: string; readonly subject: string; readonly rest: readonly string[] } {
  const segments = path.split('/').slice(1);
  const [siteId, subject, ...rest] = segments.slice(segments.indexOf('sites') + 1);
  return { tier: segments[0], siteId, subject, rest };
}
