import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the proxy does with the next call, once: it answers with a page of its own and asks nobody, or passes half of the answer on and cuts the connection. */
export type ProxyFault = 'page' | 'half-answer';

/** A proxy on the way to a system. It passes everything on as it is, and what breaks over there breaks here. */
export class ProxyBefore {
  private fault: ProxyFault | undefined;

  private constructor(private readonly server: Server) {}

  static async start(target: string): Promise<ProxyBefore> {
    const server = createServer();
    const proxy = new ProxyBefore(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => proxy.pass(request, response, target));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  plan(fault: ProxyFault): void {
    this.fault = fault;
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }

  private pass(request: IncomingMessage, response: ServerResponse, target: string): void {
    const fault = this.fault;
    this.fault = undefined;
    if (fault === 'page') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html></html>');
    const { method, headers, url } = request;
    const onward = ask(`${target}${url ?? '/'}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault === undefined) return void answer.pipe(response);
      answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, chunk.length / 2), () => response.destroy()));
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }
}
