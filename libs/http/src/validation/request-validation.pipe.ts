import { ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ProblemException } from '../problems/problem-exception.js';
import { findingsOf } from './findings.js';
import { countValues } from './count-values.js';

/** The names under which findings show where a value stood. */
const ROOTS: Readonly<Record<string, string>> = { body: '', query: '/query', param: '/path', custom: '' };
const BUILT_IN = new Set<unknown>([String, Number, Boolean, Array, Object, Buffer, Date]);

/** Most values that class-validator is given at once: it costs some microseconds for each. A hot route takes more, as long as its body is good. */
export const MOST_VALUES = 5_000;

/** Checks parameters, queries and bodies by the decorators of their DTO; what the DTO does not name is refused. */
export class RequestValidationPipe implements PipeTransform {
  private readonly pipes = new Map(Object.entries(ROOTS).map(([type, root]) => [type, pipeFor(root)]));

  /** @throws ProblemException VALIDATION_FAILED with the findings, BODY_TOO_LARGE */
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && metadata.metatype !== undefined && !BUILT_IN.has(metadata.metatype)) refuseUnlessObject(value);
    return this.pipes.get(metadata.type)?.transform(value, metadata) ?? value;
  }
}

/** The one place where the words of a refusal are written; compiled bodies use it too. */
export function pipeFor(root: string): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: true, value: true }, // a rule over several fields says by its object where the fault is
    exceptionFactory: (errors: ValidationError[]) => new ProblemException('VALIDATION_FAILED', { findings: findingsOf(errors, root) }),
  });
}

/** @throws ProblemException VALIDATION_FAILED, BODY_TOO_LARGE */
export function refuseUnlessObject(value: unknown, root = ''): void {
  const fix = 'Send a JSON object of the documented shape.';
  if (value === undefined) throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: root, problem: 'the body is missing', fix }] });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: root, problem: root === '' ? 'the body must be an object' : 'must be an object', fix }] });
  }
  if (countValues(value, MOST_VALUES) > MOST_VALUES) throw new ProblemException('BODY_TOO_LARGE', { detail: `The body has more than ${MOST_VALUES} values.` });
}

