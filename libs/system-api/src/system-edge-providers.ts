import type { Provider } from '@nestjs/common';
import { BackendHeaderInterceptor } from './backend-header.interceptor.js';
import { BoundedCallPipe } from './bounded-call.pipe.js';
import { SYSTEM_EDGE, type SystemEdge } from './system-edge.js';

/** What the module of a system API provides for `NamesBackend` and `BoundedCall` in its controllers. */
export function systemEdgeProviders(edge: SystemEdge): Provider[] {
  return [{ provide: SYSTEM_EDGE, useValue: edge }, BackendHeaderInterceptor, BoundedCallPipe];
}
