import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes requests on and keeps the status of every answer: what really went over the wire. */
export interface WireRecorder {
  readonly baseUrl: string;
  readonly statuses: number[];
  close(): Promise<void>;
}

export async function recordWire(target: string): Promise<WireRecorder> {
  const statuses: number[] = [];
  const server = createServer((incoming, outgoing) => {
    const onward = ask(new URL(incoming.url ?? '/', target), { method: incoming.method, headers: incoming.headers }, (answer) => {
      statuses.push(answer.statusCode ?? 0);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    statuses,
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}
