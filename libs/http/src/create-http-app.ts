import type { DynamicModule, Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics, nestLogger } from '@plantway/observability';
import { ACCESS_MATRIX, AccessRules, DEFAULT_THROTTLE_LIMITS, EarlyRefusal, FailedLogins, HitCounter, HotAccess } from '@plantway/security';
import type { FastifyInstance } from 'fastify';
import { serveDocumentation } from './documentation/serve-documentation.js';
import { fastifyOptions } from './fastify-options.js';
import { DEFAULT_BODY_LIMIT, type HttpAppOptions } from './http-app-options.js';
import { HotRoutes } from './hot/hot-routes.js';
import { HttpEdgeModule } from './http-edge.module.js';
import { takeOnlyJson } from './json/json-body-parser.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { collectRoutes, hookRequests } from './request-hooks.js';
import { RouteTable, type ServedRoute } from './route-table.js';

const tables = new WeakMap<FastifyInstance, RouteTable>();

/**
 * A Nest application on Fastify around `module`, ready to listen: access, limits, validation, problems, health, metrics and documentation are the same for every app.
 * @throws Error when a route has no row in the access matrix, or a site that no guard would check
 */
export async function createHttpApp(module: Type | DynamicModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  const { logger, credentials, limits = DEFAULT_THROTTLE_LIMITS, bodyLimit = DEFAULT_BODY_LIMIT } = options;
  const metrics = options.metrics ?? new Metrics('plantway');
  const rules = new AccessRules(options.access ?? ACCESS_MATRIX);
  const routes = new RouteTable();
  const counter = new HitCounter();
  const failedLogins = new FailedLogins(counter, limits);
  const filter = new ProblemFilter((path) => routes.methodsOf(path), metrics);

  const hotRoutes = new HotRoutes(new HotAccess(credentials, counter, limits, options.siteExists), filter);

  const adapter = new FastifyAdapter({ ...fastifyOptions(logger, bodyLimit, (error, request, reply) => filter.answer(error, request, reply)), skipMiddie: true });
  const server = adapter.getInstance() as unknown as FastifyInstance;
  let nestRegisters = false;
  collectRoutes(server, routes, rules, () => nestRegisters);
  hookRequests(server, metrics, new EarlyRefusal(credentials, failedLogins));
  takeOnlyJson(server, bodyLimit);
  if (options.documents !== undefined) serveDocumentation(server, options.documents);

  const app = await NestFactory.create<NestFastifyApplication>(HttpEdgeModule.around(module, options, { filter, metrics, counter, failedLogins, limits }), adapter, {
    bodyParser: false,
    logger: nestLogger(logger),
    abortOnError: false,
  });
  hotRoutes.collect(app.get(ModulesContainer));
  server.addHook('onRoute', (route) => hotRoutes.shorten(route));
  nestRegisters = true;
  await app.init();
  nestRegisters = false;
  await server.ready();
  routes.refuseWithoutRow(rules);
  tables.set(server, routes);
  return app;
}

/** Every route that an application of `createHttpApp` serves. */
export function servedRoutes(app: NestFastifyApplication): readonly ServedRoute[] {
  return tables.get(app.getHttpAdapter().getInstance())?.routes ?? [];
}
