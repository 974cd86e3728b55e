import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** A broker in memory, as a plant would have one of its own: machines of each site in, one listener out. */
export async function startMachineBroker(siteIds) {
  const newUser = (username) => ({ username, password: randomBytes(24).toString('base64url') });
  const sites = Object.fromEntries(siteIds.map((siteId) => [siteId, newUser(`machines-${siteId}`)]));
  const listener = newUser('gateway');
  const known = new Map([...Object.values(sites), listener].map(({ username, password }) => [username, password]));
  const aedes = await Aedes.createBroker({ authenticate: (_client, username, password, done) => done(null, known.get(username) === password?.toString()) });
  const server = createServer(aedes.handle);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    const noMore = new Promise((resolve) => server.close(resolve));
    await new Promise((resolve) => aedes.close(resolve));
    await noMore;
  };
  return { url: `mqtt://127.0.0.1:${server.address().port}`, sites, listener, close };
}
