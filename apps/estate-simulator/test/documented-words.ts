import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const DOCUMENT = JSON.parse(readFileSync(join(import.meta.dirname, '../../../openapi/process.json'), 'utf8')) as any;

const AJV = new Ajv2020({ strict: false, validateFormats: false }).addSchema({ $id: 'process', ...DOCUMENT });

/** What is wrong with a body of the process API, as openapi/process.json says; undefined when nothing is. */
export function faultsOf(path: string, body: unknown): unknown {
  const { schema } = DOCUMENT.paths[`/process/v1/sites/{siteId}/${path}`].post.requestBody.content['application/json'];
  const validate = AJV.getSchema(`process${schema.$ref}`);
  if (validate === undefined) throw new Error(`${schema.$ref} is not documented`);
  return validate(body) ? undefined : validate.errors;
}
