/** Whose words: one set of wire shapes and one table each. `simulated` is the ERP that comes with Plantway. */
export const VENDORS = ['sapS4hana', 'oracleFusion', 'dynamics365', 'inforM3', 'simulated'] as const;
export type Vendor = (typeof VENDORS)[number];

/** What came of one call, as the wire gave it. */
export interface NativeAnswer {
  /** A read changes nothing over there, whatever came of it. */
  readonly asked: 'read' | 'write';
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** Why there was none: the request surely never left, or anything else (a reset, a deadline, half a body). */
  readonly fault?: 'notSent' | 'broken';
  /** Names in small letters. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Text as it arrived, or the JSON value of it. */
  readonly body?: unknown;
}

/** One error as a vendor says it. */
export interface NativeWords {
  /** As on the wire, "M7/053"; absent where the vendor has none. */
  readonly code?: string;
  readonly text: string;
  /** Facts beside the text, by their native names. */
  readonly info?: Readonly<Record<string, string>>;
}

/** What an answer says in the vendor's documented shape. */
export interface ToldErrors {
  /** The one that tells most first; never empty. */
  readonly words: readonly NativeWords[];
  /** Of several things asked at once some were done: then nobody may say that nothing was. */
  readonly someStand?: boolean;
}

/** Reads one documented wire shape; undefined when the body is not of it. Never throws, whatever the body is. */
export type WireShape = (body: unknown, answer: NativeAnswer) => ToldErrors | undefined;
