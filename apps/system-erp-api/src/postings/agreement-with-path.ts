import { ProblemException } from '@plantway/http';

/** What stands in a body must be what the path says. @throws ProblemException `VALIDATION_FAILED` naming the field */
export function demandSameAsPath(fieldPath: string, inBody: string, inPath: string): void {
  if (inBody === inPath) return;
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: fieldPath, problem: `is ${inBody}, but the path says ${inPath}`, fix: 'Send it to the path that it belongs to.' }] });
}
