import { createServer } from 'node:net';

const TRIES = 100;

/**
 * The first port from `first` on that nobody listens on, saying which ones are taken; 0 stays 0, and the kernel chooses.
 * @throws Error when this user may not open the port, or 100 in a row are taken
 */
export async function freePortFrom(first: number, host: string, say: (line: string) => void): Promise<number> {
  if (first === 0) return 0;
  for (let port = first; port < Math.min(first + TRIES, 65_536); port += 1) {
    const fault = await faultOfListening(port, host);
    if (fault === undefined) return port;
    if (fault !== 'EADDRINUSE') throw new Error(`port ${port} cannot be opened (${fault}): choose another one with --port`);
    say(`port ${port} is taken, trying ${port + 1}`);
  }
  throw new Error(`no free port from ${first} on: choose another one with --port`);
}

function faultOfListening(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
