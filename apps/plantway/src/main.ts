import module from 'node:module';
import { join } from 'node:path';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`Plantway runs on Node 24, which npm ci installs, not on ${process.version}: start it by npm start`);
  process.exit(1);
}
// Compiled code is kept between starts; a folder that cannot be written only means a slower start.
module.enableCompileCache(join(import.meta.dirname, '../../../.compile-cache'));
const { runCommand } = await import('./command.js');
await runCommand(process.argv.slice(2));
