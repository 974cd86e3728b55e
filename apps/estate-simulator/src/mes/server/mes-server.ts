import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mes } from '../mes.js';
import { answerMesControl } from './mes-control.js';
import { MesRefusal } from './mes-refusal.js';
import { operationTotals } from './operation-totals.js';
import { readWebhookBody } from './webhook-body.js';
import { WebhookFaults } from './webhook-faults.js';
import { isSigned } from './webhook-signature.js';

const LARGEST_BODY_BYTES = 1_048_576;

export interface MesServerOptions {
  readonly mes: ReadonlyMap<string, Mes>;
  /** Signs the webhooks, `whsec_...`; of a MES that fetches the key to its totals. */
  readonly secret: string;
  /** Opens the control routes. */
  readonly controlKey: string;
  /** Business time. */
  readonly now: () => Date;
  /** Told of failures that nobody foresaw. */
  readonly onDefect: (error: unknown) => void;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}
/** The connection is cut without an answer. */
const SILENCE = 'silence';

/** The MES side of all sites over HTTP: webhooks as libs/backends/mes-webhook/README.md describes them, and control routes of our own. */
export class MesServer {
  private readonly server: Server;
  private readonly faults = new Map<string, WebhookFaults>();

  constructor(private readonly options: MesServerOptions) {
    this.server = createServer((request, response) => void this.serve(request, response));
    for (const siteId of options.mes.keys()) this.faults.set(siteId, new WebhookFaults());
  }

  /** Resolves with the address, "http://127.0.0.1:8095". */
  async listen(port: number, host: string): Promise<string> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return `http://${host.includes(':') ? `[${host}]` : host}:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.server.close(() => done()));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.answer(request);
      if (answer === SILENCE) request.socket.destroy();
      else send(response, answer.status, answer.body);
    } catch (error) {
      if (!(error instanceof MesRefusal)) {
        if (request.destroyed && !request.complete) return; // the caller left in the middle of its body
        this.options.onDefect(error);
        return send(response, 500, { code: 'DEFECT', text: 'This should not happen.' });
      }
      if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
      send(response, error.status, { code: error.code, text: error.message });
    }
  }

  private async answer(request: IncomingMessage): Promise<Answer | typeof SILENCE> {
    const [area, ...segments] = segmentsOf(request.url ?? '/');
    const body = await bodyOf(request);
    if (area === 'control') return this.control(request, segments, body);
    const [siteId, subject, workOrderId, ...surplus] = segments;
    const mes = this.options.mes.get(siteId);
    if (area === 'mes' && subject === 'operation-totals' && workOrderId === undefined && request.method === 'GET') return this.totals(mes, siteId, request);
    const isPost = request.method === 'POST' && workOrderId === undefined;
    const isGet = request.method === 'GET' && workOrderId !== undefined;
    if (area !== 'mes' || subject !== 'job-orders' || surplus.length > 0 || !(isPost || isGet)) throw new MesRefusal(404, 'NO_SUCH_PATH', 'There is no such path.');
    if (mes === undefined || mes.plant.style !== 'push') throw new MesRefusal(404, 'NO_SUCH_SITE', `There is no MES of site ${siteId} that takes webhooks.`);
    if (mes.isDown) throw new MesRefusal(503, 'UNAVAILABLE', 'The MES does not serve now.', 1);
    if (!isSigned(request.headers, body, this.options.secret, Date.now())) throw new MesRefusal(401, 'SIGNATURE_INVALID', 'The signature does not fit.');
    return isPost ? this.take(mes, siteId, body) : standing(mes, workOrderId);
  }

  private async take(mes: Mes, siteId: string, body: Buffer): Promise<Answer | typeof SILENCE> {
    const { reference, siteId: named, workOrderId, version, verb, proposalFor, jobOrders } = readWebhookBody(body);
    if (named !== siteId) throw new MesRefusal(400, 'MALFORMED', 'siteId is not that of the path.');
    const fault = this.faults.get(siteId)!.next();
    if (fault === 'lose-request') return SILENCE;
    if (fault === 'unavailable') throw new MesRefusal(503, 'UNAVAILABLE', 'The MES does not serve now.', 1);
    if (fault === 'refuse') throw new MesRefusal(422, 'REFUSED', `Work order ${workOrderId} is not taken: its item is locked in the MES.`);
    const stands = await mes.push(reference, workOrderId, version, jobOrders, { ...(verb !== undefined && { verb }), ...(proposalFor !== undefined && { proposalFor }) });
    if (fault === 'take-and-stay-silent') return SILENCE;
    if (fault === 'fail-after-taking') return { status: 500, body: { code: 'INTERNAL', text: 'Nobody knows.' } };
    return { status: stands.version > version ? 409 : 200, body: stands };
  }

  /** A MES that fetches gives its totals to whoever has its key; one that takes webhooks to whoever signs. */
  private totals(mes: Mes | undefined, siteId: string, request: IncomingMessage): Answer {
    if (mes === undefined) throw new MesRefusal(404, 'NO_SUCH_SITE', `There is no MES of site ${siteId}.`);
    if (mes.isDown) throw new MesRefusal(503, 'UNAVAILABLE', 'The MES does not serve now.', 1);
    const { secret, now } = this.options;
    if (mes.plant.style === 'pull') {
      if (!isKey(request.headers['x-system-key'], secret)) throw new MesRefusal(401, 'KEY_INVALID', 'The key is missing or wrong.');
    } else if (!isSigned(request.headers, Buffer.alloc(0), secret, Date.now())) throw new MesRefusal(401, 'SIGNATURE_INVALID', 'The signature does not fit.');
    return operationTotals(mes, new URL(request.url ?? '/', 'http://mes').searchParams, now());
  }

  private async control(request: IncomingMessage, [subject, siteId, ...segments]: readonly string[], body: Buffer): Promise<Answer> {
    if (!isKey(request.headers['x-control-key'], this.options.controlKey)) throw new MesRefusal(401, 'CONTROL_KEY_INVALID', 'The control key is missing or wrong.');
    const mes = this.options.mes.get(siteId);
    if (subject !== 'mes' || mes === undefined) throw new MesRefusal(404, 'NO_SUCH_SITE', 'There is no such MES.');
    return answerMesControl({ method: request.method ?? '', segments, body, mes, now: this.options.now, faults: this.faults.get(siteId)! });
  }
}

function segmentsOf(path: string): readonly string[] {
  try {
    return path.split('?', 1)[0].split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new MesRefusal(400, 'MALFORMED', 'The path is not readable.');
  }
}

function standing(mes: Mes, workOrderId: string): Answer {
  const stands = mes.standing(workOrderId);
  if (stands === undefined) throw new MesRefusal(404, 'UNKNOWN', `Nothing stands here for work order ${workOrderId}.`);
  return { status: 200, body: stands };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) throw new MesRefusal(413, 'TOO_LARGE', 'The body is larger than 1 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isKey(given: unknown, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}
