/** What one pass over a JSON text tells without parsing it. */
export interface JsonScan {
  /** Colons outside strings: the key-value pairs of all objects together. */
  readonly pairs: number;
  /** Deepest nesting of objects and arrays; stops counting above `DEEPEST_JSON`. */
  readonly depth: number;
}

/** Deepest nesting that is taken. */
export const DEEPEST_JSON = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts pairs and depth in one pass; gives up, with what it has, as soon as the text is too deep. The text need not be valid. */
export function scanJson(text: string): JsonScan {
  let pairs = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        for (at += 1; at < text.length; at += 1) {
          const code = text.charCodeAt(at);
          if (code === QUOTE) break;
          if (code === BACKSLASH) at += 1;
        }
        break;
      case 0x3a: // :
        pairs += 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        if (depth > deepest) deepest = depth;
        if (deepest > DEEPEST_JSON) return { pairs, depth: deepest };
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        break;
      default:
    }
  }
  return { pairs, depth: deepest };
}
