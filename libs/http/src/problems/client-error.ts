import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@plantway/canonical';
import { CORRELATION_ID_HEADER } from '@plantway/observability';
import { problemBody } from './problem-body.js';

const CODE_OF_FAULT: Readonly<Record<string, ErrorCode>> = { HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE', ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT' };

/** Answers what is not HTTP at all, over the bare socket: there is no request yet. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const correlationId = randomUUID();
  const body = problemBody({ code: CODE_OF_FAULT[error.code ?? ''] ?? 'REQUEST_INVALID' }, correlationId);
  const text = JSON.stringify(body);
  socket.end([
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    `${CORRELATION_ID_HEADER}: ${correlationId}`,
    'cache-control: no-store',
    'connection: close',
    '',
    text,
  ].join('\r\n'));
}
