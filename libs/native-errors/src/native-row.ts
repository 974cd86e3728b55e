import type { Effect, ErrorCode } from '@plantway/canonical';

/** One row of a vendor's table: what an error in his words means in ours. All that a row names must hold. */
export interface NativeErrorRow {
  /** The native code, exactly; or a pattern of it. */
  readonly code?: string | RegExp;
  /** What the text says, in the language of the integration user (English). */
  readonly text?: RegExp;
  /** HTTP status; any but a server failure when left out. */
  readonly status?: readonly number[];
  /** A header that must be there with this value, in small letters. */
  readonly header?: readonly [name: string, value: string];
  readonly means: ErrorCode;
  /** `none`: surely nothing was posted. `unknown`: the answer does not say. */
  readonly effect: Effect;
  /** Why we believe it: a document, or `assumed` with what it rests on. An assumed row never says `none` of a server failure. */
  readonly source: string;
  /** What the same is to a read. */
  readonly inReads?: { readonly status: number; readonly means: ErrorCode };
  /** For a mapping error: which table lacks a row, and the fields of `NativeWords.info` that may name it. */
  readonly missing?: { readonly table: string; readonly fields: readonly string[] };
}
