import { createHash } from 'node:crypto';
import { Injectable, UseInterceptors, applyDecorators, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import canonicalize from 'canonicalize';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** A strong validator: SHA-256 over the canonical JSON (RFC 8785) of `value` without any `asOf`, which says when we looked and not what is there. */
export function entityTag(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value, (key, below: unknown) => (key === 'asOf' ? undefined : below)))) ?? '';
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

/** Whether `If-None-Match` names `tag`: `*`, or a list whose entries are compared weakly (RFC 9110 section 13.1.2). */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([listed]) => listed === tag);
}

@Injectable()
class ConditionalGetInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { ['if-none-match']: ifNoneMatch } = http.getRequest<FastifyRequest>().headers;
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((value: unknown) => {
      const tag = entityTag(value);
      void reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
      if (!namesTag(ifNoneMatch, tag)) return value;
      void reply.status(304);
      return undefined;
    }));
  }
}

/** A GET that answers an `ETag`, and 304 without a body to who has that state already. The handler must not have `@HttpCode`. */
export const ConditionalGet = (): MethodDecorator & ClassDecorator => applyDecorators(
  UseInterceptors(ConditionalGetInterceptor),
  ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of an answer before; 304 when nothing has changed since.' }),
  ApiResponse({ status: 304, description: 'Nothing has changed since the ETag of If-None-Match.' }),
);
