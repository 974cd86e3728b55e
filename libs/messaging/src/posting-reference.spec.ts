import { describe, expect, it } from '@jest/globals';
import { postingReference } from './posting-reference.js';

const subject = { siteId: 'BER1', sourceSystem: 'mes', kind: 'productionConfirmation', senderId: 'mes-000123' };

describe('a posting reference', () => {
  it('is the same for ever: changing this value would post every open message a second time', () => {
    expect(postingReference(subject, 'confirmation')).toBe('5aa56e3c-56f3-55ca-91c6-e9cbc58d6877');
  });

  it.each([['siteId', 'CHI1'], ['sourceSystem', 'mes-2'], ['kind', 'other'], ['senderId', 'mes-000124']])('differs by %s', (name, value) => {
    expect(postingReference({ ...subject, [name]: value }, 'confirmation')).not.toBe(postingReference(subject, 'confirmation'));
  });

  it('differs by part, and no two subjects run together', () => {
    expect(postingReference(subject, 'scrap-BURR')).not.toBe(postingReference(subject, 'confirmation'));
    expect(postingReference({ ...subject, senderId: 'a' }, 'bc')).not.toBe(postingReference({ ...subject, senderId: 'ab' }, 'c'));
  });
});
