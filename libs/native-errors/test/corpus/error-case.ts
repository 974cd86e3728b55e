import type { Effect, ErrorCode } from '@plantway/canonical';

/** One real-shaped answer to a posting, and what it must be taken for. Written by hand, never derived from the table. */
export interface ErrorCase {
  /** What happened, for a person. */
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** As it arrived. */
  readonly body: string;
  readonly code: ErrorCode;
  readonly effect: Effect;
}

export const HTML = (title: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
