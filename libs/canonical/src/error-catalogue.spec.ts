import { describe, expect, it } from '@jest/globals';
import { ERROR_CATALOGUE, messageError, type ErrorDescription } from './error-catalogue.js';
import { ERROR_KINDS } from './errors.js';
import { UNBLOCK_CONDITIONS, type UnblockCondition } from './unblock-condition.js';

const ENTRIES: readonly (readonly [string, ErrorDescription])[] = Object.entries(ERROR_CATALOGUE);
/** Nothing waits for these: somebody does something, or it is tried again. */
const NOT_WAITED_FOR: readonly UnblockCondition[] = ['callerActs', 'personActs', 'timeOnly', 'readBack'];

describe('the error catalogue', () => {
  it.each(ENTRIES)('says of %s who can do something, what happened, what to do and when it goes on', (_code, { kind, owner, meaning, fix, unblock, status }) => {
    expect(ERROR_KINDS).toContain(kind);
    expect(owner).toMatch(/^[a-zA-Z]{3,}$/);
    expect(meaning).toMatch(/^[A-Z].{10,}\.$/s);
    expect(fix).toMatch(/^[A-Z].{3,}\.$/s);
    expect(Object.keys(UNBLOCK_CONDITIONS)).toContain(unblock);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('names what a message waits for only where it waits', () => {
    expect(ENTRIES.filter(([, { unblock, unblockCondition }]) => unblockCondition !== undefined && NOT_WAITED_FOR.includes(unblock)).map(([code]) => code)).toEqual([]);
  });

  it('lets nobody wait for a person, and no person do what time does', () => {
    const wrong = ENTRIES.filter(([, { kind, unblock }]) => (kind === 'throttled' && unblock === 'personActs') || (kind === 'mapping' && unblock === 'timeOnly') || (kind === 'inDoubt' && unblock === 'timeOnly'));

    expect(wrong.map(([code]) => code)).toEqual([]);
  });

  it('has a use for every condition', () => {
    const used = new Set(ENTRIES.map(([, { unblock }]) => unblock));

    expect(Object.keys(UNBLOCK_CONDITIONS).filter((name) => !used.has(name as UnblockCondition))).toEqual([]);
  });

  it('tells the condition with the message', () => {
    expect(messageError('LOT_RESTRICTED', 'Lot RM1-A is blocked.')).toMatchObject({ owner: 'supervisor', unblockCondition: 'the lot is released' });
  });
});
