import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePortFrom } from './http-port.js';

describe('the search for a port', () => {
  const servers: Server[] = [];

  afterEach(() => { for (const server of servers.splice(0)) server.close(); });

  /** A neighbour that listens on every address, as many do. */
  async function neighbour(): Promise<number> {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, resolve));
    return (server.address() as AddressInfo).port;
  }

  it('steps over taken ports and says so', async () => {
    const taken = await neighbour();
    const said: string[] = [];

    const port = await freePortFrom(taken, '127.0.0.1', (line) => said.push(line));

    expect(port).toBeGreaterThan(taken);
    expect(said[0]).toBe(`port ${taken} is taken, trying ${taken + 1}`);
  });

  it('leaves the choice to the kernel when asked to', async () => {
    expect(await freePortFrom(0, '127.0.0.1', () => undefined)).toBe(0);
  });

  it('says that an address cannot be opened rather than trying the next port', async () => {
    await expect(freePortFrom(3000, '203.0.113.1', () => undefined)).rejects.toThrow('port 3000 cannot be opened (EADDRNOTAVAIL): choose another one with --port');
  });
});
