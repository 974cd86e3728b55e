import type { SiteDirectory } from '@plantway/sites';
import { Inject, Injectable, UseInterceptors, applyDecorators, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { SITES } from './system-erp-api.tokens.js';

export const BACKEND_HEADER = 'Plantway-Backend';

/** Says on every answer, refusals included, which ERP stands behind the site. */
@Injectable()
export class BackendHeaderInterceptor implements NestInterceptor {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { siteId } = http.getRequest<FastifyRequest<{ Params: { siteId: string } }>>().params;
    const site = this.sites.get(siteId);
    if (site !== undefined) void http.getResponse<FastifyReply>().header(BACKEND_HEADER, site.erp.backend);
    return next.handle();
  }
}

/** A controller whose answers name the backend. */
export const NamesBackend = (): ClassDecorator => applyDecorators(UseInterceptors(BackendHeaderInterceptor));
