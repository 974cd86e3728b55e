// Lints docker/Dockerfile and docker/compose.yaml without a container engine: syntax, known mistakes, and that each app and folder named there exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

const faults = validate(readFileSync('docker/Dockerfile', 'utf8')).map(({ range, message }) => `docker/Dockerfile:${range.start.line + 1} ${message}`);
const { services } = parse(readFileSync('docker/compose.yaml', 'utf8'));
for (const [name, { build, volumes = [] }] of Object.entries(services)) {
  const app = build?.args?.APP;
  if (app && !existsSync(`apps/${app}/src/main.ts`)) faults.push(`docker/compose.yaml: service ${name} builds apps/${app}, which has no src/main.ts`);
  for (const [folder] of volumes.map((volume) => volume.split(':'))) {
    if (folder.startsWith('.') && !existsSync(join('docker', folder))) faults.push(`docker/compose.yaml: service ${name} mounts ${folder}, which is not there`);
  }
}
for (const fault of faults) console.error(`✗ ${fault}`);
const compose = spawnSync('dclint', ['docker/compose.yaml', '--max-warnings', '0'], { stdio: 'inherit' });
process.exitCode = faults.length > 0 || compose.status !== 0 ? 1 : 0;
if (!process.exitCode) console.log('docker files are sound');
