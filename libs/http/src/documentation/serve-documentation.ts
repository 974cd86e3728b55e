import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { ProblemException } from '../problems/problem-exception.js';
import { DOCUMENTATION_PAGE, pageScript } from './documentation-page.js';

/** What the page needs of Swagger UI, from the installed package: nothing comes from the network. */
const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;
const PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/**
 * Serves the committed documents of `folder` at `/openapi/{name}` (JSON and YAML) and a page over the OpenAPI ones at `/docs`. Read once, at start.
 * @throws Error when the folder cannot be read
 */
export function serveDocumentation(server: FastifyInstance, folder: string): void {
  const documents = new Map(readdirSync(folder).filter((name) => /\.(json|yaml)$/.test(name)).sort().map((name) => [name, readFileSync(join(folder, name))]));
  const assets = new Map(Object.entries(ASSETS).map(([name, type]) => [name, { type, content: readFileSync(join(swaggerUiFolder(), name)) }]));
  const names = [...documents.keys()].filter((name) => name.endsWith('.json'));
  assets.set('page.js', { type: 'text/javascript; charset=utf-8', content: Buffer.from(pageScript(names)) });

  server.get('/docs', (_, reply) => reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY }).send(DOCUMENTATION_PAGE));
  server.get<{ Params: { asset: string } }>('/docs/:asset', (request, reply) => {
    const asset = assets.get(request.params.asset);
    if (asset === undefined) throw new ProblemException('ROUTE_NOT_FOUND');
    return reply.headers({ 'content-type': asset.type, 'cache-control': 'public, max-age=3600' }).send(asset.content);
  });
  server.get<{ Params: { document: string } }>('/openapi/:document', (request, reply) => {
    const { document } = request.params;
    const content = documents.get(document);
    if (content === undefined) throw new ProblemException('ROUTE_NOT_FOUND', { detail: `The documents are: ${[...documents.keys()].join(', ')}.` });
    return reply.headers({ 'content-type': document.endsWith('.json') ? 'application/json; charset=utf-8' : 'application/yaml; charset=utf-8' }).send(content);
  });
}

function swaggerUiFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}
