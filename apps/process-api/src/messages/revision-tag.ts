import { BusinessException } from '@plantway/canonical';
import { ProblemException } from '@plantway/http';
import { Injectable, UseInterceptors, applyDecorators, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, tap, throwError, type Observable } from 'rxjs';

/** One strong entity tag that is a revision as it was answered (RFC 9110 section 8.8.3). */
const REVISION_TAG = /^"(\d{1,20})"$/;

@Injectable()
class RevisionTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const expected = request.method === 'POST' ? expectedRevision(request) : undefined;
    return next.handle().pipe(
      tap((message: { readonly revision: string }) => void reply.header('etag', `"${message.revision}"`)),
      catchError((error: unknown) => throwError(() => (expected === undefined ? error : unmetOr(error, expected)))),
    );
  }
}

/** Shows the revision of the answered message as its `ETag`. */
export const RevisionTag = (): MethodDecorator & ClassDecorator => UseInterceptors(RevisionTagInterceptor);

/** As `RevisionTag`, of actions upon a message; `If-Match` says the same as `expectedRevision` of the body. */
export const GuardedByRevision = (): ClassDecorator => applyDecorators(
  RevisionTag(),
  ApiHeader({ name: 'If-Match', required: false, description: 'ETag of the message as the person read it: the same as expectedRevision in the body. When the message has changed since, nothing is done and the answer is 412.', schema: { type: 'string' } }),
  ApiResponse({ status: 412, description: 'MESSAGE_CHANGED: the message is not as If-Match saw it: `details` says where it stands, its revision, and what was decided last and by whom. Read it again and decide anew.' }),
);

/** What `If-Match` expects, put into the body, where the action looks for it. @throws ProblemException `VALIDATION_FAILED` for another tag than a revision, or one beside another expectedRevision */
function expectedRevision(request: FastifyRequest): string | undefined {
  const { 'if-match': tag } = request.headers;
  if (tag === undefined || tag.trim() === '*') return undefined;
  const revision = REVISION_TAG.exec(tag.trim())?.[1];
  if (revision === undefined) throw invalid('is no ETag of a message', 'Send the ETag as it was answered, one and with its quotation marks.');
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) return revision; // refused for what it is
  const said = (body as { readonly expectedRevision?: unknown }).expectedRevision ?? revision;
  if (said !== revision) throw invalid('is another revision than expectedRevision of the body', 'Send one of both.');
  request.body = { ...body, expectedRevision: revision };
  return revision;
}

function unmetOr(error: unknown, revision: string): unknown {
  if (!(error instanceof BusinessException) || error.code !== 'MESSAGE_STATE_CONFLICT' || error.details.revision === revision) return error;
  return new BusinessException('MESSAGE_CHANGED', error.message, { details: error.details, cause: error });
}

function invalid(problem: string, fix: string): ProblemException {
  return new ProblemException('VALIDATION_FAILED', { findings: [{ path: '/header/If-Match', problem, fix }] });
}
