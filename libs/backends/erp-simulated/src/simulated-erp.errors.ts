import { ERROR_CATALOGUE } from '@plantway/canonical';
import type { ErrorCode } from '@plantway/canonical';
import { codeOfNative as codeOfVendor } from '@plantway/native-errors';

/** Our code for a native code that is told inside a document: a goods movement that failed. */
export function codeOfNative(nativeCode: string): ErrorCode {
  return codeOfVendor('simulated', nativeCode);
}

/** What to do about the code, in the catalogue's words. */
export function fixOf(code: ErrorCode): string {
  return ERROR_CATALOGUE[code].fix;
}
