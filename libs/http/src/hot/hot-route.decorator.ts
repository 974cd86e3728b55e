import type { Credential } from '@plantway/security';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dto } from '../validation/body-schema.js';

/** What a hot route is called with: all of it has been judged. */
export interface HotCall<Body extends object> {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly credential: Credential;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** How a good request reaches the method of its controller. */
export interface HotRouteOptions<Controller, Body extends object> {
  /** The class of its `@HotBody`. */
  readonly body: Dto<Body>;
  /** Calls the method as Nest would. */
  readonly call: (controller: Controller, hot: HotCall<Body>) => Promise<object>;
}

/** A method that has a short way. */
export interface HotMethod {
  readonly method: string;
  readonly options: HotRouteOptions<unknown, object>;
}

const hotMethods = new WeakMap<object, HotMethod[]>();

/** The hot methods of a controller class. */
export function hotMethodsOf(controller: object): readonly HotMethod[] {
  return hotMethods.get(controller) ?? [];
}

/**
 * Gives a POST route a short way beside Nest's: a request that the guards would let pass and whose body is good goes straight to the method; any other, and any doubt, goes the ordinary way, which has
 * the words of every refusal. Guards and pipes of the method's own are not asked, so it must have none but `@HotBody`.
 */
export function HotRoute<Controller, Body extends object>(options: HotRouteOptions<Controller, Body>): MethodDecorator {
  return (prototype, method) => {
    hotMethods.set(prototype.constructor, [...hotMethodsOf(prototype.constructor), { method: String(method), options: options as unknown as HotRouteOptions<unknown, object> }]);
  };
}
