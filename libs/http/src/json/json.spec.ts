import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findJsonFault, placeOf } from './json-fault.js';
import { jsonPointer } from './json-pointer.js';
import { scanJson } from './json-scan.js';
import { parseJsonBody } from './parse-json-body.js';
import { isStorable, mayHoldUnstorableText, unstorablePaths } from './unstorable-text.js';

const isJson = (text: string): boolean => {
  try { JSON.parse(text); return true; } catch { return false; }
};
/** JSON that parses, with odd white space and escapes, and the same cut, doubled or changed in one place. */
const nearlyJson = fc.tuple(fc.json({ maxDepth: 5 }), fc.nat(), fc.constantFrom('', ',', ':', '"', '\\', '}', ']', '{', '[', '0', '-', '.', 'e', 't', ' ', '\n', '\u0001', '\\u12', 'null', '\u2028'), fc.constantFrom('keep', 'insert', 'replace', 'cut'))
  .map(([text, place, char, how]) => {
    const at = place % (text.length + 1);
    if (how === 'keep') return text;
    if (how === 'cut') return text.slice(0, at);
    return text.slice(0, at) + char + text.slice(how === 'replace' ? at + 1 : at);
  });

describe('the slow reader of JSON', () => {
  it('finds a fault of the grammar exactly where JSON.parse does', () => {
    fc.assert(fc.property(nearlyJson, (text) => (findJsonFault(text)?.kind === 'syntax') === !isJson(text)), { numRuns: 5_000 });
  });

  it.each([
    ['', 0, 'a value, but the text ends'], ['{', 1, 'a key in double quotes, but the text ends'], ['{"a"', 4, 'a colon, but the text ends'], ['{"a":}', 5, 'a value'], ['{a:1}', 1, 'a key in double quotes'],
    ["{'a':1}", 1, 'a key in double quotes'], ['[1,]', 3, 'a value'], ['[1 2]', 3, 'a comma or a closing bracket'], ['{"a":1 "b":2}', 7, 'a comma or a closing brace'], ['1 1', 2, 'nothing more'],
    ['"a', 0, 'a complete string without control characters and with valid escapes'], ['"\\x"', 0, 'a complete string without control characters and with valid escapes'],
  ])('says of %j where and what', (text, offset, expected) => {
    expect(findJsonFault(text)).toEqual({ kind: 'syntax', offset, expected });
  });

  it.each([
    ['{"a":1,"a":2}', ['a']], ['{"a":[{"b":1},{"c":{"d":1,"e":2,"d":3}}]}', ['a', 1, 'c', 'd']], ['{"":1,"":2}', ['']], ['{"a":1,"\\u0061":2}', ['a']],
  ])('names the doubled key of %s', (text, path) => {
    expect(findJsonFault(text)).toEqual({ kind: 'duplicateKey', path });
  });

  it.each(['{"a":{"b":1},"c":{"b":1}}', '{"a":"\\"a\\":1","b":"a"}', '[{"a":1},{"a":1}]'])('finds nothing in %s', (text) => {
    expect(findJsonFault(text)).toBeUndefined();
  });

  it('counts lines and columns from one', () => {
    expect(placeOf('ab\ncd\nef', 0)).toEqual({ line: 1, column: 1 });
    expect(placeOf('ab\ncd\nef', 4)).toEqual({ line: 2, column: 2 });
    expect(placeOf('ab\ncd\nef', 8)).toEqual({ line: 3, column: 3 });
  });
});

describe('the fast pass over JSON', () => {
  it('counts as many pairs as the parsed value has keys, for every JSON without doubled keys', () => {
    const keysOf = (value: unknown): number => (typeof value !== 'object' || value === null ? 0 : Object.values(value).reduce<number>((sum, below) => sum + keysOf(below), Array.isArray(value) ? 0 : Object.keys(value).length));
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(scanJson(text).pairs).toBe(keysOf(JSON.parse(text)));
    }), { numRuns: 2_000 });
  });

  it('accepts a value exactly as JSON.parse reads it', () => {
    const value = { a: [1, -0, 1e21, 'x:{}[]"\\', null, true], b: { c: [[], {}] } };
    const text = JSON.stringify(value);

    expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it.each([[32, true], [33, false]])('takes %s levels: %s', (depth, taken) => {
    const text = Buffer.from('['.repeat(depth) + ']'.repeat(depth));

    if (taken) expect(parseJsonBody(text)).toBeDefined();
    else expect(() => parseJsonBody(text)).toThrow(/nested deeper/);
  });

  it('is not fooled by brackets and quotes in strings', () => {
    expect(scanJson('{"a":"[[[\\"{{{:","b\\\\":1}')).toEqual({ pairs: 2, depth: 1 });
  });
});

describe('text that cannot be kept', () => {
  it('is found wherever it hides', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom('\0', '\ud800', '\udfff', 'a\udc00\ud800'), (value, bad) => {
      const text = JSON.stringify({ fine: value, bad: [bad] });
      expect(mayHoldUnstorableText(text)).toBe(true);
      expect(unstorablePaths(JSON.parse(text), 1_000)).toContainEqual(['bad', 0]);
    }), { numRuns: 300 });
  });

  it('is named a limited number of times', () => {
    expect(unstorablePaths(['\0', { a: '\0' }, '\0'], 2)).toEqual([[0], [1, 'a']]);
  });

  it('is nothing of what people write', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')), (text) => isStorable(text)));
    expect(isStorable('Größe 12 µm 😀')).toBe(true);
  });
});

describe('a JSON pointer', () => {
  it('escapes what stands in its way, and is cut when a key is hostile', () => {
    expect(jsonPointer(['a/b', '~', 0])).toBe('/a~1b/~0/0');
    expect(jsonPointer(['x'.repeat(10_000)])).toHaveLength(301);
  });
});
