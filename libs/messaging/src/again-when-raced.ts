import { databaseFault } from './database-fault.js';

const TRIES = 5;

/** Does something that is a transaction of its own once more when it lost a race, of two that lock each other's lanes; then surely nothing of it was done. */
export async function againWhenRaced<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (databaseFault(error) !== 'raced' || tried >= TRIES) throw error;
    }
  }
}
