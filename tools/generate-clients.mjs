/** Writes libs/clients/src/generated/<api> from openapi/<api>.json. */
import { resolve } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { apis } from './openapi/apis.mjs';

for (const { name, clientClass } of apis) {
  await createClient({
    input: resolve(`openapi/${name}.json`), // a bare relative path would be taken for a project on a server
    output: { path: `libs/clients/src/generated/${name}`, clean: true, importFileExtension: '.js', module: { extension: '.js' } },
    plugins: [
      { name: '@hey-api/client-axios', throwOnError: true },
      { name: '@hey-api/sdk', operations: { strategy: 'single', containerName: clientClass } },
      '@hey-api/typescript',
    ],
    logs: { level: 'error', file: false },
  });
}
