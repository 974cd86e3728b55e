import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProductionConfirmationDto } from '@plantway/dto';
import { bodyCheckOf, servedRoutes } from '@plantway/http';
import { badInputDocument, errorsDocument } from '../../tools/documents.mjs';
import { openGateway, type GatewayStand } from '../journeys/gateway-stand.js';

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly requestBody?: { readonly content: { readonly 'application/json': { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> } } } }>>>>;
}

const readDocument = (name: string): OpenApi => JSON.parse(readFileSync(`openapi/${name}.json`, 'utf8')) as OpenApi;

/** `npm run check:drift` generates everything anew; what can be compared without a build is compared here as well. */
describe('generated files', () => {
  let gateway: GatewayStand;

  beforeAll(async () => { gateway = await openGateway(); });
  afterAll(() => gateway.close());

  it.each([['docs/errors.md', errorsDocument], ['docs/bad-input.md', badInputDocument]])('%s says what its data say', (file, document) => {
    expect(readFileSync(file, 'utf8')).toBe(document());
  });

  it.each([['process', '/process/v1/'], ['consumer', '/consumer/v1/'], ['system-erp', '/system/erp/v1/'], ['system-mes', '/system/mes/v1/'], ['system-planning', '/system/planning/v1/'], ['system-maintenance', '/system/maintenance/v1/'], ['system-customer', '/system/customer/v1/'], ['system-quality', '/system/quality/v1/'], ['system-equipment', '/system/equipment/v1/']])('openapi/%s.json has exactly the routes that are served', (name, prefix) => {
    const served = servedRoutes(gateway.app).filter(({ path }) => path.startsWith(prefix)).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const { openapi, paths } = readDocument(name);
    const documented = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));

    expect(openapi).toBe('3.1.0');
    expect(documented.sort()).toEqual(served.sort());
  });

  it('shows examples of a report that the API takes', () => {
    const post = readDocument('process').paths['/process/v1/sites/{siteId}/production-confirmations']['post'];
    const examples = Object.values(post.requestBody!.content['application/json'].examples!);

    expect(examples).toHaveLength(2);
    for (const { value } of examples) expect(bodyCheckOf(ProductionConfirmationDto).accepts(structuredClone(value))).toBe(true);
  });
});
