import { CORRELATION_ID_HEADER, type Metrics } from '@plantway/observability';
import type { AccessRules, EarlyRefusal } from '@plantway/security';
import type { FastifyInstance } from 'fastify';
import './fastify-request.js';
import { ProblemException } from './problems/problem-exception.js';
import type { RouteTable } from './route-table.js';

/** Notes every route with its row of the access matrix. */
export function collectRoutes(server: FastifyInstance, routes: RouteTable, rules: AccessRules, guarded: () => boolean): void {
  server.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const accessRule = rules.ruleOf(method, route.url);
      if (accessRule !== undefined && accessRule !== 'open' && !guarded()) throw new Error(`${method} ${route.url} would be served past the guards: only an open route may stand outside the controllers.`);
      routes.add(method, route.url);
      route.config = { ...route.config, ...(accessRule !== undefined && { accessRule }) };
    }
  });
}

/** What happens to every request before its body is read, and after its answer is sent. */
export function hookRequests(server: FastifyInstance, metrics: Metrics, earlyRefusal: EarlyRefusal): void {
  server.decorateRequest('accessRule', undefined);
  server.decorateRequest('credential', undefined);
  server.decorateRequest('bodyBytes', undefined);
  server.decorateRequest('keyHash', undefined);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header(CORRELATION_ID_HEADER, request.id).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    request.accessRule = request.routeOptions.config.accessRule;
    try {
      const lookUp = earlyRefusal.judge(request);
      if (lookUp !== undefined) {
        lookUp.then(() => refuseNul(request.raw.url ?? '')).then(() => done(), done);
        return;
      }
      refuseNul(request.raw.url ?? '');
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onResponse', (request, reply, done) => {
    metrics.requestFinished({ method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode, durationMs: reply.elapsedTime });
    done();
  });
}

/** PostgreSQL keeps no NUL in a text, so no id and no filter can have one. */
function refuseNul(url: string): void {
  if (!url.includes('%00')) return;
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: url.indexOf('?') < url.indexOf('%00') && url.includes('?') ? '/query' : '/path', problem: 'the text has a NUL character', fix: 'Send text without NUL.' }] });
}
