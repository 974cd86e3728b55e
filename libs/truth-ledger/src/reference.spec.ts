import { describe, expect, it } from '@jest/globals';
import { v5 as uuidV5 } from 'uuid';
import { expectedReference, reversalPart } from './reference.js';

describe('the reference that a write must carry', () => {
  it('is the published one: UUID version 5 of site, source system, kind, sender’s id and part', () => {
    const owner = { siteId: 'BER1', sourceSystem: 'mes-berlin', kind: 'productionConfirmation', senderId: 'c-1 "ä"' } as const;

    expect(expectedReference(owner, 'confirmation')).toBe(uuidV5(JSON.stringify(['BER1', 'mes-berlin', 'productionConfirmation', 'c-1 "ä"', 'confirmation']), '8f2b6f0e-5d0c-4c57-9a35-0f3f1f4f8d11'));
  });

  it('never changes', () => {
    const owner = { siteId: 'BER1', sourceSystem: 'mes', senderId: 'c-1' };

    expect(expectedReference({ ...owner, kind: 'productionConfirmation' }, 'confirmation')).toBe('5cdb0351-fa9c-5685-a0ce-6b259714e829');
    expect(expectedReference({ ...owner, kind: 'confirmationReversal' }, reversalPart('4000000001'))).toBe('77645e62-1f56-5d22-bb93-d36822e956dc');
  });
});
