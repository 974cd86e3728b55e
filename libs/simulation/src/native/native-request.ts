import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { malformed, NativeFault } from './native-fault.js';
import { NATIVE_ROUTES } from './native-routes.js';
import type { NativeRequest, NativeRoute } from './native-route.js';

const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** A route and what its path holds. */
export interface FoundRoute {
  readonly route: NativeRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** Undefined when there is no such path. */
export function findRoute(method: string, segments: readonly string[]): FoundRoute | undefined {
  for (const route of NATIVE_ROUTES) {
    const pattern = route.path.split('/');
    if (route.method !== method || pattern.length !== segments.length) continue;
    if (!pattern.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]))) continue;
    return { route, params: Object.fromEntries(pattern.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), segments[index]]] : []))) };
  }
  return undefined;
}

/** The order that a request is about: in its path, in its body, or behind its feedback. */
export async function orderOf({ plant, params, body }: NativeRequest): Promise<string | undefined> {
  if (params['fbNo'] !== undefined) return plant.read((engine) => engine.confirmation(params['fbNo'])?.workOrderId);
  const inBody = (body as { orderNo?: unknown } | null | undefined)?.orderNo;
  return params['orderNo'] ?? (typeof inBody === 'string' ? inBody : undefined);
}

/** @throws NativeFault `SYS-401` */
export function requireKey(given: string | string[] | undefined, expected: string): void {
  const bytes = Buffer.from(typeof given === 'string' ? given : '');
  const wanted = Buffer.from(expected);
  if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) throw new NativeFault(401, 'SYS-401', 'The key is missing or wrong.');
}

/** The parsed JSON; undefined for an empty body. @throws NativeFault `SYS-400`, also when the caller hung up in the middle of it, and `SYS-413` */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw malformed('body', 'is not JSON.');
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= MAXIMUM_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    throw malformed('body', 'did not come to its end.');
  }
  if (length > MAXIMUM_BODY_BYTES) throw new NativeFault(413, 'SYS-413', 'The body is larger than 1 MiB.');
  return Buffer.concat(chunks);
}

/** @throws NativeFault `SYS-400` */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw malformed('path', 'is not valid.');
  }
}
