/** Writes everything that is generated and committed, in the order in which one needs the other: metadata, build, OpenAPI documents, clients, build, documents for people. */
import { spawnSync } from 'node:child_process';

const steps = ['tools/generate-metadata.mjs', 'tools/build.mjs', 'tools/generate-openapi.mjs', 'tools/generate-clients.mjs', 'tools/generate-docs.mjs'];
for (const step of steps) {
  const { status } = spawnSync(process.execPath, [step], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${step} failed`);
    process.exit(1);
  }
}
