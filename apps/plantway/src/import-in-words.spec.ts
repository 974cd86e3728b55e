import { expect, it } from '@jest/globals';
import { importInWords } from './import-in-words.js';

it('says what runs now, and what of a new plant begins with the next start', () => {
  expect(importInWords([{ siteId: 'BER1', revision: 3, changed: false }, { siteId: 'CHI1', revision: 2, changed: true }, { siteId: 'HAM1', revision: 1, changed: true }])).toEqual([
    'BER1: nothing new, revision 3',
    'CHI1: revision 2 runs',
    'HAM1: revision 1 runs',
    "HAM1 is new: its machines' user at the broker, its API keys and its simulated systems begin with the next `npm start`",
  ]);
});
