import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SystemRoot = 'aps' | 'cmms' | 'crm' | 'qms';
/** What happens to the next request, once. */
export type SystemFaultPlan =
  | { readonly kind: 'refuse'; readonly text: string }
  | { readonly kind: 'throttle' | 'outage'; readonly seconds: number }
  | { readonly kind: 'lose-answer' | 'lose-request' | 'half-answer' | 'page' };

type Row = Readonly<Record<string, unknown>>;
/** What one list of a system answers to: its query fields, each of which a row must have. */
const FILTERS: Readonly<Record<string, readonly string[]>> = { requests: ['reference', 'status', 'equipmentId'], orders: [], forecasts: [], inspections: ['status'] };
const TAKEN_AT = '2026-11-22T09:00:01+01:00';

/** The four business systems of a plant on the wire of apps/estate-simulator/src/systems/README.md, built from that document and nothing of ours. */
export class BusinessSystems {
  readonly key = 'key of the systems';
  schedule: Row | undefined;
  readonly orders: Row[] = [];
  readonly forecasts: Row[] = [];
  /** What was taken, by system and reference, in order. */
  private readonly books = new Map<string, { readonly answer: Row; readonly shown: Row; readonly object: string; times: number }>();
  private faults: SystemFaultPlan[] = [];

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(): Promise<BusinessSystems> {
    const server = createServer();
    const systems = new BusinessSystems(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => systems.serve(request, response, Buffer.concat(chunks).toString('utf8')));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return systems;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Faults are used up one by one. */
  plan(fault: SystemFaultPlan): void {
    this.faults.push(fault);
  }

  /** How often something was taken under the reference. */
  taken(root: SystemRoot, reference: string): number {
    return this.books.get(`${root} ${reference}`)?.times ?? 0;
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }

  private serve(request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(request.url ?? '/', 'http://systems');
    const [, root, siteId, collection = '', reference] = url.pathname.split('/').map(decodeURIComponent);
    if (request.headers['x-system-key'] !== this.key) return answer(response, 401, { code: 'KEY_INVALID', text: 'The key is not known.' });
    if (siteId !== 'BER1') return answer(response, 404, { code: 'NO_SUCH_SITE', text: 'This plant is not served here.' });
    const fault = this.faults.shift();
    if (fault?.kind === 'throttle') return answer(response, 429, { code: 'THROTTLED', text: 'Too many.' }, { 'retry-after': String(fault.seconds) });
    if (fault?.kind === 'outage') return answer(response, 503, { code: 'UNAVAILABLE', text: 'Closed for now.' }, { 'retry-after': String(fault.seconds) });
    if (fault?.kind === 'page') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html></html>');
    if (fault?.kind === 'lose-request') return void response.destroy();
    if (fault?.kind === 'refuse') return answer(response, 409, { code: 'RULE', text: fault.text });
    if (request.method === 'POST') return this.take(root as SystemRoot, JSON.parse(body) as { reference: string } & Row, response, fault);
    if (reference !== undefined) return this.show(`${root} ${reference}`, response);
    if (collection === 'schedule') return this.schedule === undefined ? answer(response, 404, { code: 'UNKNOWN', text: 'There is no schedule yet.' }) : answer(response, 200, { schedule: this.schedule, asOf: TAKEN_AT });
    this.list(root ?? '', collection, url.searchParams, response);
  }

  private show(entry: string, response: ServerResponse): void {
    const found = this.books.get(entry);
    if (found === undefined) return answer(response, 404, { code: 'UNKNOWN', text: 'Nothing stands here.' });
    answer(response, 200, found.answer);
  }

  private list(root: string, collection: string, query: URLSearchParams, response: ServerResponse): void {
    const taken = [...this.books].filter(([entry]) => entry.startsWith(`${root} `)).map(([, { shown }]) => shown);
    const workOrderId = query.get('workOrderId');
    const orders = this.orders.filter(({ lines }) => workOrderId === null || (lines as Row[]).some((line) => line.workOrderId === workOrderId));
    const rows = collection === 'orders' ? orders : collection === 'forecasts' ? this.forecasts : taken;
    const asked = rows.filter((row) => FILTERS[collection]?.every((field) => query.get(field) === null || row[field] === query.get(field)));
    const skip = Number(query.get('skip'));
    answer(response, 200, { rows: asked.slice(skip, skip + Number(query.get('take'))), total: asked.length });
  }

  private take(root: SystemRoot, { reference, ...body }: { readonly reference: string } & Row, response: ServerResponse, fault: SystemFaultPlan | undefined): void {
    const command = Object.values(body)[0] as Row;
    const object = String(root === 'crm' ? `${String(command.customerOrderId)}/${String(command.lineId)}` : command.maintenanceRequestId);
    const sameObject = [...this.books].filter(([entry, before]) => entry.startsWith(`${root} `) && before.object === object).at(-1)?.[1];
    const known = this.books.get(`${root} ${reference}`) ?? (root === 'cmms' ? sameObject : undefined);
    const entry = known ?? { ...this.documentOf(root, reference, command, sameObject?.answer), object, times: 1 };
    if (known === undefined) this.books.set(`${root} ${reference}`, entry);
    if (fault?.kind === 'lose-answer') return; // the request stays open until its sender gives up
    if (fault?.kind === 'half-answer') {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' });
      response.write(`{"reference": "${reference}", "num`, () => response.destroy());
      return;
    }
    answer(response, known === undefined ? 201 : 200, entry.answer);
  }

  private documentOf(root: SystemRoot, reference: string, command: Row, before: Row | undefined): { readonly answer: Row; readonly shown: Row } {
    const number = `${root.toUpperCase()}-${this.books.size + 1}`;
    switch (root) {
      case 'aps': return both({ reference, number, takenAt: TAKEN_AT });
      case 'cmms': return both({ reference, number, equipmentId: command.equipmentId, status: 'requested', assignedTo: null, requestedAt: TAKEN_AT });
      case 'crm': return both({ reference, number, promisedOn: daysAfter(String(command.scheduledFinishAt), 2), promisedBefore: before?.promisedOn });
      case 'qms': return {
        answer: { reference, inspectionNumber: number, status: 'open', openedAt: TAKEN_AT },
        shown: { inspectionId: number, reference, scope: command.scope, defectCode: command.defectCode, status: 'open', openedAt: TAKEN_AT },
      };
    }
  }
}

const both = (row: Row): { readonly answer: Row; readonly shown: Row } => ({ answer: row, shown: row });
const daysAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + days * 86_400_000).toISOString().slice(0, 10);

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
