import './fastify-request.js';

export { createHttpApp, servedRoutes } from './create-http-app.js';
export { DEFAULT_BODY_LIMIT, type HttpAppOptions } from './http-app-options.js';
export type { ServedRoute } from './route-table.js';
export { ProblemException, type Finding, type ProblemOptions } from './problems/problem-exception.js';
export { problemBody, type Problem, type ProblemBody } from './problems/problem-body.js';
export { problemOf } from './problems/problem-of.js';
export { ConditionalGet, entityTag } from './conditional-get.js';
export { BodyCheck, bodyCheckOf } from './validation/body-check.js';
export { bodySchema } from './validation/body-schema.js';
export { OptionalBody } from './validation/optional-body.decorator.js';
export { HotBody } from './validation/hot-body.decorator.js';
export { RequestValidationPipe } from './validation/request-validation.pipe.js';
export { PageQueryDto } from './paging/page-query.dto.js';
export type { Page } from './paging/page.js';
export { decodeCursor, encodeCursor } from './paging/cursor.js';
export { CorrelationId, correlationIdOfRequest, traceParentOfRequest } from './request-values.js';
export { CurrentCredential, currentCredential, type Credential } from '@plantway/security';
