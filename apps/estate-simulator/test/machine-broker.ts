import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Aedes } from 'aedes';

interface Heard {
  readonly topic: string;
  readonly qos: number;
  readonly event: any;
}

/** A broker that keeps what machines published to it, and can be away. */
export class MachineBroker {
  readonly heard: Heard[] = [];
  /** Connections are cut after so many events. */
  loseAfter = Infinity;
  private server: Server | undefined;
  private broker: Aedes | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** At the address of before. */
  async start(): Promise<void> {
    const broker = await Aedes.createBroker();
    this.broker = broker;
    broker.authenticate = (_client, username, password, done) => done(null, username === 'machines' && String(password) === 'secret');
    broker.on('publish', ({ topic, payload, qos }, client) => {
      if (client === null) return;
      this.heard.push({ topic, qos, event: JSON.parse(String(payload)) });
      if (this.heard.length === this.loseAfter) this.cut();
    });
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      broker.handle(socket);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.cut();
    const { server, broker } = this;
    this.server = undefined;
    this.broker = undefined;
    if (broker !== undefined) await new Promise<void>((done) => broker.close(() => done()));
    if (server !== undefined) await new Promise((done) => server.close(done));
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }
}
