import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../problems/problem-exception.js';
import { bodyCheckOf, type BodyCheck } from './body-check.js';
import type { Dto } from './body-schema.js';

const Body = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().body);

class HotBodyPipe implements PipeTransform {
  constructor(private readonly check: BodyCheck<object>) {}

  /** @throws ProblemException VALIDATION_FAILED with the findings of the ValidationPipe */
  transform(body: unknown): unknown {
    return this.check.accepts(body) ? body : this.refuse(body);
  }

  private async refuse(body: unknown): Promise<unknown> {
    const findings = await this.check.findings(body);
    if (findings.length > 0) throw new ProblemException('VALIDATION_FAILED', { findings });
    return body;
  }
}

/**
 * The body of a hot route, checked by its DTO in compiled form: the plain object as it was sent, without the defaults of the DTO. It documents the body for OpenAPI as well.
 * @throws Error while the controller is loaded, when the DTO has a decorator without translation
 */
export function HotBody(dto: Dto): ParameterDecorator {
  const take = Body(new HotBodyPipe(bodyCheckOf(dto)));
  return (controller, method, index) => {
    take(controller, method, index);
    const handler = method === undefined ? undefined : Object.getOwnPropertyDescriptor(controller, method);
    if (method !== undefined && handler !== undefined) ApiBody({ type: dto })(controller, method, handler);
  };
}
