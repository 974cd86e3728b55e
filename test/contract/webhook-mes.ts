import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MesCountedReport, StandingJobOrders } from '@plantway/ports';

/** What happens to the next request, once; to the next one about `workOrderId` when that is given. */
export type MesFault = { readonly workOrderId?: string } & (
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'throttle' | 'outage'; readonly seconds: number }
  | { readonly kind: 'lose-answer' | 'lose-request' | 'half-answer' | 'page' }
);

/** What this MES reads of a job order. */
interface TakenJobOrder {
  readonly jobOrderId: string;
  readonly operationId: string;
  readonly version: number;
  readonly state: string;
  readonly dueAt: string;
  readonly quantity: { readonly value: string; readonly unit: string };
}

/** What it counts of an operation; good pieces only where nothing else is said. */
export interface Counted {
  readonly yield?: string;
  readonly scrap?: string;
  readonly rework?: string;
  readonly underWay?: number;
  readonly reports?: readonly MesCountedReport[];
}

interface Dispatch {
  readonly reference: string;
  readonly siteId: string;
  readonly workOrderId: string;
  readonly version: number;
  readonly verb: string;
  readonly proposalFor?: string;
  readonly jobOrders: readonly TakenJobOrder[];
}

/** A MES on the wire of libs/backends/mes-webhook/README.md, built from that document and nothing of ours. */
export class WebhookMes {
  readonly secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  /** Every version that it took, with what was asked: "WO-1002@1 Store", and "?" behind what was only asked. */
  readonly asked: string[] = [];
  /** Every version that it took, in order: "WO-1002@1". */
  readonly taken: string[] = [];
  /** It serves nobody until it is up again. */
  isDown = false;
  private readonly book = new Map<string, StandingJobOrders & { readonly takenAt: string; readonly jobOrders: readonly TakenJobOrder[] }>();
  private readonly counted = new Map<string, Counted>();
  private faults: MesFault[] = [];

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(): Promise<WebhookMes> {
    const server = createServer();
    const mes = new WebhookMes(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => mes.serve(request, response, Buffer.concat(chunks)));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return mes;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** So much it counts of an operation; `undefined`: it does not know the operation any more. */
  counts(siteId: string, workOrderId: string, operationId: string, counted: Counted | undefined): void {
    const key = `${siteId} ${workOrderId} ${operationId}`;
    if (counted === undefined) this.counted.delete(key);
    else this.counted.set(key, counted);
  }

  /** Faults are used up one by one. */
  plan(fault: MesFault): void {
    this.faults.push(fault);
  }
  /** True when every fault that was planned has met a request. */
  get hasFailed(): boolean {
    return this.faults.length === 0;
  }

  /** The job orders that it would make now. */
  jobOrdersOf(workOrderId: string, siteId = 'BER1'): readonly TakenJobOrder[] | undefined {
    return this.book.get(`${siteId} ${workOrderId}`)?.jobOrders;
  }

  /** Somebody gave it this version past us. */
  holds(workOrderId: string, version: number, siteId = 'BER1'): void {
    this.book.set(`${siteId} ${workOrderId}`, { version, reference: 'from elsewhere', operationIds: [], jobOrders: [], taken: 1, takenAt: new Date().toISOString() });
  }

  standing(siteId: string, workOrderId: string): StandingJobOrders | undefined {
    const stands = this.book.get(`${siteId} ${workOrderId}`);
    return stands && { version: stands.version, reference: stands.reference, operationIds: stands.operationIds, taken: stands.taken };
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }

  private serve(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mes');
    const [, mes, siteId = '', list, workOrderId] = pathname.split('/').map(decodeURIComponent);
    if (mes !== 'mes' || !['job-orders', 'operation-totals'].includes(list ?? '')) return answer(response, 404, { code: 'NO_ROUTE', text: 'There is no such route.' });
    if (!this.signed(request, body)) return answer(response, 401, { code: 'SIGNATURE_INVALID', text: 'The signature does not fit.' });
    if (this.isDown) return answer(response, 503, { code: 'UNAVAILABLE', text: 'Nobody is there.' });
    if (list === 'operation-totals') return answer(response, 200, this.totals(siteId, searchParams));
    const fault = this.nextFault(workOrderId ?? (JSON.parse(body.toString('utf8')) as Dispatch).workOrderId);
    if (fault?.kind === 'refuse') return answer(response, 422, { code: 'REFUSED', text: fault.reason });
    if (fault?.kind === 'throttle') return answer(response, 429, { code: 'THROTTLED', text: 'Too many.' }, { 'retry-after': String(fault.seconds) });
    if (fault?.kind === 'outage') return answer(response, 503, { code: 'UNAVAILABLE', text: 'Closed for now.' }, { 'retry-after': String(fault.seconds) });
    if (fault?.kind === 'page') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html></html>');
    if (fault?.kind === 'lose-request') return void response.destroy();
    if (request.method === 'GET') {
      const stands = this.book.get(`${siteId} ${workOrderId}`);
      return stands === undefined ? answer(response, 404, { code: 'UNKNOWN', text: 'Nothing stands here.' }) : answer(response, 200, shown(workOrderId, stands));
    }
    this.take(siteId, JSON.parse(body.toString('utf8')) as Dispatch, response, fault);
  }

  private totals(siteId: string, asked: URLSearchParams): object {
    const quantity = (value = '0') => ({ value, unit: 'H87' });
    const totals = asked.getAll('workOrderId').flatMap((workOrderId) => {
      const given = this.book.get(`${siteId} ${workOrderId}`)?.operationIds ?? [];
      const counted = [...this.counted.keys()].filter((key) => key.startsWith(`${siteId} ${workOrderId} `)).map((key) => key.split(' ')[2]!);
      return [...new Set([...given, ...counted])].map((operationId) => {
        const { yield: good, scrap, rework, underWay = 0, reports = [] } = this.counted.get(`${siteId} ${workOrderId} ${operationId}`) ?? {};
        return { workOrderId, operationId, yield: quantity(good), scrap: quantity(scrap), rework: quantity(rework), underWay, ...(asked.get('reports') === 'true' && { reports: reports.map(({ reportId, amounts }) => ({ reportId, ...amounts })) }) };
      });
    });
    return { asOf: new Date().toISOString(), totals };
  }

  private nextFault(about: string): MesFault | undefined {
    const fault = this.faults.find(({ workOrderId = about }) => workOrderId === about);
    this.faults = this.faults.filter((planned) => planned !== fault);
    return fault;
  }

  private take(siteId: string, dispatch: Dispatch, response: ServerResponse, fault: MesFault | undefined): void {
    const { reference, workOrderId, version, jobOrders } = dispatch;
    if (dispatch.siteId !== siteId) return answer(response, 400, { code: 'MALFORMED', text: 'The plant of the body is not the one of the path.' });
    const before = this.book.get(`${siteId} ${workOrderId}`);
    if (before !== undefined && before.version > version) return answer(response, 409, shown(workOrderId, before));
    const operationIds = jobOrders.map(({ operationId }) => operationId);
    const stands = before?.reference === reference ? before : { version, reference, operationIds, jobOrders, taken: (before?.taken ?? 0) + 1, takenAt: new Date().toISOString() };
    if (stands !== before) {
      this.taken.push(`${workOrderId}@${version}`);
      this.asked.push(`${workOrderId}@${version} ${dispatch.verb}${dispatch.proposalFor === undefined ? '' : '?'}`);
    }
    this.book.set(`${siteId} ${workOrderId}`, stands);
    if (fault?.kind === 'lose-answer') return; // the request stays open until its sender gives up
    if (fault?.kind === 'half-answer') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write(`{"workOrderId": "${workOrderId}", "vers`, () => response.destroy());
      return;
    }
    answer(response, 200, shown(workOrderId, stands));
  }

  private signed({ headers }: IncomingMessage, body: Buffer): boolean {
    const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name]));
    const key = Buffer.from(this.secret.slice('whsec_'.length), 'base64');
    const expected = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`);
    return Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300 && signatures.split(' ').some((given) => given.length === expected.length && timingSafeEqual(Buffer.from(given), expected));
  }
}

function shown(workOrderId: string | undefined, { version, reference, takenAt }: { readonly version: number; readonly reference: string; readonly takenAt: string }): object {
  return { workOrderId, version, reference, takenAt };
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
