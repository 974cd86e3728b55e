import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storable, storableJson } from './storable.js';

describe('a storable value', () => {
  it('has no NUL and no half surrogate pairs, in texts and in names, and is otherwise the same', () => {
    expect(storable({ 'a\0': 'x\0y', b: ['\ud800', '\udfff!'], c: '😀 \\u0000 \u001f "' })).toEqual({ 'a\u{fffd}': 'x\u{fffd}y', b: ['\u{fffd}', '\u{fffd}!'], c: '😀 \\u0000 \u001f "' });
  });

  it('changes nothing that PostgreSQL can keep', () => {
    fc.assert(fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      fc.pre(!JSON.stringify(value).includes('u0000'));
      expect(storableJson(value)).toBe(JSON.stringify(value));
    }));
  });
});
