import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessContext } from './access-context.js';
import { currentCredential } from './access-context.js';

/** The caller's `Credential`, as a parameter of a handler. */
export const CurrentCredential = createParamDecorator((_: unknown, context: ExecutionContext) =>
  currentCredential(context.switchToHttp().getRequest<AccessContext>()));
