// Jest's global tear-down: removes the template database and what failed tests kept, and stops the server that the set-up started.
import { onServer } from './start-database.mjs';

export default async function stopDatabase() {
  const server = globalThis.plantwayTestServer;
  if (process.env.TEST_DATABASE_URL) {
    await onServer(server.settings, `alter database ${server.template} with allow_connections true`, `drop database ${server.template} with (force)`);
  }
  await server.stop();
}
