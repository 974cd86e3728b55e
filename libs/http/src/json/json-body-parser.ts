import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemException } from '../problems/problem-exception.js';
import { parseJsonBody } from './parse-json-body.js';

/** Takes application/json and nothing else. An empty body counts as none, so that a route without a body accepts a client that always names the type. */
export function takeOnlyJson(server: FastifyInstance, bodyLimit: number): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    try {
      refuseEncoding(request);
      if (body.length > 0) request.bodyBytes = body;
      done(null, body.length === 0 ? undefined : parseJsonBody(body));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** We decompress nothing, so a small body cannot become a large one. */
function refuseEncoding({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ProblemException('MEDIA_TYPE_UNSUPPORTED', { detail: 'The body is compressed; send it as it is, without Content-Encoding.', headers: { 'accept-encoding': 'identity' } });
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new ProblemException('MEDIA_TYPE_UNSUPPORTED', { detail: 'The body must be UTF-8.' });
}
