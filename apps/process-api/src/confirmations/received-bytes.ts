import { createHash } from 'node:crypto';
import type { ReceivedBytes } from '@plantway/ports';
import type { FastifyRequest } from 'fastify';

/** Longest content type that is kept, in characters: parameters may say anything. */
const LONGEST_TYPE = 100;

/** The body of a request as its bytes came, once for all commands in it; undefined without one. No header is kept but the content type. */
export function receivedBytes({ bodyBytes, headers }: Pick<FastifyRequest, 'bodyBytes' | 'headers'>): ReceivedBytes | undefined {
  if (bodyBytes === undefined) return undefined;
  return { hash: createHash('sha256').update(bodyBytes).digest('hex'), contentType: (headers['content-type'] ?? '').slice(0, LONGEST_TYPE), text: bodyBytes.toString('utf8') };
}

/** The bytes of an arrival, of whose command `inPath` stood in the path; to be spread into what intake stores. */
export function bytesWithPath(bytes: ReceivedBytes | undefined, inPath: Readonly<Record<string, string>>): { readonly bytes?: ReceivedBytes } {
  return bytes === undefined ? {} : { bytes: { ...bytes, inPath } };
}

/** What came of a row of a batch: its place among the `items` of the bytes. */
export function bytesOfRow<Arrived extends { readonly bytes?: ReceivedBytes }>(arrival: Arrived, row: number): Arrived {
  return arrival.bytes === undefined ? arrival : { ...arrival, bytes: { ...arrival.bytes, place: ['items', String(row)] } };
}
