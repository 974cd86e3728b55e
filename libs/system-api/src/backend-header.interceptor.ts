import { Inject, Injectable, UseInterceptors, applyDecorators, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { SYSTEM_EDGE, type SystemEdge } from './system-edge.js';

export const BACKEND_HEADER = 'Plantway-Backend';

/** Says on every answer, refusals included, which backend stands behind the site; nothing for a site that names none. */
@Injectable()
export class BackendHeaderInterceptor implements NestInterceptor {
  constructor(@Inject(SYSTEM_EDGE) private readonly edge: SystemEdge) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { siteId } = http.getRequest<FastifyRequest<{ Params: { siteId: string } }>>().params;
    const backend = this.edge.backendOf(siteId);
    if (backend !== undefined) void http.getResponse<FastifyReply>().header(BACKEND_HEADER, backend);
    return next.handle();
  }
}

/** A controller whose answers name the backend. */
export const NamesBackend = (): ClassDecorator => applyDecorators(UseInterceptors(BackendHeaderInterceptor));
