import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { grade, readExplanation, readObservations, StoreError } from '@plantway/truth-ledger';
import type { Observation, ObservationStore } from '@plantway/truth-ledger';

const LARGEST_BODY = 16 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Refuses a request, with the words for whoever sent it. */
class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/**
 * The ledger over HTTP, JSON both ways, `Authorization: Bearer <key>` on all but `/health`.
 *
 * - `POST /observations` `{ observations: [{ source, sequence, siteId, fact }] }` → 200 `{ stored, known, contradicted }`, once all of them are on disk
 * - `POST /explanations` one person's decision → 200, as above
 * - `GET /sources` how far each source was heard, by name
 * - `GET /grade?quiet=false` the grade; `quiet=false` while the gateway still works: what is missing is `incomplete` then, not `lost`
 * - `GET /health` `{ status: "ok" }`
 */
export class LedgerServer {
  private readonly server: Server;
  private readonly expected: Buffer;

  /**
   * It serves before the store is open: who asks until then waits. `sites`: those that must be heard of. `onDefect` is told of what nobody foresaw; a `StoreError` means
   * that the process must stop.
   */
  constructor(private readonly opening: Promise<ObservationStore>, private readonly sites: readonly string[], key: string, private readonly onDefect: (error: unknown) => void) {
    this.expected = digest(`Bearer ${key}`);
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  /** Resolves with the address. */
  listen(port: number, host: string): Promise<string> {
    return new Promise((done, failed) => {
      this.server.once('error', failed);
      this.server.listen(port, host, () => done(`http://${host}:${(this.server.address() as AddressInfo).port}`));
    });
  }

  /** Answers what was begun, then ends. */
  close(): Promise<void> {
    const closed = new Promise<void>((done) => this.server.close(() => done()));
    this.server.closeIdleConnections();
    return closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.answer(request).catch((error: unknown): Answer => {
      if (error instanceof Refused) return { status: error.status, body: { error: error.message } };
      this.onDefect(error);
      return { status: error instanceof StoreError ? 503 : 500, body: { error: error instanceof Error ? error.message : String(error) } };
    });
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...(request.complete ? {} : { connection: 'close' }) }).end(JSON.stringify(body));
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://ledger');
    const route = `${request.method} ${pathname}`;
    if (route === 'GET /health') return { status: 200, body: { status: 'ok' } };
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), this.expected)) throw new Refused(401, 'The key is missing or wrong.');
    const store = await this.opening;
    switch (route) {
      case 'POST /observations': return { status: 200, body: await store.add(await read(request, readObservations)) };
      case 'POST /explanations': return { status: 200, body: await store.add([await read(request, readExplanation)]) };
      case 'GET /sources': return { status: 200, body: store.places() };
      case 'GET /grade': return { status: 200, body: await this.grade(store, searchParams.get('quiet') !== 'false') };
      default: throw new Refused(404, `There is nothing at ${route}.`);
    }
  }

  private async grade(store: ObservationStore, isQuiet: boolean): Promise<unknown> {
    const observations: Observation[] = [];
    for await (const observation of store.all()) observations.push(observation);
    return grade(observations, { sites: this.sites, isQuiet, contradictions: store.contradictions() });
  }
}

async function read<T>(request: IncomingMessage, meaning: (body: unknown) => T): Promise<T> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Refused(413, `The body is larger than ${LARGEST_BODY} bytes.`);
    chunks.push(chunk);
  }
  try {
    return meaning(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw new Refused(400, error.message);
    throw error;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
