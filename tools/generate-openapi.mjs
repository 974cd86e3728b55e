/** Writes openapi/<api>.json from the built apps. Nest runs in preview mode: no provider is made, no database or network is needed. */
import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { apis } from './openapi/apis.mjs';
import { completeDocument } from './openapi/complete-document.mjs';
import { publishBodyRules } from './openapi/body-rules.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { bodySchema } = await import('../dist/libs/http/src/index.js');
mkdirSync('openapi', { recursive: true });
for (const api of apis) writeFileSync(`openapi/${api.name}.json`, `${JSON.stringify(await documentOf(api), null, 2)}\n`);

async function documentOf(api) {
  const source = `../dist/apps/${api.app}/src`;
  const metadata = (await import(`${source}/metadata.js`)).default;
  const module = (await import(`${source}/${api.module}.js`))[api.moduleClass];
  await SwaggerModule.loadPluginMetadata(metadata);
  const app = await NestFactory.create(module.forRoot({}), new FastifyAdapter(), { preview: true, logger: ['error'] });
  const document = SwaggerModule.createDocument(app, shell(api), { operationIdFactory: (_controller, method) => method, autoTagControllers: false });
  for (const body of bodiesOf(app, document)) publishBodyRules(document.components.schemas, bodySchema(body).definitions);
  await app.close();
  return completeDocument(document, api);
}

function shell(api) {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(api.title)
    .setDescription(api.description)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'The gateway that serves this document.')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'API key of a role, `pw_...`.' }, 'apiKey')
    .addSecurityRequirements('apiKey');
  for (const { name, description } of api.tags) builder.addTag(name, description);
  return builder.build();
}

/** The DTO classes that stand as request bodies in the document, found by the types of the controllers' parameters. */
function bodiesOf(app, document) {
  const names = new Set(Object.values(document.paths).flatMap((item) => Object.values(item)).map((operation) => operation.requestBody?.content?.['application/json']?.schema?.$ref?.split('/').at(-1)));
  const classes = new Set();
  for (const module of app.container.getModules().values()) {
    for (const { metatype } of module.controllers.values()) {
      for (const method of Object.getOwnPropertyNames(metatype.prototype)) {
        for (const type of Reflect.getMetadata('design:paramtypes', metatype.prototype, method) ?? []) if (names.has(type?.name)) classes.add(type);
      }
    }
  }
  return classes;
}
