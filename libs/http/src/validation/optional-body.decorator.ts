import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Dto } from './body-schema.js';
import { pipeFor, refuseUnlessObject } from './request-validation.pipe.js';

const Body = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().body);

class OptionalBodyPipe implements PipeTransform {
  private readonly pipe = pipeFor('');

  constructor(private readonly dto: Dto) {}

  /** @throws ProblemException VALIDATION_FAILED, BODY_TOO_LARGE */
  transform(body: unknown = {}): Promise<unknown> {
    refuseUnlessObject(body);
    return this.pipe.transform(body, { type: 'body', metatype: this.dto }) as Promise<unknown>;
  }
}

/** A body that may be left out, of a DTO that needs no field; without one the handler gets an empty DTO. It documents the body for OpenAPI as well. */
export function OptionalBody(dto: Dto): ParameterDecorator {
  const take = Body(new OptionalBodyPipe(dto));
  return (controller, method, index) => {
    take(controller, method, index);
    const handler = method === undefined ? undefined : Object.getOwnPropertyDescriptor(controller, method);
    if (method !== undefined && handler !== undefined) ApiBody({ type: dto, required: false })(controller, method, handler);
  };
}
