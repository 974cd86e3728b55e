import { GUARDS_METADATA, HTTP_CODE_METADATA, INTERCEPTORS_METADATA, METHOD_METADATA, PATH_METADATA, PIPES_METADATA } from '@nestjs/common/constants.js';
import { HttpStatus, RequestMethod } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { HotAccess } from '@plantway/security';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify';
import type { ProblemFilter } from '../problems/problem.filter.js';
import { bodyCheckOf, type BodyCheck } from '../validation/body-check.js';
import { hotMethodsOf, type HotMethod, type HotRouteOptions } from './hot-route.decorator.js';

interface ShortWay {
  readonly controller: unknown;
  readonly status: number;
  readonly check: BodyCheck<object>;
  readonly call: HotRouteOptions<unknown, object>['call'];
}

/** The short ways of one application. They are found once its controllers are made, and laid before the handlers of Nest while these are registered. */
export class HotRoutes {
  private readonly ways = new Map<string, ShortWay>();

  constructor(private readonly access: HotAccess, private readonly problems: Pick<ProblemFilter, 'answer'>) {}

  /** @throws Error when a hot method is no POST, or has a guard, a pipe or an interceptor of its own */
  collect(modules: ModulesContainer): void {
    for (const { controllers } of modules.values()) {
      for (const { metatype, instance } of controllers.values()) {
        if (typeof metatype !== 'function') continue;
        for (const hot of hotMethodsOf(metatype)) this.ways.set(pathOf(metatype, hot), wayOf(metatype, instance, hot));
      }
    }
  }

  /** Lays the short way before the handler of a route that has one. */
  shorten(route: RouteOptions & { readonly path: string }): void {
    const way = route.method === 'POST' ? this.ways.get(route.url) : undefined;
    if (way === undefined) return;
    const { handler } = route;
    const { access, problems } = this;
    route.handler = function shortOrOrdinary(this: ThisParameterType<RouteHandlerMethod>, request, reply) {
      return goesShort(way, access, problems, request, reply) ? reply : handler.call(this, request, reply);
    };
  }
}

/** False, and nothing done: the ordinary way has to judge. */
function goesShort({ controller, status, check, call }: ShortWay, access: HotAccess, problems: Pick<ProblemFilter, 'answer'>, request: FastifyRequest, reply: FastifyReply): boolean {
  const { body } = request;
  if (!check.accepts(body)) return false;
  const admission = access.admit(request);
  if (admission === undefined) return false;
  const { credential } = admission;
  request.credential = credential;
  void reply.status(status).headers(admission.headers);
  const refused = (error: unknown): void => problems.answer(error, request, reply);
  try {
    call(controller, { params: request.params as Readonly<Record<string, string>>, body, credential, request, reply }).then((answer) => void reply.send(answer), refused).catch(refused);
  } catch (error) {
    refused(error);
  }
  return true;
}

function pathOf(controller: object, { method }: HotMethod): string {
  const [above, own] = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handlerOf(controller, method))] as [string, string];
  return `/${[above, own].map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '').join('/')}`;
}

function wayOf(controller: object, instance: unknown, { method, options }: HotMethod): ShortWay {
  const handler = handlerOf(controller, method);
  const name = `${(controller as { readonly name: string }).name}.${method}`;
  if (Reflect.getMetadata(METHOD_METADATA, handler) !== RequestMethod.POST) throw new Error(`${name}: only a POST route is hot`);
  const passed = [GUARDS_METADATA, PIPES_METADATA, INTERCEPTORS_METADATA].find((key) => [controller, handler].some((target) => Reflect.hasMetadata(key, target)));
  if (passed !== undefined) throw new Error(`${name}: its short way would pass by its ${passed.replaceAll('_', '')}`);
  return { controller: instance, status: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? HttpStatus.CREATED, check: bodyCheckOf(options.body), call: options.call };
}

function handlerOf(controller: object, method: string): object {
  return (controller as { readonly prototype: Record<string, object> }).prototype[method];
}
