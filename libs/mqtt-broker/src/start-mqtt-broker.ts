import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Duplex, pipeline } from 'node:stream';
import type { Aedes, AedesOptions, AuthenticateError } from 'aedes';
import { MqttUsers, mayUse, siteOfTopic, type MqttUser } from './mqtt-users.js';
import { PacketLimit } from './packet-limit.js';

export interface MqttBrokerOptions {
  /** First port to try; the next ones while it is taken, at most 100. 0 leaves it to the kernel. */
  readonly port: number;
  /** Address to listen on; the loopback interface when left out. */
  readonly host?: string;
  readonly users: readonly MqttUser[];
  /** Connections at a time, 1,000 when left out; one more is ended at once. */
  readonly mostConnections?: number;
}

/** A broker for MQTT 3.1.1 within this process, in memory. */
export interface MqttBroker {
  /** "mqtt://127.0.0.1:1883". */
  readonly url: string;
  /**
   * From now on `take` is given everything that is published of the site, in the order of each connection, and a publication of QoS 1 is acknowledged only after `take` has
   * resolved. Where it rejects the connection is ended, so that its client sends again. A site has one receiver.
   * @throws Error when the site has one already
   */
  receive(siteId: string, take: TakePublication): Promise<{ isConnected(): boolean; close(): Promise<void> }>;
  /** Ends every connection. */
  close(): Promise<void>;
}
export type TakePublication = (topic: string, payload: Buffer) => Promise<void>;

const PORTS_TRIED = 100;
/** Of one packet, in bytes: four times what a machine may say at once. */
const MOST_PACKET_BYTES = 65_536;
const MOST_CONNECTIONS = 1_000;
/** `AuthErrorCode.NOT_AUTHORIZED` of MQTT 3.1.1, connect return code 5. */
const NOT_AUTHORIZED = 5;

/**
 * Starts a broker. A site without a receiver is refused its publications, because nobody would keep them: what a client got an acknowledgement for is on disk.
 * @throws the fault of the socket when no port is free
 */
export async function startMqttBroker({ port, host = '127.0.0.1', users: known, mostConnections = MOST_CONNECTIONS }: MqttBrokerOptions): Promise<MqttBroker> {
  const { Aedes } = await import('aedes'); // loaded only where a broker is embedded
  const users = new MqttUsers(known);
  const receivers = new Map<string, TakePublication>();
  const options: AedesOptions = {
    authenticate: (client, username, password, done) => {
      const user = users.withPassword(username, password);
      if (user === undefined) return done(Object.assign(new Error('unknown user or wrong password'), { returnCode: NOT_AUTHORIZED }) as AuthenticateError, null);
      userOf.set(client, user);
      done(null, true);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const user = userOf.get(client);
      // A kept session would pile up in this process what is published while its client is away.
      done(null, user !== undefined && client.clean && mayUse(user, subscription.topic) ? subscription : null);
    },
    authorizePublish: (client, packet, done) => {
      const { topic, payload } = packet;
      packet.retain = false; // nothing is kept in this process: whoever receives has it on disk
      const user = client === null ? undefined : userOf.get(client);
      const take = receivers.get(siteOfTopic(topic) ?? '');
      if (user === undefined || !mayUse(user, topic)) return done(new Error(`not allowed to publish to ${topic}`));
      if (take === undefined) return done(new Error(`nobody takes what is published to ${topic} yet`));
      take(topic, Buffer.from(payload)).then(() => done(null), (error: unknown) => done(error instanceof Error ? error : new Error(String(error)))); // the acknowledgement follows
    },
  };
  const userOf = new WeakMap<object, MqttUser>();
  const aedes = await Aedes.createBroker(options);
  const server = createServer((connection) => void aedes.handle(limited(connection)));
  server.maxConnections = mostConnections;
  const taken = await listen(server, host, port).catch(async (error: unknown) => {
    await closed(aedes, server);
    throw error;
  });
  return {
    url: `mqtt://${host}:${taken}`,
    receive: async (siteId, take) => {
      if (receivers.has(siteId)) throw new Error(`somebody takes what is published of ${siteId} already`);
      receivers.set(siteId, take);
      return { isConnected: () => receivers.get(siteId) === take && server.listening, close: async () => void receivers.delete(siteId) };
    },
    close: () => closed(aedes, server),
  };
}

/** The connection, ended when it sends too large a packet. */
function limited(connection: Socket): Duplex {
  const limit = new PacketLimit(MOST_PACKET_BYTES);
  pipeline(connection, limit, () => undefined); // ends both
  return Duplex.from({ readable: limit, writable: connection });
}

async function listen(server: Server, host: string, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(port, host, () => {
        server.off('error', resolve);
        resolve(undefined);
      });
    });
    if (fault === undefined) return (server.address() as AddressInfo).port;
    if (fault.code !== 'EADDRINUSE' || first === 0 || port >= Math.min(first + PORTS_TRIED, 65_535)) throw fault;
  }
}

async function closed(aedes: Aedes, server: Server): Promise<void> {
  const noMore = new Promise<void>((resolve) => server.close(() => resolve()));
  await new Promise<void>((resolve) => aedes.close(() => resolve()));
  await noMore;
}
