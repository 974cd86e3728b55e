export { beforeMigration } from './before-migration.js';
export { freeLoopbackPort as freePort } from '@plantway/database';
export { SeededClock } from './seeded-clock.js';
export { createEmptyDatabase, createTestDatabase, type TestDatabase } from './test-database.js';
export { unboundSystems } from './unbound-systems.js';
export { until } from './until.js';
export { unboundPreviews } from './unbound-previews.js';
