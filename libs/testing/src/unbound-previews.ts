import { DefectError } from '@plantway/canonical';
import type { MappingPreviews } from '@plantway/ports';

/** For tests in which no mapping is tried. */
export function unboundPreviews(): MappingPreviews {
  return { previewMapping: () => Promise.reject(new DefectError('BACKEND_NOT_BOUND', 'This test has bound no previews of mappings.', { effect: 'none' })) };
}
