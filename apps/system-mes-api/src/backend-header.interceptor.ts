import type { SiteDirectory } from '@plantway/sites';
import { Inject, Injectable, UseInterceptors, applyDecorators, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { SITES } from './system-mes-api.tokens.js';

export const BACKEND_HEADER = 'Plantway-Backend';

/** Says on every answer, refusals included, how the MES of the site is reached; nothing for a site that names no MES. */
@Injectable()
export class BackendHeaderInterceptor implements NestInterceptor {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { siteId } = http.getRequest<FastifyRequest<{ Params: { siteId: string } }>>().params;
    const backend = this.sites.get(siteId)?.mes?.backend;
    if (backend !== undefined) void http.getResponse<FastifyReply>().header(BACKEND_HEADER, backend);
    return next.handle();
  }
}

/** A controller whose answers name the backend. */
export const NamesBackend = (): ClassDecorator => applyDecorators(UseInterceptors(BackendHeaderInterceptor));
