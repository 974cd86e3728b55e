import { describe, expect, it } from '@jest/globals';
import { hashContent } from './content-hash.js';

describe('the hash of a content', () => {
  it('does not depend on the order of keys', () => {
    expect(hashContent({ b: 1, a: { d: [1, 2], c: 'x' } })).toEqual(hashContent({ a: { c: 'x', d: [1, 2] }, b: 1 }));
  });

  it('depends on everything else', () => {
    expect(hashContent({ value: '12.5' }).hash).not.toBe(hashContent({ value: '12.50' }).hash);
    expect(hashContent([1, 2]).hash).not.toBe(hashContent([2, 1]).hash);
  });

  it('is the sha-256 of canonical JSON', () => {
    expect(hashContent({ a: 1 })).toEqual({ json: '{"a":1}', hash: '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862' });
  });

  it('refuses what is no JSON', () => {
    expect(() => hashContent({ text: '\ud800' })).toThrow();
    expect(() => hashContent(undefined)).toThrow();
  });
});
