/** Run through `npm test`, which builds first: the global set-up starts the built embedded PostgreSQL once for all suites. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/test'],
  testRegex: '.*\\.spec\\.ts$',
  testTimeout: 30_000,
  maxWorkers: '100%', // the default leaves one core of two idle; the suites wait for disk and network most of the time
  globalSetup: '<rootDir>/test/setup/start-database.mjs',
  globalTeardown: '<rootDir>/test/setup/stop-database.mjs',
  runner: '<rootDir>/test/setup/suite-runner.mjs',
};
