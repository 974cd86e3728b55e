import { availableParallelism } from 'node:os';

/** Run through `npm test`, which builds first: the global set-up starts the built embedded PostgreSQL once for all suites. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/test'],
  testRegex: '.*\\.spec\\.ts$',
  testTimeout: 30_000,
  maxWorkers: availableParallelism() + 1, // there is always a spec that waits for a deadline or for the database
  globalSetup: '<rootDir>/test/setup/start-database.mjs',
  globalTeardown: '<rootDir>/test/setup/stop-database.mjs',
  runner: '<rootDir>/test/setup/suite-runner.mjs',
};
