import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BusinessSystem, SelfWorking } from '../business-system.js';
import { answerSystemControl } from './system-control.js';
import { SystemFaults } from './system-faults.js';
import { SystemRefusal } from './system-refusal.js';
import { noSuchPath } from './system-request.js';
import type { SystemAnswer, SystemRequest } from './system-request.js';

const LARGEST_BODY_BYTES = 4 * 1_048_576;

/** A key for each family of systems that serves. */
export type SystemKeys = Readonly<Record<'aps' | 'cmms' | 'crm' | 'qms', string>>;

export interface SystemsServerOptions {
  readonly systems: readonly BusinessSystem[];
  /** Who says something to the gateway beside them: they count when a site is asked whether it is quiet, or is to rest. */
  readonly people: readonly SelfWorking[];
  readonly keys: SystemKeys;
  /** Opens the control routes. */
  readonly controlKey: string;
  /** Told of failures that nobody foresaw. */
  readonly onDefect: (error: unknown) => void;
}

/** The connection is cut: without an answer, or in the middle of one. */
const SILENCE = 'silence';
interface HalfAnswer {
  readonly half: SystemAnswer;
}

/** The business systems of all sites over HTTP, as the README describes them, and control routes of our own. */
export class SystemsServer {
  private readonly server: Server;
  private readonly faults = new Map<BusinessSystem, SystemFaults>();

  constructor(private readonly options: SystemsServerOptions) {
    this.server = createServer((request, response) => void this.serve(request, response));
    for (const system of options.systems) this.faults.set(system, new SystemFaults());
  }

  /** Resolves with the address, "http://127.0.0.1:8096". */
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
      else if ('half' in answer) sendHalf(response, answer.half);
      else send(response, answer);
    } catch (error) {
      if (error instanceof SystemRefusal) {
        if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
        return send(response, { status: error.status, body: { code: error.code, text: error.message } });
      }
      if (request.destroyed && !request.complete) return; // the caller left in the middle of its body
      this.options.onDefect(error);
      send(response, { status: 500, body: { code: 'DEFECT', text: 'This should not happen.' } });
    }
  }

  private async answer(request: IncomingMessage): Promise<SystemAnswer | HalfAnswer | typeof SILENCE> {
    const url = new URL(request.url ?? '/', 'http://systems');
    const [area, ...places] = segmentsOf(url.pathname);
    const body = await bodyOf(request);
    const asked = (segments: readonly string[]): SystemRequest => ({ method: request.method ?? '', segments, query: url.searchParams, body });
    if (area === 'control') {
      if (!isKey(request.headers['x-control-key'], this.options.controlKey)) throw new SystemRefusal(401, 'CONTROL_KEY_INVALID', 'The control key is missing or wrong.');
      return answerSystemControl(asked(places), this.faults, this.options.people);
    }
    const key = Object.hasOwn(this.options.keys, area) ? this.options.keys[area as keyof SystemKeys] : undefined;
    if (key === undefined) throw noSuchPath();
    if (!isKey(request.headers['x-system-key'], key)) throw new SystemRefusal(401, 'KEY_INVALID', 'The key is missing or wrong.');
    const [siteId, ...segments] = places;
    const system = this.options.systems.find((candidate) => candidate.family === area && candidate.siteId === siteId);
    if (system === undefined) throw new SystemRefusal(404, 'NO_SUCH_SITE', `There is no ${area} of site ${siteId}.`);
    return this.served(system, asked(segments));
  }

  private async served(system: BusinessSystem, request: SystemRequest): Promise<SystemAnswer | HalfAnswer | typeof SILENCE> {
    const faults = this.faults.get(system)!;
    if (faults.isDown) throw unavailable();
    const fault = request.method === 'POST' ? faults.next() : undefined;
    if (fault === 'lose-request') return SILENCE;
    if (fault === 'unavailable') throw unavailable();
    if (fault === 'throttle') throw new SystemRefusal(429, 'THROTTLED', 'There are too many requests.', 1);
    if (fault === 'refuse') throw new SystemRefusal(409, 'REFUSED', 'It is not taken: the object is locked by a user.');
    const answer = await system.answer(request);
    if (fault === 'take-and-stay-silent') return SILENCE;
    if (fault === 'fail-after-taking') return { status: 500, body: { code: 'INTERNAL', text: 'Nobody knows.' } };
    return fault === 'half-answer' ? { half: answer } : answer;
  }
}

function unavailable(): SystemRefusal {
  return new SystemRefusal(503, 'UNAVAILABLE', 'The system does not serve now.', 1);
}

function segmentsOf(path: string): readonly string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new SystemRefusal(400, 'MALFORMED', 'The path is not readable.');
  }
}

function send(response: ServerResponse, { status, body }: SystemAnswer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function sendHalf(response: ServerResponse, { status, body }: SystemAnswer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) throw new SystemRefusal(413, 'TOO_LARGE', 'The body is larger than 4 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isKey(given: unknown, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}
