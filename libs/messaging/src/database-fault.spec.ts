import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { databaseFault } from './database-fault.js';

const fault = (code: string) => databaseFault(Object.assign(new pg.DatabaseError('told by the server', 0, 'error'), { code }));

describe('a fault of the database', () => {
  it.each([
    ['23505', 'raced'], ['40001', 'raced'], ['40P01', 'raced'],
    ['40003', 'outcomeUnknown'], ['08006', 'outcomeUnknown'], ['57P01', 'outcomeUnknown'],
    ['55P03', 'unavailable'], ['57014', 'unavailable'], ['53300', 'unavailable'],
    ['22P05', 'data'], ['42P01', 'data'],
  ] as const)('%s: %s', (code, meaning) => {
    expect(fault(code)).toBe(meaning);
  });

  it('is of unknown outcome when the server has not told what happened', () => {
    expect(databaseFault(new Error('Connection terminated unexpectedly'))).toBe('outcomeUnknown');
  });
});
