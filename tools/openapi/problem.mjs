/** RFC 9457 body of every refusal, as libs/http writes it. */
export const problemSchema = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457), with our stable code and what to do.',
  required: ['type', 'title', 'status', 'detail', 'code', 'correlationId', 'fix', 'owner', 'findings'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Stable address of the kind of problem.', example: 'https://plantway.dev/problems/validation-failed' },
    title: { type: 'string', description: 'The kind of problem in a few words.', example: 'The request does not have the documented shape.' },
    status: { type: 'integer', description: 'HTTP status.', minimum: 400, maximum: 599, example: 400 },
    detail: { type: 'string', description: 'What happened here.', example: 'Work order WO-9001 belongs to another site than BER1.' },
    code: { type: 'string', description: 'Stable code, never reused; all of them stand in docs/errors.md.', example: 'VALIDATION_FAILED' },
    correlationId: { type: 'string', description: 'Id of the request in logs and traces.', example: '0198f2a4-6f0d-7000-8000-3b1c5d7e9f01' },
    fix: { type: 'string', description: 'What to do.', example: 'Correct the fields named in findings and send it again.' },
    owner: { type: 'string', description: 'Who can do something about it.', enum: ['supervisor', 'planner', 'erpTeam', 'mes', 'maintenance', 'quality', 'admin'], example: 'mes' },
    findings: { type: 'array', description: 'Every fault that was found; empty when the code says it all.', items: { $ref: '#/components/schemas/Finding' } },
    messageId: { type: 'string', description: 'With IDEMPOTENCY_BODY_MISMATCH and MESSAGE_STATE_CONFLICT: the message that stands there.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' },
    requiredRoles: { type: 'array', description: 'With ROLE_NOT_ALLOWED: the roles that may.', items: { type: 'string' }, example: ['mes', 'admin'] },
    kind: { type: 'string', description: 'System APIs only: what the failure means for the caller.', enum: ['technical', 'throttled', 'inDoubt', 'business', 'mapping', 'defect'], example: 'technical' },
    effect: { type: 'string', description: 'System APIs only: whether the system behind may have changed.', enum: ['none', 'unknown'], example: 'none' },
  },
  additionalProperties: true,
};

export const findingSchema = {
  type: 'object',
  description: 'One fault of a request.',
  required: ['path', 'problem', 'fix'],
  properties: {
    path: { type: 'string', description: 'JSON pointer of the field; "" is the whole body, "/query/limit" a query parameter, "/header/Idempotency-Key" a header.', example: '/scrap/0/quantity/value' },
    problem: { type: 'string', description: 'What is wrong.', example: 'value must be decimal text that is not negative' },
    code: { type: 'string', description: 'Stable name of the rule that is broken; only where the code of the problem stands for several rules.', example: 'COMPONENT_SHORT' },
    fix: { type: 'string', description: 'What to do.', example: 'Send decimal text such as "12.5", at most 12 decimals.' },
  },
};

/** What each refusal says; `headers` are names of `components.headers`. */
export const refusals = {
  400: { description: 'The request has not the documented shape; nothing was stored, nothing was sent.' },
  401: { description: 'The request has no valid credential.', headers: ['WWW-Authenticate'] },
  403: { description: 'The role of the credential may not do this; the answer names the roles that may.' },
  404: { description: 'There is no such object at this site, or no such site for this credential.' },
  409: { description: 'The object is in a state in which this is not possible.' },
  412: { description: 'The object has changed since the ETag of If-Match; nothing was done.' },
  413: { description: 'The body is larger than this route takes.' },
  415: { description: 'The body is not application/json.' },
  422: { description: 'A rule of the business refuses it; the code says which.' },
  429: { description: 'The credential has sent more requests than it may.', headers: ['Retry-After'] },
  502: { description: 'The system behind answered in a way that cannot be used; `effect` says whether it may have changed.' },
  503: { description: 'It cannot be served now; sending the same again later is safe.', headers: ['Retry-After'] },
};

export const headers = {
  'X-Correlation-Id': { description: 'Id of the request in logs, traces, messages and events.', schema: { type: 'string' } },
  RateLimit: { description: 'What is left in the window (draft-ietf-httpapi-ratelimit-headers).', schema: { type: 'string' }, example: '"default";r=2999;t=60' },
  'RateLimit-Policy': { description: 'How much is allowed in which window.', schema: { type: 'string' }, example: '"default";q=3000;w=60' },
  ETag: { description: 'Hash of the canonical object without asOf; send it as If-None-Match.', schema: { type: 'string' } },
  'Plantway-Backend': { description: 'The backend of the site that answered.', schema: { type: 'string' }, example: 'erp-simulated' },
  'WWW-Authenticate': { description: 'How to authenticate: `Bearer`.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 0 } },
};
