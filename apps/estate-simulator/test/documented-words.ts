import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const DOCUMENT = JSON.parse(readFileSync(join(import.meta.dirname, '../../../openapi/process.json'), 'utf8')) as any;

/** What is wrong with a body of the process API, as openapi/process.json says; undefined when nothing is. */
export function faultsOf(path: string, body: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'process', ...DOCUMENT });
  const { schema } = DOCUMENT.paths[`/process/v1/sites/{siteId}/${path}`].post.requestBody.content['application/json'];
  const validate = ajv.compile({ $ref: `process${schema.$ref}` });
  return validate(body) ? undefined : validate.errors;
}
