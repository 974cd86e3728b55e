import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Long enough for the server to commit what it was asked. */
const CUT_AFTER_MS = 80;

/** A TCP proxy before PostgreSQL. Armed, it lets a question through whose bytes match, swallows the answer and cuts the connection: whoever asked does not know whether it was committed. */
export class DatabaseProxy {
  /** Connections that were cut in the middle of a question. */
  cut = 0;
  #armed = [];

  static async start({ host, port }) {
    const proxy = new DatabaseProxy();
    proxy.server = createServer((client) => proxy.#join(client, connect({ host, port })));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  /** The next question that matches loses its answer. */
  arm(pattern) {
    this.#armed.push(pattern);
  }

  disarm() {
    this.#armed = [];
  }

  close() {
    this.server.close();
  }

  #join(client, server) {
    let isSwallowing = false;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const side of [client, server]) side.on('error', end).on('close', end).setNoDelay(true);
    client.on('data', (bytes) => {
      server.write(bytes);
      const at = isSwallowing ? -1 : this.#armed.findIndex((pattern) => pattern.test(bytes.toString('latin1')));
      if (at === -1) return;
      this.#armed.splice(at, 1);
      isSwallowing = true;
      this.cut += 1;
      setTimeout(end, CUT_AFTER_MS);
    });
    server.on('data', (bytes) => void (isSwallowing || client.write(bytes)));
  }
}
